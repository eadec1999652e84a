"""Who sees whose scores, and who sees which application: the tables of the docstrings, row by row."""

import copy
import csv
import io

import pytest

from programme.choices import RoundStage
from programme.models import PanelMember
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import Membership, User
from selection.actions.agreement import Agreed, agree
from selection.actions.applications import withdraw_application
from selection.actions.sift import start_sift
from selection.queries.applications import (
    applications_listed_for,
    applications_scored_by,
    applications_to_declare,
    applications_visible_to,
)
from selection.queries.scores import scores_visible_to
from tests.factories.people import make_provider, make_staff
from tests.factories.rounds import round_at
from tests.factories.selection import declare_all, make_draft, make_selection, members_of

from .panel_scene import address, chair_of, client_of, finish, fresh, panel_at_step_1, say_interest, score

pytestmark = pytest.mark.django_db

OVERSEERS = (Role.PROGRAMME_LEAD, Role.COMMITTEE_MEMBER, Role.AUDITOR)
A_QUORUM = slice(-3, None)


def seen_by(user: User, application) -> set[tuple[str, str]]:
    """(whose, criterion) of step 1, as somebody just signed in sees it."""
    user = User.objects.get(pk=user.pk)
    return {(str(each.member), each.criterion) for each in scores_visible_to(user, fresh(application), 1)}


def all_of(*members: PanelMember) -> set[tuple[str, str]]:
    return {(str(member), criterion) for member in members for criterion in ("1a", "1b")}


def agree_on_step_1(selection, application) -> None:
    for code in ("1a", "1b"):
        agreed = Agreed(code, 1, "You showed it.")
        agree(fresh(application), agreed=agreed, by=chair_of(selection), at=database_now())


@pytest.fixture(scope="module")
def built_panel(kept_database):
    selection, applications = panel_at_step_1()
    members = members_of(selection)
    return selection, applications, [members[0], *members[A_QUORUM]]


@pytest.fixture
def panel(built_panel):
    """Two applications at step 1, and the chair and three members who score."""
    return copy.deepcopy(built_panel)


def test_a_member_whose_sheet_is_not_in_sees_only_own_scores(panel):
    _selection, (one, _two), (chair, first, second, _third) = panel
    finish(one, first)
    finish(one, second)
    score(one, chair, "1a", 1)

    assert seen_by(chair.user, one) == {(str(chair), "1a")}


def test_a_member_whose_sheet_is_in_sees_every_finished_sheet_and_no_other(panel):
    _selection, (one, _two), (chair, first, second, third) = panel
    finish(one, first)
    finish(one, second)
    score(one, third, "1a", 1)
    finish(one, chair)

    assert seen_by(chair.user, one) == all_of(chair, first, second)


def test_a_member_who_has_not_declared_sees_no_score():
    selection, (one,) = make_selection(1)
    *others, late = members_of(selection)
    declare_all(selection, others)
    start_sift(selection, by=chair_of(selection), at=database_now())
    finish(one, others[0])

    assert seen_by(late.user, one) == set()


@pytest.mark.parametrize("role", OVERSEERS)
def test_an_overseer_sees_members_scores_once_the_panel_has_agreed_on_the_step(panel, role):
    selection, (one, _two), (chair, first, second, third) = panel
    overseer = make_staff(role)
    for member in (chair, first, second, third):
        finish(one, member)
    before = seen_by(overseer, one)
    agree_on_step_1(selection, one)

    assert (before, seen_by(overseer, one)) == (set(), all_of(chair, first, second, third))


@pytest.mark.parametrize("role", OVERSEERS)
def test_an_overseer_who_sits_on_the_panel_is_blind_like_any_member(panel, role):
    selection, (one, _two), (chair, first, second, third) = panel
    late = members_of(selection)[1]
    late.user.role_grants.create(role=role, reason="Both", granted_at=database_now())
    for member in (chair, first, second, third):
        finish(one, member)
    agree_on_step_1(selection, one)

    assert seen_by(late.user, one) == set()


def test_a_member_with_an_interest_sees_no_score_not_even_their_former_own(panel):
    _selection, (one, _two), (chair, first, *_rest) = panel
    finish(one, first)
    finish(one, chair)

    say_interest(fresh(one), chair)

    assert seen_by(chair.user, one) == set()


@pytest.mark.parametrize("roles", [(), (Role.AUDITOR,)])
def test_the_applicant_sees_no_members_score_whatever_else_they_are(panel, roles):
    selection, (one, _two), members = panel
    applicant = make_staff(*roles)
    Membership.objects.create(user=applicant, organisation=one.organisation, place="owner")
    for member in members:
        finish(one, member)
    agree_on_step_1(selection, one)

    assert seen_by(applicant, one) == set()


def test_the_page_and_the_file_show_what_the_table_allows(panel):
    _selection, (one, _two), (chair, first, *_rest) = panel
    score(one, first, "1a", 1, reason="A reason of somebody else.")
    score(one, first, "1b", 1, reason="And another.")
    client_of(first).post(address("application-score-finish", one.pk))
    score(one, chair, "1a", 1, reason="My own reason.")
    client = client_of(chair)
    addresses = [
        address("application-score", one.pk),
        address("application-score-finish", one.pk),
        address("application-agree", one.pk),
        address("application-panel-scores", one.pk),
        address("case-timeline", one.pk),
    ]
    blind = [client.get(each).content.decode() for each in addresses]
    finish_own(client, one, chair)
    open_page = client.get(addresses[0]).content.decode()
    rows = list(csv.DictReader(io.StringIO(client.get(addresses[3]).content.decode())))

    assert [text for text in blind if "somebody else" in text] == []
    assert "somebody else" in open_page
    assert {row["Panel member"] for row in rows} == {str(first), str(chair)}


def finish_own(client, application, member) -> None:
    score(application, member, "1b", 1)
    assert client.post(address("application-score-finish", application.pk)).status_code == 302


# -- applications ---------------------------------------------------------------------------------------------------

READERS = {
    "visible": applications_visible_to,
    "listed": applications_listed_for,
    "to declare": applications_to_declare,
    "scored": applications_scored_by,
}


def reach_of(user: User, application) -> set[str]:
    user = User.objects.get(pk=user.pk)
    return {name for name, rows in READERS.items() if rows(user).filter(pk=application.pk).exists()}


@pytest.fixture(scope="module")
def built_sent(kept_database):
    selection, (one,) = make_selection(1)
    return selection, one, members_of(selection)


@pytest.fixture
def sent(built_sent):
    """A sent application after closing, and its panel."""
    return copy.deepcopy(built_sent)


def test_people_of_the_organisation_reach_their_own_draft_and_nobody_elses():
    draft = make_draft(round_at(RoundStage.OPEN))
    owner = draft.organisation.memberships.get().user
    lead, stranger = make_staff(Role.PROGRAMME_LEAD), make_provider()

    assert [reach_of(each, draft) for each in (owner, lead, stranger)] == [{"visible", "listed"}, set(), set()]


@pytest.mark.parametrize("role", OVERSEERS)
def test_overseers_reach_what_was_sent(sent, role):
    _selection, one, _members = sent

    assert reach_of(make_staff(role), one) == {"visible", "listed"}


def test_a_member_who_has_not_declared_reaches_the_name_alone(sent):
    _selection, one, members = sent

    assert reach_of(members[0].user, one) == {"listed", "to declare"}


@pytest.mark.parametrize("role", OVERSEERS)
def test_an_overseer_on_the_panel_who_has_not_declared_reaches_the_name_alone(sent, role):
    _selection, one, members = sent
    members[0].user.role_grants.create(role=role, reason="Both", granted_at=database_now())

    assert reach_of(members[0].user, one) == {"listed", "to declare"}


def test_a_member_without_an_interest_reaches_everything(sent):
    selection, one, members = sent
    declare_all(selection, members[:1])

    assert reach_of(members[0].user, one) == {"visible", "listed", "scored"}


@pytest.mark.parametrize("roles", [(), *((role,) for role in OVERSEERS)])
def test_a_member_with_an_interest_reaches_nothing_in_whatever_function(sent, roles):
    _selection, one, members = sent
    for role in roles:
        members[0].user.role_grants.create(role=role, reason="Both", granted_at=database_now())

    say_interest(one, members[0])

    assert reach_of(members[0].user, one) == set()


def test_a_member_of_another_panel_reaches_nothing(sent):
    _selection, one, _members = sent
    other, _applications = make_selection(1)

    assert reach_of(members_of(other)[0].user, one) == set()


def test_a_withdrawn_application_asks_for_nobodys_word(sent):
    _selection, one, members = sent
    owner = one.organisation.memberships.get().user
    withdraw_application(fresh(one), reason="We are too busy.", by=owner, at=database_now())

    assert reach_of(members[0].user, one) == set()


def test_nothing_of_an_application_with_an_interest_is_left_for_that_member(panel):
    """Every page of it is not found; the selection's own pages neither name nor count it."""
    selection, (one, _two), (chair, *others) = panel
    one.organisation.name = "Canary Carers"
    one.organisation.save()
    say_interest(fresh(one), chair)
    finish(one, others[0])
    client = client_of(chair)
    pages = ["application-score", "application-score-finish", "application-agree", "application-interest"]
    pages += ["application-difference", "application-panel-scores", "case-timeline"]

    codes = {name: client.get(address(name, one.pk)).status_code for name in pages}
    codes |= {
        f"POST {name}": client.post(address(name, one.pk), {"criterion": "1a", "value": 1}).status_code
        for name in (*pages[:5], "application-score-reopen")
    }
    lists = [address("selection-overview", selection.pk), address("selection-worklist", selection.pk), "/"]
    lists += [f"{lists[1]}?words=Canary", f"{lists[1]}?words={one.case.reference}", address("case-queue")]
    # The search box repeats what was searched for, so that list is looked through for the address.
    marks = {lists[4]: str(one.pk)}
    found = [each for each in lists if marks.get(each, one.case.reference) in client.get(each).content.decode()]
    named = [each for each in lists if "Canary Carers" in client.get(each).content.decode()]

    assert set(codes.values()) == {404}, codes
    assert (found, named) == ([], [])
    counts = client.get(lists[0]).context["counts"]
    assert [(each.stage.code, each.count) for each in counts] == [("step1", 1)]
    assert "Canary Carers" in client.get(address("selection-declare", selection.pk)).content.decode()


def test_everybody_else_still_finds_it(panel):
    """The twin: the words looked for above are there for those who may read them."""
    selection, (one, _two), (_chair, first, *_rest) = panel
    one.organisation.name = "Canary Carers"
    one.organisation.save()
    client = client_of(first)
    lists = [address("selection-worklist", selection.pk), address("selection-worklist", selection.pk)]
    lists[1] += f"?words={one.case.reference}"

    assert [client.get(each).content.decode().count("Canary Carers") for each in lists] == [1, 1]
