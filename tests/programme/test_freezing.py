"""What applicants were told when the window opened cannot change, not even by writing to the tables."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from programme.choices import KeyDateKind, RoundStage
from programme.models import KeyDate, Round
from tests.factories.rounds import make_round, round_at

pytestmark = pytest.mark.django_db

FROZEN = {
    "criteria": """criteria = jsonb_set(criteria, '{3,looks_like,"4"}', '"Anything will do."')""",
    "words": "document = jsonb_set(document, '{scope_out}', '[]')",
    "most places": "max_places = 12",
    "fewest places": "min_places = 1",
    "question set": "question_set = 'another-set'",
    "question set version": "question_set_version = 2",
    "number": "number = 77",
    "opening": "opens_at = opens_at - interval '1 day'",
    "the freezing itself": "frozen_at = NULL",
}


def change(what: str, round_: Round) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE programme_round SET {FROZEN[what]} WHERE case_id = %s", [round_.pk])
        return cursor.rowcount


def without_triggers(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks still to make cannot be altered
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.mark.parametrize("what", FROZEN)
def test_once_the_window_is_open_the_database_refuses_to_change(what):
    round_ = round_at(RoundStage.OPEN)

    with pytest.raises(IntegrityError, match="stay as applicants saw them"):
        change(what, round_)


@pytest.mark.parametrize("what", FROZEN)
def test_twin_without_the_trigger_the_same_change_goes_through(what):
    round_ = round_at(RoundStage.OPEN)
    without_triggers("programme_round")

    assert change(what, round_) == 1


@pytest.mark.parametrize("what", [what for what in FROZEN if what != "the freezing itself"])
def test_before_the_window_opens_everything_may_change(what):
    assert change(what, make_round()) == 1


def test_a_frozen_round_may_still_close_later():
    round_ = round_at(RoundStage.OPEN)

    Round.objects.filter(pk=round_.pk).update(closes_at=round_.closes_at + timedelta(days=1))

    assert Round.objects.get(pk=round_.pk).closes_at == round_.closes_at + timedelta(days=1)


def mandatory_date(round_: Round) -> KeyDate:
    return KeyDate.objects.get(round=round_, code="workshop-1")


def mandatory_codes(round_: Round) -> set[str]:
    return set(KeyDate.objects.filter(round=round_, is_mandatory=True).values_list("code", flat=True))


def remove(key_date: KeyDate) -> None:
    with transaction.atomic():
        key_date.delete()


def make_optional(key_date: KeyDate) -> None:
    with transaction.atomic():
        KeyDate.objects.filter(pk=key_date.pk).update(is_mandatory=False)


def add_another(key_date: KeyDate) -> None:
    with transaction.atomic():
        KeyDate.objects.create(
            round=key_date.round,
            kind=KeyDateKind.WORKSHOP,
            code="workshop-3",
            name="Third workshop",
            starts_at=key_date.starts_at,
            is_mandatory=True,
        )


@pytest.mark.parametrize("act", [remove, make_optional, add_another])
def test_once_the_window_is_open_the_mandatory_dates_are_fixed(act):
    key_date = mandatory_date(round_at(RoundStage.OPEN))

    with pytest.raises(IntegrityError, match="must promise to come on"):
        act(key_date)


@pytest.mark.parametrize("act", [remove, make_optional, add_another])
def test_twin_without_the_trigger_a_mandatory_date_can_be_slipped_in_or_out(act):
    key_date = mandatory_date(round_at(RoundStage.OPEN))
    without_triggers("programme_keydate")
    promised = mandatory_codes(key_date.round)

    act(key_date)

    assert mandatory_codes(key_date.round) != promised


@pytest.mark.parametrize("act", [remove, make_optional, add_another])
def test_before_the_window_opens_mandatory_dates_may_change(act):
    key_date = mandatory_date(make_round())
    promised = mandatory_codes(key_date.round)

    act(key_date)

    assert mandatory_codes(key_date.round) != promised


def test_an_optional_date_may_go_at_any_time():
    round_ = round_at(RoundStage.OPEN)

    KeyDate.objects.get(round=round_, code="summit").delete()

    assert not KeyDate.objects.filter(round=round_, code="summit").exists()
