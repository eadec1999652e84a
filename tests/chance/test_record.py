"""What is announced, what is drawn, and when it is refused (R-181, R-182)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from sandbox_portal.chance.commitment import Witness, commitment_of, reveal_of, witness_commitment
from sandbox_portal.chance.draw import DrawRefusedError, draw
from sandbox_portal.chance.record import announce, hold_draw, record_hash, void_after, void_draw

SECRET = b"a secret of this test, 32 bytes."
NOON = datetime(2026, 9, 12, 12, 0, tzinfo=UTC)
VALUES = {"chair": "0" * 31 + "7", "observer": "a" * 32}


def announcement(**changes):
    known = {
        "round_name": "R4",
        "purpose": "Two places at 15 points",
        "attempt": 1,
        "pool": ["R4-007", "R4-005", "R4-006"],
        "places": 2,
        "commitment": commitment_of(SECRET, attempt=1),
        "source_names": ["Main lottery draw of 12 September 2026"],
        "frozen_at": NOON,
        "draw_after": NOON + timedelta(hours=8),
    }
    return announce(**known | changes)


def held(announced, **changes):
    known = {
        "values": [(40, 8, 23)],
        "reveal": reveal_of(SECRET, attempt=announced.attempt),
        "drawn_at": NOON + timedelta(hours=9),
        "operator": "programme lead",
        "confirmed_by": "panel chair",
    }
    return hold_draw(announced, **known | changes)


def witnesses():
    return [Witness(name, witness_commitment(value), value) for name, value in VALUES.items()]


def test_a_draw_from_a_public_source_uses_its_sorted_values_and_the_reveal():
    record = held(announcement())

    key = "8.23.40./" + reveal_of(SECRET, attempt=1).upper() + "./"
    assert record.key == key
    assert record.drawn == draw(["R4-005", "R4-006", "R4-007"], key=key, places=2)


def test_a_draw_may_be_held_from_the_announced_moment_on():
    announced = announcement()

    assert held(announced, drawn_at=announced.draw_after).drawn_at == announced.draw_after


def test_a_draw_without_a_public_source_uses_the_values_of_the_witnesses():
    announced = announcement(source_names=[], witness_names=["chair", "observer"])

    record = held(announced, values=[], witnesses=witnesses())

    assert record.key == f"7./{int('a' * 32, 16)}./" + reveal_of(SECRET, attempt=1).upper() + "./"


def test_everything_that_was_announced_and_found_is_published():
    published = held(announcement()).to_published()

    assert list(published) == [
        *("method", "program_sha256", "round", "purpose", "attempt", "pool", "places", "pool_sha256", "commitment"),
        *("frozen_at", "draw_after", "sources", "witnesses", "reveal", "key", "order", "drawn_at"),
        *("operator", "confirmed_by", "void_reason", "record_sha256"),
    ]
    assert published["sources"] == [{"name": "Main lottery draw of 12 September 2026", "values": [40, 8, 23]}]
    assert published["frozen_at"] == "2026-09-12T12:00:00Z"
    assert published["record_sha256"] == record_hash(published)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"source_names": []}, "Name a public source, or at least 2 different witnesses."),
        (
            {"source_names": [], "witness_names": ["chair", "chair"]},
            "Name a public source, or at least 2 different witnesses.",
        ),
        (
            {"draw_after": NOON + timedelta(minutes=59)},
            "The draw must be announced at least one hour before it is held.",
        ),
        ({"places": 4}, "The number of places must be from 0 to 3, the size of the pool."),
        ({"pool": ["R4-005", "R4-005"]}, "The pool names a member twice."),
    ],
)
def test_an_announcement_that_would_leave_room_for_choice_is_refused(changes, sentence):
    with pytest.raises(DrawRefusedError) as refused:
        announcement(**changes)

    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"drawn_at": NOON + timedelta(hours=8, seconds=-1)},
            "The announced time of the draw has not come yet.",
        ),
        ({"values": []}, "Every announced source needs its values, and no other source may be used."),
        ({"values": [(1,), (2,)]}, "Every announced source needs its values, and no other source may be used."),
        ({"witnesses": witnesses()}, "The witnesses must be the announced ones, in the announced order."),
        (
            {"reveal": reveal_of(SECRET, attempt=2)},
            "The revealed value does not open the published commitment.",
        ),
    ],
)
def test_a_draw_from_anything_but_what_was_announced_is_refused(changes, sentence):
    with pytest.raises(DrawRefusedError) as refused:
        held(announcement(), **changes)

    assert str(refused.value) == sentence


def test_witnesses_in_another_order_are_refused():
    announced = announcement(source_names=[], witness_names=["observer", "chair"])

    with pytest.raises(DrawRefusedError, match="in the announced order"):
        held(announced, values=[], witnesses=witnesses())


def test_a_refused_reveal_is_published_as_a_void_draw_with_its_reason():
    announced = announcement(source_names=[], witness_names=["chair", "observer"])

    chair = witnesses()[0]
    silent = Witness("observer", witness_commitment(VALUES["observer"]))

    record = void_draw(
        announced,
        witnesses=[chair, silent],
        operator="lead",
        confirmed_by="chair",
        reason="The observer did not reveal.",
    )

    assert (record.drawn, record.witnesses) == (None, (chair, silent))
    assert record.to_published()["void_reason"] == "The observer did not reveal."


def test_a_draw_that_is_void_before_anybody_committed_still_names_its_witnesses():
    announced = announcement(source_names=[], witness_names=["chair", "observer"])

    record = void_draw(announced, operator="lead", confirmed_by="chair", reason="The meeting was called off.")

    assert record.witnesses == (Witness("chair"), Witness("observer"))


def test_a_draw_that_is_set_aside_keeps_its_result():
    record = held(announcement())

    set_aside = void_after(record, reason="An application was left out of the pool.")

    assert set_aside == replace(record, void_reason="An application was left out of the pool.")


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_draw_is_not_made_void_without_a_reason(reason):
    with pytest.raises(DrawRefusedError, match="written reason"):
        void_after(held(announcement()), reason=reason)
    with pytest.raises(DrawRefusedError, match="written reason"):
        void_draw(announcement(), operator="lead", confirmed_by="chair", reason=reason)
