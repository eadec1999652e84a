"""The committee's pages: the decision, its second, the record, and the promotion of a reserve."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from programme.models import PanelMember
from sandbox_portal.casework.models import OutboxEntry
from sandbox_portal.casework.outbox import load_handlers
from sandbox_portal.casework.performing import perform
from sandbox_portal.documents.models import IssuedDocument
from sandbox_portal.people.actions import grant_role
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.queries import people_of
from selection.actions.applications import withdraw_application
from selection.actions.declarations import declare
from selection.models import Application, Promotion, Proposal
from tests.factories.people import make_staff
from tests.factories.selection import members_of

from .chair_scene import (
    address,
    again,
    application,
    client_for,
    decided,
    member,
    placed,
    references,
    sent,
    signed_off,
    tied,
    with_workshops_ahead,
)

pytestmark = pytest.mark.django_db

APPROVE = {"decision": "approved", "reason": "As the panel proposes."}


@pytest.fixture(scope="module")
def built(kept_database):
    selection = placed(tied())
    sent(selection)
    return selection


@pytest.fixture
def selection(built, db):
    """With the committee: the first and one of the tied two are proposed, the other two are in reserve."""
    return again(built)


@pytest.fixture
def decider(selection):
    return client_for(make_staff(Role.COMMITTEE_MEMBER, name="Robin Hale"))


@pytest.fixture
def seconder(selection):
    return client_for(make_staff(Role.COMMITTEE_MEMBER, name="Kit Moss"))


def text_of(response) -> str:
    return response.content.decode()


def proposal_of(selection) -> Proposal:
    return Proposal.objects.get(selection=selection)


def at_stage(selection, stage) -> list[str]:
    found = Application.objects.filter(round=selection.round_id, case__stage=stage).order_by("rank")
    return [str(reference) for reference in found.values_list("case__reference", flat=True)]


def test_the_committee_reads_the_whole_proposal(selection, decider):
    page = text_of(decider.get(address("selection-decision", selection.pk)))

    for number in (1, 2, 3, 4):
        assert references(selection, number)[0] in page
        assert application(selection, number).organisation.name in page
    assert "It shows enough." in page
    assert page.count('name="change_') == 4


def test_two_members_sign_off(selection, decider, seconder):
    page, second = (address(name, selection.pk) for name in ("selection-decision", "selection-decision-second"))

    recorded = decider.post(page, APPROVE)
    by_the_same = decider.post(second)
    seconded = seconder.post(second)
    once_more = seconder.post(second)

    assert [each.status_code for each in (recorded, by_the_same, seconded, once_more)] == [302, 409, 302, 409]
    assert "A second member of the committee must second the decision. You recorded it." in text_of(by_the_same)
    assert again(selection).case.stage == "signed_off"
    assert len(at_stage(selection, "selected")) == 2
    after = text_of(decider.get(page))
    assert "Kit Moss" in after
    assert application(selection, 1).organisation.name in after


def test_approving_with_changes_needs_a_reason_for_every_change_and_keeps_what_was_typed(selection, decider):
    out = at_stage(selection, "proposed")[1]
    typed = {"decision": "modified", "reason": "We think of the north.", f"change_{out}": "remove"}

    response = decider.post(address("selection-decision", selection.pk), typed)

    assert response.status_code == 422
    assert f"Write the reason for changing {out}" in text_of(response)
    assert "We think of the north." in text_of(response)
    assert '<option value="remove" selected>' in text_of(response)
    assert proposal_of(selection).decision == ""


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"decision": "", "reason": "x"}, "Choose what the committee decides"),
        ({"decision": "approved", "reason": ""}, "Write the committee"),
        ({"decision": "perhaps", "reason": "x"}, "There is a problem"),
    ],
)
def test_a_half_filled_decision_is_refused(selection, decider, typed, sentence):
    response = decider.post(address("selection-decision", selection.pk), typed)

    assert response.status_code == 422
    assert sentence in text_of(response)


def test_changes_without_saying_so_are_refused_beside_what_was_typed(selection, decider):
    out = at_stage(selection, "proposed")[1]
    typed = APPROVE | {f"change_{out}": "remove", f"why_{out}": "Too close to another."}

    response = decider.post(address("selection-decision", selection.pk), typed)

    assert response.status_code == 409
    assert "Name the changes, each with its reason, when you approve with changes; and only then." in text_of(response)
    assert "Too close to another." in text_of(response)


def test_a_swap_selects_the_reserve_and_declines_the_one_taken_out(selection, decider, seconder):
    out, into = at_stage(selection, "proposed")[1], at_stage(selection, "reserve")[0]
    typed = {"decision": "modified", "reason": "We think of the north."}
    typed |= {f"change_{out}": "remove", f"why_{out}": "Too close.", f"change_{into}": "add", f"why_{into}": "Rural."}

    decider.post(address("selection-decision", selection.pk), typed)
    seconder.post(address("selection-decision-second", selection.pk))

    assert (at_stage(selection, "selected"), at_stage(selection, "not_selected")) == (
        [references(selection, 1)[0], into],
        [out],
    )


def test_more_than_there_are_places_is_refused(selection, decider):
    into = at_stage(selection, "reserve")[0]
    typed = {"decision": "modified", "reason": "x", f"change_{into}": "add", f"why_{into}": "Rural."}

    response = decider.post(address("selection-decision", selection.pk), typed)

    assert response.status_code == 409
    assert "The round has 2 places and this would fill 3." in text_of(response)


def test_a_proposal_referred_back_is_with_the_panel_again(selection, decider, seconder):
    decider.post(address("selection-decision", selection.pk), {"decision": "referred_back", "reason": "Say more."})
    seconder.post(address("selection-decision-second", selection.pk))

    assert again(selection).case.stage == "cut_off"
    assert "The panel has not sent its proposal." in text_of(decider.get(address("selection-decision", selection.pk)))


def test_two_who_both_scored_cannot_sign_off(selection):
    users = [member(selection, number) for number in (0, 1)]
    for user in users:
        grant_role(user, role=Role.COMMITTEE_MEMBER, reason="Also here", by=None, at=database_now())
    first, second = map(client_for, users)

    page = text_of(first.get(address("selection-decision", selection.pk)))
    first.post(address("selection-decision", selection.pk), APPROVE)
    refused = second.post(address("selection-decision-second", selection.pk))

    assert "You scored applications of this round." in page
    assert refused.status_code == 409
    assert "a committee member who did not score" in text_of(refused)


def test_a_decision_changed_after_it_was_read_is_not_seconded_unread(selection, decider, seconder):
    decider.post(address("selection-decision", selection.pk), APPROVE)
    form = seconder.get(address("selection-decision-second", selection.pk)).context["form"]
    decider.post(address("selection-decision", selection.pk), {"decision": "referred_back", "reason": "Say more."})

    response = seconder.post(address("selection-decision-second", selection.pk), {"read": form["read"].value()})

    assert response.status_code == 409
    assert "has changed since you read it" in text_of(response)
    assert again(selection).case.stage == "with_committee"


@pytest.mark.parametrize("role", [Role.PANEL_MEMBER, Role.PROGRAMME_LEAD, Role.AUDITOR])
@pytest.mark.parametrize("name", ["selection-decision", "selection-decision-second"])
def test_only_the_committee_comes_in(selection, role, name):
    client = client_for(make_staff(role))

    assert client.get(address(name, selection.pk)).status_code == 403
    assert client.post(address(name, selection.pk), APPROVE).status_code == 403


# --- interests


@pytest.fixture
def interested(selection):
    """A panel member with an interest in the fourth application, who sits on the committee too."""
    seat = members_of(selection)[3]
    fourth = application(selection, 4)
    declare(fourth, has_conflict=True, interest="My sister works there.", by=seat.user, at=database_now())
    grant_role(seat.user, role=Role.COMMITTEE_MEMBER, reason="Also here", by=None, at=database_now())
    return PanelMember.objects.get(pk=seat.pk).user


def test_a_committee_member_with_an_interest_decides_without_reading_that_row(selection, interested):
    make_record(selection)
    hidden = application(selection, 4)
    client = client_for(interested)

    page = text_of(client.get(address("selection-decision", selection.pk)))

    assert hidden.organisation.name not in page
    assert str(hidden.case.reference) not in page
    assert application(selection, 3).organisation.name in page
    assert client.get(address("selection-facts", selection.pk)).status_code == 404
    record = IssuedDocument.objects.get(code="L-09", case=selection.case)
    assert client.get(address("document-download", record.pk)).status_code == 404


def test_the_others_read_the_row_and_whose_interest_it_is_stays_in_the_record(selection, interested, decider):
    """The twin: the row that must not leak is there."""
    page = text_of(decider.get(address("selection-decision", selection.pk)))

    assert application(selection, 4).organisation.name in page
    assert decider.get(address("selection-facts", selection.pk)).status_code == 200


# --- the record and the facts


def make_record(selection) -> IssuedDocument:
    load_handlers()
    entry = OutboxEntry.objects.get(name="selection.make_record", payload__proposal=str(proposal_of(selection).pk))
    assert perform(entry.pk)
    entry.refresh_from_db()
    assert entry.finished_at, entry.last_error
    return IssuedDocument.objects.get(case=selection.case, code="L-09")


def test_the_record_of_the_selection_is_made_by_the_worker_and_linked(selection, decider):
    before = text_of(decider.get(address("selection-decision", selection.pk)))
    record = make_record(selection)
    after = text_of(decider.get(address("selection-decision", selection.pk)))

    assert "Being made." in before
    assert address("document-page", record.pk) in after
    told = json.dumps(record.data)
    for number in (1, 2, 3, 4):
        assert application(selection, number).organisation.name in told
    download = decider.get(address("document-download", record.pk))
    assert b"".join(download.streaming_content)[:5] == b"%PDF-"


def test_recompute_gives_the_same_places_from_the_facts(selection, decider, tmp_path):
    facts = tmp_path / "facts.json"
    facts.write_bytes(decider.get(address("selection-facts", selection.pk)).content)
    printed = StringIO()

    call_command("recompute", "selection", str(facts), stdout=printed)

    again_ = json.loads(printed.getvalue())
    assert (again_["proposed"], again_["reserve"]) == (
        at_stage(selection, "proposed"),
        at_stage(selection, "reserve"),
    )
    in_order = Application.objects.filter(round=selection.round_id).order_by("review_position")
    assert again_["review_order"] == list(in_order.values_list("case__reference", flat=True))


# --- promotion


@pytest.fixture
def with_a_free_place(selection):
    """Signed off, letters held; the second selected has withdrawn."""
    signed_off(selection, make_staff(Role.COMMITTEE_MEMBER), make_staff(Role.COMMITTEE_MEMBER))
    with_workshops_ahead(selection)
    leaver = Application.objects.get(case__reference=at_stage(selection, "selected")[1])
    withdraw_application(leaver, reason="Our lead is ill.", by=people_of(leaver.organisation)[0], at=database_now())
    return again(selection)


def test_the_next_reserve_is_offered_the_place_and_the_committee_decides(with_a_free_place, decider):
    selection = with_a_free_place
    reserve = at_stage(selection, "on_reserve_list")[0]
    lead = client_for(make_staff(Role.PROGRAMME_LEAD))

    page = text_of(lead.get(address("selection-promotion", selection.pk)))
    offered = lead.post(address("selection-promotion", selection.pk), {"reason": "One has left."})
    twice = lead.post(address("selection-promotion", selection.pk), {"reason": "One has left."})
    decision = decider.post(address("selection-promotion-decide", selection.pk), {"approve": "yes"})

    assert reserve in page
    assert [each.status_code for each in (offered, twice, decision)] == [302, 409, 302]
    assert Promotion.objects.get().application.case.reference == reserve
    assert reserve in at_stage(selection, "selected")


def test_who_offered_the_place_does_not_decide(with_a_free_place):
    selection = with_a_free_place
    both = client_for(make_staff(Role.PROGRAMME_LEAD, Role.COMMITTEE_MEMBER))
    both.post(address("selection-promotion", selection.pk), {"reason": "One has left."})

    refused = both.post(address("selection-promotion-decide", selection.pk), {"approve": "yes"})

    assert refused.status_code == 409
    assert "A second person must decide. You offered the promotion." in text_of(refused)


def test_a_promotion_without_a_reason_is_refused(with_a_free_place):
    lead = client_for(make_staff(Role.PROGRAMME_LEAD))

    response = lead.post(address("selection-promotion", with_a_free_place.pk), {"reason": ""})

    assert (response.status_code, Promotion.objects.count()) == (422, 0)


def test_there_is_nothing_to_decide_before_a_place_is_offered(selection, decider):
    assert decider.post(address("selection-promotion-decide", selection.pk), {"approve": "yes"}).status_code == 404


def test_a_decision_recorded_is_shown_to_the_member_who_seconds_it(selection, seconder):
    decided(selection, make_staff(Role.COMMITTEE_MEMBER, name="Robin Hale"), reason="A fair set.")

    page = text_of(seconder.get(address("selection-decision", selection.pk)))

    assert "A fair set." in page
    assert address("selection-decision-second", selection.pk) in page
