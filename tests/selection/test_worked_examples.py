"""The worked examples of section D, taken through the real steps in the database."""

import json
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from sandbox_portal.casework.refusals import Refused
from sandbox_portal.chance.commitment import opens
from sandbox_portal.chance.record import VERIFIER
from sandbox_portal.people.actions import grant_role
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now, travelled_to
from sandbox_portal.people.queries import people_of
from selection.actions.agreement import Agreed, rescore_difference
from selection.actions.applications import withdraw_application
from selection.actions.cut_offs import place_applications, set_cut_off
from selection.actions.draws import (
    enter_draw_values,
    freeze_draw,
    hold_the_draw,
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

from .chair_scene import again, draw_by_witnesses, placed, scored, sent, sheet, signed_off, with_workshops_ahead

pytestmark = pytest.mark.django_db


def outcomes(selection) -> dict[str, str]:
    rows = Application.objects.filter(round=selection.round_id).values_list("case__reference", "case__stage")
    return dict(rows)


def test_ex_d1_six_eligible_applications_take_six_places_without_a_draw(db):
    selection, _sent = make_selection(8, number=5)
    sheets = {
        "R5-001": sheet("4,4|4,4,3"),
        "R5-002": sheet("4,3|3,4,4"),
        "R5-003": {"1a": 1, "1b": 0},
        "R5-004": sheet("3,4|3,3,4"),
        "R5-005": {"1a": 1, "1b": 1, "2a": 0},
        "R5-006": sheet("3,3|4,3,3"),
        "R5-007": sheet("3,3|2,3,3"),
        "R5-008": sheet("2,3|3,3,2"),
    }
    selection = work_sift(selection, sheets, draw_review=lambda each: draw_by_witnesses(each, DrawPurpose.REVIEW))

    set_cut_off(selection, value=12, reason="Twelve shows enough.", by=chair_of(selection), at=database_now())
    assert groups_to_draw(selection, DrawPurpose.PLACES) == []
    place_applications(selection, by=chair_of(selection), at=database_now())

    proposed = dict.fromkeys(("R5-001", "R5-002", "R5-004", "R5-006", "R5-007", "R5-008"), ApplicationStage.PROPOSED)
    assert outcomes(selection) == proposed | {
        "R5-003": ApplicationStage.OUT_OF_SCOPE,
        "R5-005": ApplicationStage.NOT_COMMITTED,
    }
    ranked = Application.objects.filter(round=selection.round_id, rank__isnull=False).order_by("rank")
    totals = ranked.values_list("case__reference", "total")
    assert list(totals) == [
        ("R5-001", 19),
        ("R5-002", 18),
        ("R5-004", 17),
        ("R5-006", 16),
        ("R5-007", 14),
        ("R5-008", 13),
    ]
    review = selection.draws.get(purpose=DrawPurpose.REVIEW)
    assert [record["order"] is not None for record in published_records(review)] == [True, True]


EX_D4 = ("4,4|4,4,3", "4,4|4,3,3", "4,4|4,3,2", "4,3|3,3,3", "3,3|3,3,3", "3,3|3,3,3", "3,3|3,3,3", "3,3|3,2,2")
EX_D7 = ("4,4|4,3,3", "4,3|3,3,3", "3,3|2,2,2", "3,2|2,2,2")


@pytest.fixture(scope="module")
def built_ex_d4(kept_database):
    return scored(*EX_D4, number=3)


@pytest.fixture(scope="module")
def built_ex_d7(kept_database):
    return scored(*EX_D7, number=4)


@pytest.fixture
def ex_d4(built_ex_d4, db):
    """Scored, with the cut-off at 12: three share two places."""
    return with_cut_off(built_ex_d4, 12)


@pytest.fixture
def ex_d7(built_ex_d7, db):
    """Scored, and no cut-off yet."""
    return again(built_ex_d7)


def with_cut_off(selection, value):
    selection = again(selection)
    set_cut_off(selection, value=value, reason="It shows enough.", by=chair_of(selection), at=database_now())
    return selection


def test_ex_d4_a_tie_over_the_last_places_is_drawn_and_the_rest_wait_in_order(ex_d4):
    selection = ex_d4
    assert [(group.pool, group.places) for group in groups_to_draw(selection, DrawPurpose.PLACES)] == [
        (("R3-005", "R3-006", "R3-007"), 2)
    ]

    draw = draw_by_witnesses(selection, DrawPurpose.PLACES)
    place_applications(selection, by=chair_of(selection), at=database_now())

    drawn = draw.groups.get().order
    assert sorted(drawn) == ["R3-005", "R3-006", "R3-007"]
    ranked = Application.objects.filter(round=selection.round_id, rank__isnull=False).order_by("rank")
    assert list(ranked.values_list("case__reference", "case__stage")) == [
        *((reference, "proposed") for reference in ("R3-001", "R3-002", "R3-003", "R3-004", *drawn[:2])),
        (drawn[2], "reserve"),
        ("R3-008", "reserve"),
    ]


def test_ex_d4_the_published_record_is_accepted_by_the_program_that_is_served_with_it(ex_d4, tmp_path):
    selection = ex_d4
    draw = draw_by_witnesses(selection, DrawPurpose.PLACES)
    record = tmp_path / "record.json"
    record.write_text(json.dumps(published_records(draw)[0]))

    verdict = subprocess.run([sys.executable, VERIFIER, record], capture_output=True, text=True, check=False)

    assert (verdict.returncode, verdict.stderr) == (0, "")


def test_ex_d4_places_cannot_be_given_before_the_tie_is_drawn(ex_d4):
    selection = ex_d4

    with pytest.raises(Refused, match="A draw must decide between R3-005, R3-006, R3-007"):
        place_applications(selection, by=chair_of(selection), at=database_now())


def test_ex_d5_a_cut_off_without_a_tie_over_the_last_places_needs_no_draw(ex_d7):
    with_cut_off(ex_d7, 11)

    place_applications(again(ex_d7), by=chair_of(ex_d7), at=database_now())

    assert set(outcomes(ex_d7).values()) == {"proposed"}
    assert not Draw.objects.filter(selection=ex_d7, purpose=DrawPurpose.PLACES).exists()


def test_ex_d7_fewer_than_three_blocks_sending_until_an_exception_is_written(ex_d7):
    selection = with_cut_off(ex_d7, 16)
    chair, second = chair_of(selection), members_of(selection)[1].user
    place_applications(selection, by=chair, at=database_now())

    prepare_proposal(selection, exception="", by=chair, at=database_now())
    with pytest.raises(Refused, match="Only 2 would be proposed and the round needs 3"):
        send_to_committee(selection, by=second, at=database_now())
    prepare_proposal(selection, exception="Two strong providers are worth more than none.", by=chair, at=database_now())
    send_to_committee(selection, by=second, at=database_now())

    assert selection.case.stage == SelectionStage.WITH_COMMITTEE


def test_ex_d7_the_committee_must_accept_fewer_than_three_explicitly(ex_d7):
    selection = with_cut_off(ex_d7, 16)
    place_and_send(selection, exception="Two strong providers are worth more than none.")
    decision = {"decision": CommitteeDecision.APPROVED, "reason": "Agreed.", "modifications": []}
    member = make_staff(Role.COMMITTEE_MEMBER)

    with pytest.raises(Refused, match="Accept fewer explicitly"):
        record_decision(selection, **decision, accepts_below_minimum=False, by=member, at=database_now())
    proposal = record_decision(selection, **decision, accepts_below_minimum=True, by=member, at=database_now())

    assert proposal.accepts_below_minimum is True


def test_ex_d7_a_lower_cut_off_clears_the_flag(ex_d7):
    selection = with_cut_off(ex_d7, 16)
    place_applications(selection, by=chair_of(selection), at=database_now())

    set_cut_off(selection, value=12, reason="Three are needed.", by=chair_of(selection), at=database_now())
    place_applications(selection, by=chair_of(selection), at=database_now())

    assert sorted(outcomes(selection).values()) == ["below_cutoff", "proposed", "proposed", "proposed"]


def test_ex_d10_a_withdrawal_makes_later_scores_stale_and_blocks_the_proposal_until_they_are_looked_at(db):
    selection = scored("4,4|4,3,3", "4,3|1,4,4", "4,3|4,4,3", "3,2|4,4,4", number=6)
    here = Application.objects.filter(round=selection.round_id)
    in_order = here.filter(review_position__isnull=False).order_by("review_position")
    order = list(in_order.values_list("case__reference", flat=True))
    gone = Application.objects.get(case__reference="R6-003")
    later = order[order.index("R6-003") + 1 :]
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
        value = 4 if reference == "R6-002" else application.consensus.get(criterion="3a").value
        agreed = Agreed("3a", value, "Nobody like it is left.", "The panel talked it through.")
        rescore_difference(application, agreed=agreed, by=chair_of(selection), at=database_now())

    assert stale_references(selection) == ()
    totals = here.filter(case__stage="proposed").order_by("number").values_list("case__reference", "total")
    assert list(totals) == [("R6-001", 18), ("R6-002", 19 if "R6-002" in later else 16), ("R6-004", 17)]


def place_and_send(selection, *, exception=""):
    placed(selection)
    return sent(selection, exception=exception)


def sign_off(selection, **changes):
    return signed_off(selection, make_staff(Role.COMMITTEE_MEMBER), make_staff(Role.COMMITTEE_MEMBER), **changes)


def test_ex_d16_a_reserve_takes_the_place_of_a_selected_provider_that_withdraws_before_the_first_workshop(ex_d4):
    selection = with_workshops_ahead(ex_d4)
    draw = draw_by_witnesses(selection, DrawPurpose.PLACES)
    place_and_send(selection)
    sign_off(selection)
    leaver = Application.objects.get(case__reference=draw.groups.get().order[0])
    reserve = Application.objects.get(case__reference=draw.groups.get().order[2])

    withdraw_application(leaver, reason="Our lead is ill.", by=people_of(leaver.organisation)[0], at=database_now())
    lead = make_staff(Role.PROGRAMME_LEAD)
    promotion = offer_promotion(again(selection), reason="One has left.", by=lead, at=database_now())
    decide_promotion(promotion, approve=True, by=make_staff(Role.COMMITTEE_MEMBER), at=database_now())

    reserve.refresh_from_db()
    assert (promotion.application, reserve.case.stage) == (reserve, ApplicationStage.SELECTED)


def test_ex_d16_after_the_first_workshop_nobody_can_be_promoted(ex_d4):
    selection = with_workshops_ahead(ex_d4)
    draw_by_witnesses(selection, DrawPurpose.PLACES)
    place_and_send(selection)
    sign_off(selection)
    workshop = selection.round.key_dates.filter(kind="workshop").order_by("starts_at").first()

    with travelled_to(workshop.starts_at):
        refusal = SELECTION.refusal("offer_promotion", again(selection), make_staff(Role.PROGRAMME_LEAD))

    assert refusal == "A reserve can only be promoted before the first workshop, which has begun."


def test_the_person_who_prepared_a_proposal_cannot_confirm_it(ex_d7):
    selection = with_cut_off(ex_d7, 12)
    chair = chair_of(selection)
    place_applications(selection, by=chair, at=database_now())
    prepare_proposal(selection, exception="", by=chair, at=database_now())

    with pytest.raises(Refused, match="A second person must confirm the proposal"):
        send_to_committee(selection, by=chair, at=database_now())


def test_two_committee_members_who_both_scored_cannot_sign_off_together(ex_d7):
    selection = with_cut_off(ex_d7, 12)
    place_and_send(selection)
    first, second = (member.user for member in members_of(selection)[:2])
    for user in (first, second):
        grant_role(user, role=Role.COMMITTEE_MEMBER, reason="Also on the committee", by=None, at=database_now())
    decision = {"decision": CommitteeDecision.APPROVED, "reason": "Agreed.", "modifications": []}
    record_decision(selection, **decision, accepts_below_minimum=None, by=first, at=database_now())

    with pytest.raises(Refused, match="a committee member who did not score"):
        second_decision(selection, by=second, at=database_now())


def test_the_committee_can_swap_an_application_with_reasons(ex_d4):
    selection = ex_d4
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


def test_a_proposal_referred_back_returns_to_the_cut_off_with_every_application_scored(ex_d7):
    selection = with_cut_off(ex_d7, 12)
    place_and_send(selection)

    sign_off(selection, decision=CommitteeDecision.REFERRED_BACK, reason="Explain the cut-off.")

    assert (again(selection).case.stage, set(outcomes(selection).values())) == (SelectionStage.CUT_OFF, {"scored"})


def test_a_void_draw_stays_public_and_the_next_attempt_opens_the_next_secret_of_the_chain(ex_d4):
    selection = ex_d4
    first = draw_by_witnesses(selection, DrawPurpose.PLACES)
    void_the_draw(first, reason="A witness was not named in public.", by=chair_of(selection), at=database_now())

    second = draw_by_witnesses(selection, DrawPurpose.PLACES)

    public = list(draws_published(selection.round_id).filter(purpose="places").values_list("attempt", "void_reason"))
    assert public == [(1, "A witness was not named in public."), (2, "")]
    assert opens(first.reveal, second.reveal)


def test_a_draw_cannot_be_held_before_its_announced_time(ex_d4):
    selection = ex_d4
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


def test_a_held_draw_cannot_be_changed_even_by_raw_sql(ex_d4):
    selection = ex_d4
    draw = draw_by_witnesses(selection, DrawPurpose.PLACES)

    with pytest.raises(IntegrityError, match="part of the record"), transaction.atomic():
        Draw.objects.filter(pk=draw.pk).update(key="mine")
    with pytest.raises(IntegrityError, match="part of the record"), transaction.atomic():
        draw.groups.update(order=["mine"])
