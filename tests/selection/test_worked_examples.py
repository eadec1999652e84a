"""The worked examples of section D, taken through the real steps in the database."""

import json
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from sandbox_portal.casework.refusals import Refused
from sandbox_portal.chance.commitment import new_witness_value, opens, witness_commitment
from sandbox_portal.chance.record import VERIFIER
from sandbox_portal.people.actions import grant_role
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now, travelled_to
from sandbox_portal.people.queries import people_of
from selection.actions.agreement import Agreed, rescore_difference
from selection.actions.applications import withdraw_application
from selection.actions.cut_offs import place_applications, set_cut_off
from selection.actions.draws import (
    WitnessSeat,
    commit_as_witness,
    enter_draw_values,
    freeze_draw,
    hold_the_draw,
    reveal_as_witness,
    void_the_draw,
)
from selection.actions.promotions import decide_promotion, offer_promotion
from selection.actions.proposals import (
    Modification,
    prepare_proposal,
    record_decision,
    second_decision,
    send_to_committee,
)
from selection.choices import ApplicationStage, CommitteeDecision, DrawPurpose, SelectionStage
from selection.models import Application, Draw
from selection.queries.draws import draws_published, groups_to_draw, published_records
from selection.queries.standings import stale_references
from selection.workflow import SELECTION
from tests.factories.people import make_staff
from tests.factories.selection import chair_of, make_selection, members_of, work_sift

pytestmark = pytest.mark.django_db

GATES = {"1a": 1, "1b": 1, "2a": 1}


def sheet(text: str) -> dict[str, int]:
    """`4,3|3,4,4` as a score sheet with passed gates."""
    values = [int(value) for value in text.replace("|", ",").split(",")]
    return GATES | dict(zip(("2b", "2c", "3a", "3b", "3c"), values, strict=True))


def draw_by_witnesses(selection, purpose):
    """Hold a draw with two witnesses, an hour after it was frozen."""
    chair = chair_of(selection)
    first, second = members_of(selection)[1:3]
    seats = [WitnessSeat(first.user, "Panel member"), WitnessSeat(second.user, "Observer")]
    draw = freeze_draw(
        selection,
        purpose=purpose,
        source_names=[],
        witnesses=seats,
        not_before=database_now() + timedelta(hours=1, minutes=1),
        by=chair,
        at=database_now(),
    )
    values = {seat.user.pk: new_witness_value() for seat in seats}
    for seat in seats:
        commit_as_witness(draw, commitment=witness_commitment(values[seat.user.pk]), by=seat.user, at=database_now())
    for seat in seats:
        reveal_as_witness(draw, value=values[seat.user.pk], by=seat.user, at=database_now())
    with travelled_to(database_now() + timedelta(hours=2)):
        return hold_the_draw(draw, values=[], by=second.user, at=database_now())


def outcomes(selection) -> dict[str, str]:
    rows = Application.objects.filter(round=selection.round_id).values_list("case__reference", "case__stage")
    return dict(rows)


def test_ex_d1_six_eligible_applications_take_six_places_without_a_draw():
    selection, _sent = make_selection(8, number=3)
    sheets = {
        "R3-001": sheet("4,4|4,4,3"),
        "R3-002": sheet("4,3|3,4,4"),
        "R3-003": {"1a": 1, "1b": 0},
        "R3-004": sheet("3,4|3,3,4"),
        "R3-005": {"1a": 1, "1b": 1, "2a": 0},
        "R3-006": sheet("3,3|4,3,3"),
        "R3-007": sheet("3,3|2,3,3"),
        "R3-008": sheet("2,3|3,3,2"),
    }
    selection = work_sift(selection, sheets, draw_review=lambda each: draw_by_witnesses(each, DrawPurpose.REVIEW))

    set_cut_off(selection, value=12, reason="Twelve shows enough.", by=chair_of(selection), at=database_now())
    assert groups_to_draw(selection, DrawPurpose.PLACES) == []
    place_applications(selection, by=chair_of(selection), at=database_now())

    proposed = dict.fromkeys(("R3-001", "R3-002", "R3-004", "R3-006", "R3-007", "R3-008"), ApplicationStage.PROPOSED)
    assert outcomes(selection) == proposed | {
        "R3-003": ApplicationStage.OUT_OF_SCOPE,
        "R3-005": ApplicationStage.NOT_COMMITTED,
    }
    totals = Application.objects.filter(rank__isnull=False).order_by("rank").values_list("case__reference", "total")
    assert list(totals) == [
        ("R3-001", 19),
        ("R3-002", 18),
        ("R3-004", 17),
        ("R3-006", 16),
        ("R3-007", 14),
        ("R3-008", 13),
    ]
    review = selection.draws.get(purpose=DrawPurpose.REVIEW)
    assert [record["order"] is not None for record in published_records(review)] == [True, True]


def scored(totals: dict[str, str], **values) -> object:
    """A selection at the cut-off whose applications got these sheets, in order of reference."""
    selection, _sent = make_selection(len(totals), **values)
    number = selection.round.number
    sheets = {f"R{number}-{place:03d}": sheet(text) for place, text in enumerate(totals.values(), 1)}
    return work_sift(selection, sheets, draw_review=draw_review_if_tied)


def draw_review_if_tied(selection):
    if groups_to_draw(selection, DrawPurpose.REVIEW):
        draw_by_witnesses(selection, DrawPurpose.REVIEW)


EX_D4 = {
    "001": "4,4|4,4,3",
    "002": "4,4|4,3,3",
    "003": "4,4|4,3,2",
    "004": "4,3|3,3,3",
    "005": "3,3|3,3,3",
    "006": "3,3|3,3,3",
    "007": "3,3|3,3,3",
    "008": "3,3|3,2,2",
}


def at_cut_off(sheets: dict[str, str], value: int, **values):
    selection = scored(sheets, **values)
    set_cut_off(selection, value=value, reason="It shows enough.", by=chair_of(selection), at=database_now())
    return selection


def test_ex_d4_a_tie_over_the_last_places_is_drawn_and_the_rest_wait_in_order():
    selection = at_cut_off(EX_D4, 12, number=3)
    assert [(group.pool, group.places) for group in groups_to_draw(selection, DrawPurpose.PLACES)] == [
        (("R3-005", "R3-006", "R3-007"), 2)
    ]

    draw = draw_by_witnesses(selection, DrawPurpose.PLACES)
    place_applications(selection, by=chair_of(selection), at=database_now())

    drawn = draw.groups.get().order
    assert sorted(drawn) == ["R3-005", "R3-006", "R3-007"]
    ranked = Application.objects.filter(rank__isnull=False).order_by("rank")
    assert list(ranked.values_list("case__reference", "case__stage")) == [
        *((reference, "proposed") for reference in ("R3-001", "R3-002", "R3-003", "R3-004", *drawn[:2])),
        (drawn[2], "reserve"),
        ("R3-008", "reserve"),
    ]


def test_ex_d4_the_published_record_is_accepted_by_the_program_that_is_served_with_it(tmp_path):
    selection = at_cut_off(EX_D4, 12, number=3)
    draw = draw_by_witnesses(selection, DrawPurpose.PLACES)
    record = tmp_path / "record.json"
    record.write_text(json.dumps(published_records(draw)[0]))

    verdict = subprocess.run([sys.executable, VERIFIER, record], capture_output=True, text=True, check=False)

    assert (verdict.returncode, verdict.stderr) == (0, "")


def test_ex_d4_places_cannot_be_given_before_the_tie_is_drawn():
    selection = at_cut_off(EX_D4, 12, number=3)

    with pytest.raises(Refused, match="A draw must decide between R3-005, R3-006, R3-007"):
        place_applications(selection, by=chair_of(selection), at=database_now())


def test_ex_d5_a_tie_inside_the_places_needs_no_draw():
    sheets = {
        "1": "4,4|4,4,3",
        "2": "4,4|4,3,3",
        "3": "4,3|3,3,3",
        "4": "4,3|3,3,3",
        "5": "3,3|3,3,2",
        "6": "3,3|3,3,2",
    }
    selection = at_cut_off(sheets, 12, number=3)

    place_applications(selection, by=chair_of(selection), at=database_now())

    assert set(outcomes(selection).values()) == {"proposed"}
    assert not Draw.objects.filter(purpose=DrawPurpose.PLACES).exists()


EX_D7 = {"1": "4,4|4,3,3", "2": "4,3|3,3,3", "3": "3,3|2,2,2", "4": "3,2|2,2,2"}


def test_ex_d7_fewer_than_three_blocks_sending_until_an_exception_is_written():
    selection = at_cut_off(EX_D7, 16, number=3)
    chair, second = chair_of(selection), members_of(selection)[1].user
    place_applications(selection, by=chair, at=database_now())

    prepare_proposal(selection, exception="", by=chair, at=database_now())
    with pytest.raises(Refused, match="Only 2 would be proposed and the round needs 3"):
        send_to_committee(selection, by=second, at=database_now())
    prepare_proposal(selection, exception="Two strong providers are worth more than none.", by=chair, at=database_now())
    send_to_committee(selection, by=second, at=database_now())

    assert selection.case.stage == SelectionStage.WITH_COMMITTEE


def test_ex_d7_the_committee_must_accept_fewer_than_three_explicitly():
    selection = at_cut_off(EX_D7, 16, number=3)
    place_and_send(selection, exception="Two strong providers are worth more than none.")
    decision = {"decision": CommitteeDecision.APPROVED, "reason": "Agreed.", "modifications": []}
    member = make_staff(Role.COMMITTEE_MEMBER)

    with pytest.raises(Refused, match="Accept fewer explicitly"):
        record_decision(selection, **decision, accepts_below_minimum=False, by=member, at=database_now())
    proposal = record_decision(selection, **decision, accepts_below_minimum=True, by=member, at=database_now())

    assert proposal.accepts_below_minimum is True


def test_ex_d7_a_lower_cut_off_clears_the_flag():
    selection = at_cut_off(EX_D7, 16, number=3)
    place_applications(selection, by=chair_of(selection), at=database_now())

    set_cut_off(selection, value=12, reason="Three are needed.", by=chair_of(selection), at=database_now())
    place_applications(selection, by=chair_of(selection), at=database_now())

    assert sorted(outcomes(selection).values()) == ["below_cutoff", "proposed", "proposed", "proposed"]


def test_ex_d10_a_withdrawal_makes_later_scores_stale_and_blocks_the_proposal_until_they_are_looked_at():
    sheets = {"1": "4,4|4,3,3", "2": "4,3|1,4,4", "3": "4,3|4,4,3", "4": "3,2|4,4,4"}
    selection = scored(sheets, number=3)
    order = list(Application.objects.order_by("review_position").values_list("case__reference", flat=True))
    gone = Application.objects.get(case__reference="R3-003")
    later = order[order.index("R3-003") + 1 :]
    set_cut_off(selection, value=12, reason="It shows enough.", by=chair_of(selection), at=database_now())
    place_applications(selection, by=chair_of(selection), at=database_now())

    withdraw_application(gone, reason="Our funding ended.", by=people_of(gone.organisation)[0], at=database_now())
    selection.refresh_from_db()
    assert (stale_references(selection), selection.case.stage) == (tuple(later), SelectionStage.CUT_OFF)
    set_cut_off(selection, value=12, reason="It shows enough.", by=chair_of(selection), at=database_now())
    place_applications(selection, by=chair_of(selection), at=database_now())
    with pytest.raises(Refused, match="Look again at the score for difference"):
        prepare_proposal(selection, exception="", by=chair_of(selection), at=database_now())
    for reference in later:
        application = Application.objects.get(case__reference=reference)
        value = 4 if reference == "R3-002" else application.consensus.get(criterion="3a").value
        agreed = Agreed("3a", value, "Nobody like it is left.", "The panel talked it through.")
        rescore_difference(application, agreed=agreed, by=chair_of(selection), at=database_now())

    assert stale_references(selection) == ()
    totals = (
        Application.objects.filter(case__stage="proposed").order_by("number").values_list("case__reference", "total")
    )
    assert list(totals) == [("R3-001", 18), ("R3-002", 19 if "R3-002" in later else 16), ("R3-004", 17)]


def place_and_send(selection, *, exception=""):
    chair, second = chair_of(selection), members_of(selection)[1].user
    place_applications(selection, by=chair, at=database_now())
    prepare_proposal(selection, exception=exception, by=chair, at=database_now())
    return send_to_committee(selection, by=second, at=database_now())


def sign_off(selection, **changes):
    values = {"decision": CommitteeDecision.APPROVED, "reason": "Agreed.", "modifications": []} | changes
    first, second = make_staff(Role.COMMITTEE_MEMBER), make_staff(Role.COMMITTEE_MEMBER)
    record_decision(selection, **values, accepts_below_minimum=None, by=first, at=database_now())
    return second_decision(selection, by=second, at=database_now())


def test_ex_d16_a_reserve_takes_the_place_of_a_selected_provider_that_withdraws_before_the_first_workshop():
    selection = at_cut_off(EX_D4, 12, number=3)
    draw = draw_by_witnesses(selection, DrawPurpose.PLACES)
    place_and_send(selection)
    sign_off(selection)
    leaver = Application.objects.get(case__reference=draw.groups.get().order[0])
    reserve = Application.objects.get(case__reference=draw.groups.get().order[2])

    withdraw_application(leaver, reason="Our lead is ill.", by=people_of(leaver.organisation)[0], at=database_now())
    lead = make_staff(Role.PROGRAMME_LEAD)
    promotion = offer_promotion(selection, reason="One has left.", by=lead, at=database_now())
    decide_promotion(promotion, approve=True, by=make_staff(Role.COMMITTEE_MEMBER), at=database_now())

    reserve.refresh_from_db()
    assert (promotion.application, reserve.case.stage) == (reserve, ApplicationStage.SELECTED)


def test_ex_d16_after_the_first_workshop_nobody_can_be_promoted():
    selection = at_cut_off(EX_D4, 12, number=3)
    draw_by_witnesses(selection, DrawPurpose.PLACES)
    place_and_send(selection)
    sign_off(selection)
    workshop = selection.round.key_dates.filter(kind="workshop").order_by("starts_at").first()

    with travelled_to(workshop.starts_at):
        refusal = SELECTION.refusal("offer_promotion", selection, make_staff(Role.PROGRAMME_LEAD))

    assert refusal == "A reserve can only be promoted before the first workshop, which has begun."


def test_the_person_who_prepared_a_proposal_cannot_confirm_it():
    selection = at_cut_off(EX_D7, 12, number=3)
    chair = chair_of(selection)
    place_applications(selection, by=chair, at=database_now())
    prepare_proposal(selection, exception="", by=chair, at=database_now())

    with pytest.raises(Refused, match="A second person must confirm the proposal"):
        send_to_committee(selection, by=chair, at=database_now())


def test_two_committee_members_who_both_scored_cannot_sign_off_together():
    selection = at_cut_off(EX_D7, 12, number=3)
    place_and_send(selection)
    first, second = (member.user for member in members_of(selection)[:2])
    for user in (first, second):
        grant_role(user, role=Role.COMMITTEE_MEMBER, reason="Also on the committee", by=None, at=database_now())
    decision = {"decision": CommitteeDecision.APPROVED, "reason": "Agreed.", "modifications": []}
    record_decision(selection, **decision, accepts_below_minimum=None, by=first, at=database_now())

    with pytest.raises(Refused, match="a committee member who did not score"):
        second_decision(selection, by=second, at=database_now())


def test_the_committee_can_swap_an_application_with_reasons():
    selection = at_cut_off(EX_D4, 12, number=3)
    draw = draw_by_witnesses(selection, DrawPurpose.PLACES)
    place_and_send(selection)
    out, into = draw.groups.get().order[1], "R3-008"
    changes = [Modification(out, "remove", "Too close to another."), Modification(into, "add", "A rural service.")]

    sign_off(selection, decision=CommitteeDecision.MODIFIED, modifications=changes)

    stages = outcomes(selection)
    assert (stages[out], stages[into], stages[draw.groups.get().order[2]]) == (
        ApplicationStage.NOT_SELECTED,
        ApplicationStage.SELECTED,
        ApplicationStage.ON_RESERVE_LIST,
    )


def test_a_proposal_referred_back_returns_to_the_cut_off_with_every_application_scored():
    selection = at_cut_off(EX_D7, 12, number=3)
    place_and_send(selection)

    sign_off(selection, decision=CommitteeDecision.REFERRED_BACK, reason="Explain the cut-off.")

    assert (selection.case.stage, set(outcomes(selection).values())) == (SelectionStage.CUT_OFF, {"scored"})


def test_a_void_draw_stays_public_and_the_next_attempt_opens_the_next_secret_of_the_chain():
    selection = at_cut_off(EX_D4, 12, number=3)
    first = draw_by_witnesses(selection, DrawPurpose.PLACES)
    void_the_draw(first, reason="A witness was not named in public.", by=chair_of(selection), at=database_now())

    second = draw_by_witnesses(selection, DrawPurpose.PLACES)

    public = list(draws_published(selection.round_id).filter(purpose="places").values_list("attempt", "void_reason"))
    assert public == [(1, "A witness was not named in public."), (2, "")]
    assert opens(first.reveal, second.reveal)


def test_a_draw_cannot_be_held_before_its_announced_time():
    selection = at_cut_off(EX_D4, 12, number=3)
    chair, other = chair_of(selection), members_of(selection)[1].user
    draw = freeze_draw(
        selection,
        purpose=DrawPurpose.PLACES,
        source_names=["National lottery of 12 September 2026"],
        witnesses=[],
        not_before=database_now() + timedelta(hours=2),
        by=chair,
        at=database_now(),
    )

    with pytest.raises(Refused, match="The announced time of the draw has not come yet"):
        enter_draw_values(draw, values=[[1, 2, 3]], by=chair, at=database_now())
    with travelled_to(database_now() + timedelta(hours=3)):
        enter_draw_values(draw, values=[[1, 2, 3]], by=chair, at=database_now())
        with pytest.raises(Refused, match="You entered them"):
            hold_the_draw(draw, values=[[1, 2, 3]], by=chair, at=database_now())
        with pytest.raises(Refused, match="These values differ"):
            hold_the_draw(draw, values=[[1, 2, 4]], by=other, at=database_now())
        held = hold_the_draw(draw, values=[[1, 2, 3]], by=other, at=database_now())

    assert held.key == f"1.2.3./{held.reveal.upper()}./"


def test_a_held_draw_cannot_be_changed_even_by_raw_sql():
    selection = at_cut_off(EX_D4, 12, number=3)
    draw = draw_by_witnesses(selection, DrawPurpose.PLACES)

    with pytest.raises(IntegrityError, match="part of the record"), transaction.atomic():
        Draw.objects.filter(pk=draw.pk).update(key="mine")
    with pytest.raises(IntegrityError, match="part of the record"), transaction.atomic():
        draw.groups.update(order=["R3-007", "R3-006", "R3-005"])
