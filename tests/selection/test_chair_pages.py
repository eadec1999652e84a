"""The pages of the chair: order of review, ranking and cut-off, proposal. Who acts, what is refused, what stays."""

import pytest

from programme.actions import set_chair
from sandbox_portal.people.choices import Place, Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import Membership
from selection.actions.declarations import declare
from selection.models import CutOff, Proposal
from tests.factories.people import make_organisation, make_provider, make_staff
from tests.factories.selection import chair_of, make_selection, members_of

from .chair_scene import address, again, application, client_for, member, placed, references, tied

pytestmark = pytest.mark.django_db

NEW_CUT_OFF = {"value": "14", "reason": "Fourteen shows more."}
PAGES = ("selection-order", "selection-cut-off", "selection-proposal", "selection-promotion")


@pytest.fixture(scope="module")
def built(kept_database):
    return tied()


@pytest.fixture
def selection(built, db):
    """Four scored applications and a cut-off of 12; the second and the third are tied for the last place."""
    return again(built)


@pytest.fixture
def chair(selection):
    return client_for(member(selection, 0))


def text_of(response) -> str:
    return response.content.decode()


def test_the_chair_sees_the_ranking_the_what_if_table_and_the_form(selection, chair):
    page = text_of(chair.get(address("selection-cut-off", selection.pk)))

    for reference in references(selection, 1, 2, 3, 4):
        assert reference in page
    assert "Draw: 1 of 2" in page
    assert "app-table__row--mine" in page  # the cut-off in force stands out
    assert 'name="reason"' in page


def test_a_new_cut_off_replaces_the_one_in_force_and_both_are_kept(selection, chair):
    response = chair.post(address("selection-cut-off", selection.pk), NEW_CUT_OFF)

    assert (response.status_code, response.url) == (302, address("selection-cut-off", selection.pk))
    kept = CutOff.objects.filter(selection=selection).order_by("set_at")
    assert [(each.value, each.replaced_at is None) for each in kept] == [(12, False), (14, True)]


def test_a_cut_off_without_a_reason_is_refused_and_the_choice_is_kept(selection, chair):
    response = chair.post(address("selection-cut-off", selection.pk), {"value": "14", "reason": " "})

    assert response.status_code == 422
    assert "Write the reason for this cut-off" in text_of(response)
    assert '<option value="14" selected>' in text_of(response)


@pytest.mark.parametrize("value", ["4", "21", "12.5", "twelve", "", "１２"])
def test_a_cut_off_that_is_no_whole_number_from_5_to_20_is_refused_and_the_reason_is_kept(selection, chair, value):
    response = chair.post(address("selection-cut-off", selection.pk), {"value": value, "reason": "My long reason."})

    assert response.status_code == 422
    assert "My long reason." in text_of(response)
    assert CutOff.objects.get(selection=selection).value == 12


def test_a_member_who_is_not_the_chair_reads_the_ranking_and_sets_nothing(selection):
    other = client_for(member(selection, 1))

    page = other.get(address("selection-cut-off", selection.pk))
    refused = other.post(address("selection-cut-off", selection.pk), NEW_CUT_OFF)

    assert (page.status_code, 'name="reason"' in text_of(page)) == (200, False)
    assert (refused.status_code, CutOff.objects.count()) == (409, 1)
    assert "Only the chair of this panel can do this." in text_of(refused)


@pytest.mark.parametrize("name", PAGES)
def test_a_panel_member_of_another_round_is_told_there_is_no_such_page(selection, name):
    stranger = client_for(make_staff(Role.PANEL_MEMBER))

    assert stranger.get(address(name, selection.pk)).status_code == 404


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("role", [Role.CONTENT_EDITOR, None])
def test_other_people_may_not_come_in(selection, name, role):
    user = make_staff(role) if role else make_provider(make_organisation())

    assert client_for(user).get(address(name, selection.pk)).status_code == 403


def test_places_cannot_be_given_before_the_tie_is_drawn(selection, chair):
    page = chair.get(address("selection-cut-off", selection.pk))
    response = chair.post(address("selection-step", selection.pk, "place_applications"))

    assert "A draw must decide between" in text_of(page)
    assert (response.status_code, again(selection).case.stage) == (409, "draw")


def test_giving_the_places_twice_gives_them_once(selection, chair):
    placed(selection)

    response = chair.post(address("selection-step", selection.pk, "place_applications"))

    assert response.status_code == 409
    assert "This cannot be done now" in text_of(response)


def test_a_step_that_does_not_exist_is_refused(selection, chair):
    assert chair.post(address("selection-step", selection.pk, "give-everybody-a-place")).status_code == 409


def test_the_proposal_is_prepared_by_the_chair_and_sent_by_another_member(selection, chair):
    placed(selection)

    prepared = chair.post(address("selection-proposal", selection.pk), {"exception": ""})
    by_the_same = chair.post(address("selection-proposal-send", selection.pk))
    by_another = client_for(member(selection, 1)).post(address("selection-proposal-send", selection.pk))

    assert (prepared.status_code, by_the_same.status_code, by_another.status_code) == (302, 409, 302)
    assert "A second person must confirm the proposal. You prepared it." in text_of(by_the_same)
    proposal = Proposal.objects.get(selection=selection)
    assert (proposal.prepared_by, proposal.confirmed_by) == (chair_of(selection), members_of(selection)[1].user)
    assert again(selection).case.stage == "with_committee"


def test_sending_the_proposal_twice_sends_it_once(selection, chair):
    placed(selection)
    chair.post(address("selection-proposal", selection.pk), {"exception": ""})
    second = client_for(member(selection, 1))

    first_time = second.post(address("selection-proposal-send", selection.pk))
    again_ = second.post(address("selection-proposal-send", selection.pk))

    assert (first_time.status_code, again_.status_code) == (302, 409)


def test_a_new_cut_off_cancels_the_prepared_proposal(selection, chair):
    placed(selection)
    chair.post(address("selection-proposal", selection.pk), {"exception": ""})

    chair.post(address("selection-cut-off", selection.pk), NEW_CUT_OFF)
    response = client_for(member(selection, 1)).post(address("selection-proposal-send", selection.pk))

    assert response.status_code == 409
    assert Proposal.objects.get(selection=selection).cancelled_at is not None


def test_the_proposal_page_says_what_is_missing_before_the_places_are_given(selection, chair):
    page = text_of(chair.get(address("selection-proposal", selection.pk)))

    assert "This cannot be done now: it is at “Draw”." in page


def test_the_order_that_was_fixed_stays_to_be_read(selection, chair):
    page = text_of(chair.get(address("selection-order", selection.pk)))

    assert "The order is fixed" in page
    assert page.index(references(selection, 1)[0]) < page.index(references(selection, 4)[0])


def test_before_anything_is_scored_every_page_says_so(db):
    empty, _sent = make_selection(1, number=8)
    chair = client_for(member(empty, 0))

    pages = [text_of(chair.get(address(name, empty.pk))) for name in PAGES]

    assert "No application has passed step 2 yet" in pages[0]
    assert "No application has been scored yet" in pages[1]
    assert "No application has been scored yet" in pages[2]
    assert "No place is free" in pages[3]


# --- what people with an interest see


@pytest.fixture
def interested_chair(selection):
    """A member who has an interest in the second application is named chair."""
    seat = members_of(selection)[3]
    second = application(selection, 2)
    declare(second, has_conflict=True, interest="My brother works there.", by=seat.user, at=database_now())
    set_chair(seat, reason="The chair is ill.", by=make_staff(Role.PROGRAMME_LEAD), at=database_now())
    return client_for(member(selection, 3))


def test_a_chair_with_an_interest_works_on_and_never_reads_whose_row_it_is(selection, interested_chair):
    hidden = application(selection, 2)

    for name in ("selection-order", "selection-cut-off", "selection-proposal"):
        page = text_of(interested_chair.get(address(name, selection.pk)))
        assert page.count("An application in which you have an interest") == 1, name
        assert hidden.organisation.name not in page, name
        assert application(selection, 1).organisation.name in page, name


def test_somebody_without_an_interest_reads_the_same_row(selection, chair):
    """The twin: the row is there to be seen."""
    page = text_of(chair.get(address("selection-cut-off", selection.pk)))

    assert application(selection, 2).organisation.name in page
    assert "An application in which you have an interest" not in page


def test_a_refusal_does_not_name_the_application_either(selection, interested_chair):
    page = interested_chair.get(address("selection-cut-off", selection.pk))
    response = interested_chair.post(address("selection-step", selection.pk, "place_applications"))

    words = f"A draw must decide between an application you may not see, {references(selection, 3)[0]}"
    assert response.status_code == 409
    assert words in text_of(page)
    assert words in text_of(response)


def test_a_member_of_staff_who_belongs_to_an_applicant_does_not_read_its_rank(selection):
    own = application(selection, 1).organisation
    user = make_staff(Role.PROGRAMME_LEAD)
    Membership.objects.create(user=user, organisation=own, place=Place.READER)

    page = text_of(client_for(user).get(address("selection-cut-off", selection.pk)))

    assert own.name not in page
    assert page.count("An application in which you have an interest") == 1
