"""The rulebook of changes after registration: from which day they hold, and what they put in the register."""

from datetime import date

import pytest

from registration.changes import (
    KINDS,
    changed_lines,
    contact_proposed,
    effective_from,
    place_line,
    place_of_line,
    proposed,
)
from registration.queries.held import outward_of

BEA = {"given_names": "Bea", "family_name": "Lund"}
SALTBY = {"line_1": "3 Home Lane", "town": "Saltby", "postcode": "sa1 2ab"}


def test_what_is_told_holds_from_its_day_and_what_is_asked_for_not_before_we_agree():
    told, asked = KINDS["manager_leaves"], KINDS["manager_joins"]
    how = {"happens_on": date(2020, 2, 3), "decided_on": date(2020, 2, 20)}

    assert (effective_from(told, **how), effective_from(asked, **how)) == (date(2020, 2, 3), date(2020, 2, 20))


@pytest.mark.parametrize(
    ("kind", "before", "answers", "after"),
    [
        ("manager_joins", ("Ada Moss",), {"manager": BEA}, ("Ada Moss", "Bea Lund")),
        ("manager_joins", ("Bea Lund",), {"manager": BEA}, ("Bea Lund",)),
        ("manager_leaves", ("Ada Moss", "Bea Lund"), {"manager_name": "ada moss "}, ("Bea Lund",)),
        ("manager_leaves", ("Ada Moss",), {"manager_name": "Ada Moss", "goes_or_away": "away"}, ("Ada Moss",)),
        ("location_added", (), {"place_name": "Mill", "place_address": SALTBY}, ("Mill, Saltby, SA1 2AB",)),
        ("location_closed", ("Mill, Saltby, SA1 2AB", "Barn"), {"place_name": "mill"}, ("Barn",)),
        ("statement_of_purpose", (), {"what_changed": "Much"}, ()),
    ],
)  # fmt: skip
def test_what_a_change_proposes(kind, before, answers, after):
    assert proposed(KINDS[kind], before, answers) == after


def test_only_what_changed_is_carried_to_other_days():
    assert changed_lines(("a", "b", "c"), before=("a", "b"), after=("b", "d")) == ("b", "c", "d")


def test_what_is_left_empty_stays_as_it_was():
    assert contact_proposed({"phone": "1", "email": "a@b.org"}, {"phone": "2", "email": ""}) == {
        "phone": "2",
        "email": "a@b.org",
    }


def test_a_place_is_one_line_and_back_without_a_street():
    line = place_line("Mill, upper", SALTBY)

    assert line == "Mill  upper, Saltby, SA1 2AB"
    assert place_of_line(line) == {"name": "Mill  upper", "town": "Saltby", "postcode": "SA1 2AB"}


def test_of_a_home_only_the_district_is_told():
    assert [outward_of(code) for code in ("SA1 2AB", "SA12AB", "SA1")] == ["SA1", "SA1", "SA1"]
