"""Answers as rows: stable columns from the set alone, a row a response, a row an item, and no formula."""

from decimal import Decimal

import pytest

from sandbox_portal.casework.sheets import text_cell
from sandbox_portal.questions.exporting import (
    CODEBOOK,
    Said,
    codebook,
    columns_of,
    list_columns,
    list_rows,
    lists_of,
    row_of,
)
from sandbox_portal.questions.reading import read_question_set
from tests.questions.test_every_type import PARTNER, REASON, TYPES, WHOLE

SET = read_question_set(TYPES / "question_sets" / "everything-1.yaml", root=TYPES)[1]
FACTS = {"reference": "X-1"}


def row(**changes):
    return row_of(SET, Said(FACTS, {**WHOLE, **PARTNER, **REASON, **changes}))


def test_the_columns_follow_from_the_set_alone():
    names = [column.name for column in columns_of(SET)]

    assert names[:12] == [
        "people",
        "people.about",
        "people_waiting",
        "hours",
        "hours.about",
        "turnover",
        "turnover.about",
        "turnover.not_known_yet",
        "turnover.not_applicable",
        "turnover.why",
        "fee",
        "fee.about",
    ]
    assert {"ages.younger.now", "address.postcode", "partnership.starts", "kind.words.other", "why--high_fee"} <= set(
        names
    )
    assert len(names) == len(set(names))
    assert sorted(lists_of(SET)) == ["jobs", "partners", "shares"]


def test_every_cell_of_a_row_has_its_column():
    assert set(row()) <= {"reference", *(column.name for column in columns_of(SET))}


def test_a_response_is_a_row_of_plain_values():
    found = row()

    assert {key: found[key] for key in ("people", "hours", "hours.about", "fee", "turnover.not_known_yet")} == {
        "people": Decimal(30),
        "hours": Decimal("120.5"),
        "hours.about": "yes",
        "fee": Decimal("1950.50"),
        "turnover.not_known_yet": "yes",
    }
    assert (found["formed_on"], found["starts_on"], found["partnership.starts"]) == (
        "2019-05-01",
        "2030-06-01",
        "2019-03",
    )
    assert (found["tools"], found["tools.words.other"]) == ("phone; other", "A board")
    assert (found["shares"], found["partners"], found["jobs"]) == (2, 1, 0)
    assert (found["signed.is_true"], found["signed.date"]) == ("yes", "2020-05-01")


def test_what_cannot_be_read_stays_as_it_was_typed():
    assert row(people="a few")["people"] == "a few"


def test_an_answer_no_longer_asked_has_an_empty_cell():
    said = Said(FACTS, {**WHOLE, **PARTNER, "partners--aaaa--is_paid": "no"})
    (item,) = list_rows(SET, lists_of(SET)["partners"], said)

    assert item == {"reference": "X-1", "number": 1, "full_name": "Robin", "is_paid": "no"}


def test_each_row_of_a_growing_table_is_a_row_of_its_file():
    said = Said(FACTS, WHOLE)

    assert [column.name for column in list_columns(lists_of(SET)["shares"])] == ["name", "share", "share.about"]
    assert list(list_rows(SET, lists_of(SET)["shares"], said)) == [
        {"reference": "X-1", "number": 1, "name": "Sam", "share": Decimal(60)},
        {"reference": "X-1", "number": 2, "name": "Robin", "share": Decimal(40)},
    ]


def test_the_codebook_tells_every_column_once():
    rows = list(codebook(SET))

    assert all(set(CODEBOOK) == set(each) for each in rows)
    assert [each["column"] for each in rows if each["file"] == "partners.csv"] == [
        "full_name",
        "is_paid",
        "pay",
        "pay.about",
    ]
    region = next(each for each in rows if each["column"] == "region")
    assert (region["choices"], region["section"]) == ("north = North | south = South", "Your business")


@pytest.mark.parametrize("text", ["=1+1", "+44", "-2+3", "@sum", "\tx", "\r=1", "＝1", "  =1"])
def test_no_text_becomes_a_formula(text):
    assert text_cell(text) == f"'{text}"


@pytest.mark.parametrize("cell", [Decimal("-3"), 0, "a = b", "", "1,200"])
def test_numbers_and_harmless_texts_stay(cell):
    assert text_cell(cell) == cell
