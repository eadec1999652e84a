"""The pages of a panel member, with and without scripts: interests, scores, the list, agreeing."""

import copy

import pytest

from sandbox_portal.casework.models import Event
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import Membership
from selection.actions.agreement import Agreed, agree
from selection.actions.sift import finish_step_1
from selection.models import ConflictDeclaration, Consensus, MemberScore, SubmittedSheet
from tests.factories.selection import chair_of, make_selection, members_of, work_step

from .panel_scene import (
    address,
    client_of,
    finish,
    fresh,
    fresh_selection,
    panel_at_step_1,
    say_interest,
    score,
)

pytestmark = pytest.mark.django_db

FRAGMENT = {"X-Fragment": "1"}
NOTHING, INTEREST = "free", "conflicted"


def words_of(member) -> dict[str, bool]:
    rows = ConflictDeclaration.objects.filter(member=member)
    return dict(rows.values_list("application__case__reference", "has_conflict"))


def declaration(*applications, **said: str) -> dict[str, object]:
    """The declaration form as a browser sends it; `said` by number: said1="free", interest1="…"."""
    posted: dict[str, object] = {"listed": [str(each.pk) for each in applications]}
    for number, each in enumerate(applications, 1):
        posted[f"said_{each.pk}"] = said.get(f"said{number}", "")
        posted[f"interest_{each.pk}"] = said.get(f"interest{number}", "")
    return posted


@pytest.fixture(scope="module")
def built_waiting(kept_database):
    selection, sent = make_selection(3)
    member = members_of(selection)[0]
    return address("selection-declare", selection.pk), sent, member


@pytest.fixture
def waiting(built_waiting):
    """Three applications that wait for every member's word."""
    return copy.deepcopy(built_waiting)


def test_the_page_shows_name_and_summary_and_no_answer(waiting):
    page, (one, *_rest), member = waiting

    text = client_of(member).get(page).content.decode()

    assert one.organisation.name in text
    assert one.summary in text
    assert "We match people with carers in two towns." not in text


def test_what_is_filled_in_is_saved_and_the_rest_stays_open(waiting):
    page, (one, two, three), member = waiting

    response = client_of(member).post(
        page, declaration(one, two, three, said1=NOTHING, said2=INTEREST, interest2="My aunt runs it.")
    )

    assert (response.status_code, response["Location"]) == (302, page)
    assert words_of(member) == {one.case.reference: False, two.case.reference: True}


def test_no_interest_in_the_rest_saves_every_application_of_the_page(waiting):
    page, (one, two, three), member = waiting
    posted = declaration(one, two, three, said2=INTEREST, interest2="My aunt runs it.") | {"rest": "yes"}

    client_of(member).post(page, posted)

    assert words_of(member) == {one.case.reference: False, two.case.reference: True, three.case.reference: False}
    said = Event.objects.filter(verb__in=["interest declared", "no interest declared"]).order_by("sequence")
    assert [(event.verb, event.data.get("references")) for event in said] == [
        ("interest declared", None),
        ("no interest declared", [one.case.reference, three.case.reference]),
    ]


def test_the_rest_is_only_what_the_page_listed(waiting):
    page, (one, two, _three), member = waiting

    client_of(member).post(page, declaration(one, two) | {"rest": "yes"})

    assert words_of(member) == {one.case.reference: False, two.case.reference: False}


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({}, "Choose an answer for at least one application."),
        ({"said1": INTEREST}, "Say what ties you to"),
        ({"interest1": "My aunt runs it."}, "Choose “I have an interest”"),
        ({"said1": "perhaps"}, "Choose one of the answers shown"),
    ],
)
def test_an_incomplete_word_is_refused_and_kept_on_the_page(waiting, said, told):
    page, (one, _two, _three), member = waiting

    response = client_of(member).post(page, declaration(one, **said))

    assert response.status_code == 422
    assert told in response.content.decode()
    assert said.get("interest1", "") in response.content.decode()
    assert words_of(member) == {}


def test_nobody_is_free_of_interest_in_their_own_organisation(waiting):
    page, (one, two, _three), member = waiting
    Membership.objects.create(user=member.user, organisation=one.organisation, place="reader", since=database_now())

    first = client_of(member).post(page, declaration(one, said1=NOTHING))
    rest = client_of(member).post(page, declaration(one, two) | {"rest": "yes"})

    assert (first.status_code, rest.status_code, words_of(member)) == (409, 409, {})


def test_declared_interests_are_listed_by_name_and_cannot_be_taken_back(waiting):
    page, (one, *_rest), member = waiting
    say_interest(fresh(one), member)
    client = client_of(member)

    text = client.get(page).content.decode()
    client.post(page, declaration(one, said1=NOTHING))

    assert f"<li>{one.organisation.name}</li>" in text
    assert "My brother works there." not in text
    assert words_of(member) == {one.case.reference: True}


def test_a_late_interest_sets_the_scores_aside_and_keeps_them_in_the_record():
    selection, (one, _two) = panel_at_step_1()
    member = members_of(selection)[0]
    finish(one, member, c1b=0)
    client = client_of(member)

    empty = client.post(address("application-interest", one.pk), {"interest": " "})
    said = client.post(address("application-interest", one.pk), {"interest": "I have realised I know them."})

    assert (empty.status_code, said.status_code) == (422, 302)
    assert said["Location"] == address("selection-overview", selection.pk)
    assert (
        MemberScore.objects.filter(member=member).count(),
        SubmittedSheet.objects.filter(member=member).count(),
    ) == (
        0,
        0,
    )
    event = Event.objects.filter(case=selection.case, verb="interest declared").order_by("-sequence")[0]
    assert (event.data["set_aside"], event.note) == ({"1a": 1, "1b": 0}, "")


# -- scoring --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def built_desk(kept_database):
    selection, (one, _two) = panel_at_step_1()
    return one, members_of(selection)[1]


@pytest.fixture
def desk(built_desk):
    """One application at step 1, a member, their browser and the address of the page."""
    one, member = copy.deepcopy(built_desk)
    return one, member, client_of(member), address("application-score", one.pk)


def test_choosing_saves_and_says_how_far_one_is(desk):
    _one, _member, client, page = desk

    first = client.post(page, {"criterion": "1a", "value": 1, "version": 0}, headers=FRAGMENT)
    failed = client.post(page, {"criterion": "1b", "value": 0, "version": 0}, headers=FRAGMENT)
    reasoned = client.post(
        page, {"criterion": "1b", "value": 0, "version": 1, "reason": "Only an idea."}, headers=FRAGMENT
    )

    assert first.json() == {"text": "Saved. 1 of 2 scored.", "version": 1}
    assert failed.json() == {"text": "Saved. 2 of 2 scored. Now write your reason for 1b.", "version": 1}
    assert reasoned.json() == {"text": "Saved. 2 of 2 scored.", "version": 2}


def test_without_scripts_the_button_saves_and_comes_back_to_the_criterion(desk):
    _one, _member, client, page = desk

    response = client.post(page, {"criterion": "1a", "value": 1, "version": 0, "reason": "Two towns."})

    assert (response.status_code, response["Location"]) == (302, f"{page}#criterion-1a")
    text = client.get(page).content.decode()
    assert "Saved. 1 of 2 scored." in text
    assert "Two towns." in text
    assert "Save this score" in text


def test_each_criterion_stands_beside_its_answers_and_what_each_score_looks_like(desk):
    _one, _member, client, page = desk

    text = client.get(page).content.decode()

    wanted = (
        "Does the organisation work in social care in England now?",
        "You do care or support work in England today",
        "We match people with carers in two towns.",
        "Hexham and Corbridge",
    )
    assert [words for words in wanted if words not in text] == []


def test_a_second_window_gets_a_conflict_that_keeps_what_was_typed(desk):
    one, member, client, page = desk
    score(one, member, "1a", 1, reason="From the first window.")
    stale = {"criterion": "1a", "value": 0, "version": 0, "reason": "From the second window."}

    by_script = client.post(page, stale, headers=FRAGMENT)
    by_button = client.post(page, stale)
    text = by_button.content.decode()

    assert (by_script.status_code, by_button.status_code) == (409, 409)
    assert by_script.json()["text"].startswith("This score was changed in another window. It is now 1")
    assert "From the first window." in text
    assert ">From the second window.</textarea>" in text
    assert MemberScore.objects.get(member=member).reason == "From the first window."

    again = client.post(page, stale | {"version": 1})

    assert (again.status_code, MemberScore.objects.get(member=member).reason) == (302, "From the second window.")


def test_the_same_score_twice_is_saved_once(desk):
    _one, member, client, page = desk
    twice = {"criterion": "1a", "value": 1, "version": 0, "reason": "Yes."}

    codes = [client.post(page, twice, headers=FRAGMENT).status_code for _ in range(2)]

    assert (codes, MemberScore.objects.get(member=member).version) == ([200, 200], 1)


def test_finishing_needs_every_score_and_a_reason_where_one_is_asked(desk):
    one, member, client, page = desk
    close = address("application-score-finish", one.pk)

    empty = client.post(close)
    score(one, member, "1a", 1, reason="")
    score(one, member, "1b", 0, reason="")
    silent = client.post(close)
    score(one, member, "1b", 0, reason="Only an idea.", version=1)
    done = [client.post(close).status_code for _ in range(2)]

    assert (empty.status_code, silent.status_code, done) == (409, 409, [302, 302])
    assert "Give a score for 1a and 1b first." in empty.content.decode()
    assert "Write a short reason for 1b first." in silent.content.decode()
    assert SubmittedSheet.objects.filter(member=member).count() == 1
    closed = client.post(page, {"criterion": "1a", "value": 0, "version": 1, "reason": "x"}, headers=FRAGMENT)
    assert (closed.status_code, closed.json()["text"]) == (
        409,
        "Your scores of this step are finished and cannot be changed.",
    )


@pytest.mark.parametrize(("value", "is_needed"), [(1, True), (2, True), (3, False), (4, True)])
def test_a_reason_is_asked_for_every_score_but_3(value, is_needed):
    selection, (one,) = panel_at_step_1(1)
    work_step(fresh(one), {"1a": 1, "1b": 1}, scorers=3)
    finish_step_1(fresh_selection(selection), by=chair_of(selection), at=database_now())
    member = members_of(selection)[0]
    score(one, member, "2a", 1, reason="")
    score(one, member, "2b", 3, reason="")
    score(one, member, "2c", value, reason="")

    response = client_of(member).post(address("application-score-finish", one.pk))

    assert (response.status_code == 409) is is_needed


def test_a_member_who_stopped_at_a_fail_may_score_the_rest_when_the_panel_goes_on():
    selection, (one,) = panel_at_step_1(1)
    members = members_of(selection)
    alone, others = members[0], members[-3:]
    score(one, alone, "1a", 0, reason="I saw no care work.")
    client = client_of(alone)
    assert client.post(address("application-score-finish", one.pk)).status_code == 302
    too_early = client.post(address("application-score-reopen", one.pk)).status_code
    for member in others:
        finish(one, member)
    agree(fresh(one), agreed=Agreed("1a", 1, "You do."), by=alone.user, at=database_now())

    reopened = client.post(address("application-score-reopen", one.pk)).status_code
    kept = client.post(
        address("application-score", one.pk), {"criterion": "1a", "value": 1, "version": 1}, headers=FRAGMENT
    )
    score(one, alone, "1b", 1)
    closed = client.post(address("application-score-finish", one.pk)).status_code

    assert (too_early, reopened, kept.status_code, closed) == (409, 302, 409, 302)
    assert MemberScore.objects.get(member=alone, criterion="1a").value == 0
    assert Consensus.objects.get(application=one, criterion="1a").counted == 4
