"""The worked examples of section D, taken through the real steps in the database."""

from datetime import timedelta

import pytest

from sandbox_portal.chance.commitment import new_witness_value, witness_commitment
from sandbox_portal.people.clock import database_now, travelled_to
from selection.actions.cut_offs import place_applications, set_cut_off
from selection.actions.draws import WitnessSeat, commit_as_witness, freeze_draw, hold_the_draw, reveal_as_witness
from selection.choices import ApplicationStage, DrawPurpose
from selection.models import Application
from selection.queries.draws import groups_to_draw, published_records
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
