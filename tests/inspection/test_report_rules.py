"""The rules of a report on paper: its days (EX-G41, EX-G42), its numbers, what is said twice, what was changed."""

from datetime import date

import pytest

from inspection.queries.showing import age_in_words
from inspection.rulebook.report_clocks import display_ends, draft_is_due, reply_ends, review_ends
from inspection.rulebook.report_text import (
    Section,
    evidence_in,
    number_of_words,
    numbered,
    quoted_against,
    repeated,
    without_names,
)
from inspection.rulebook.tracking import Piece, tracked
from sandbox_portal.casework.calendars import england_and_wales


def test_ex_g41_a_draft_of_14_december_2026_is_answered_by_30_december():
    assert reply_ends(date(2026, 12, 14), calendar=england_and_wales()) == date(2026, 12, 30)


def test_ex_g41_a_report_of_11_january_2027_can_be_reviewed_until_1_february():
    assert review_ends(date(2027, 1, 11), calendar=england_and_wales()) == date(2027, 2, 1)


def test_ex_g42_a_draft_of_15_june_2020_is_answered_by_29_june():
    assert reply_ends(date(2020, 6, 15), calendar=england_and_wales()) == date(2020, 6, 29)


def test_ex_g42_a_report_of_6_july_2020_is_reviewed_and_its_rating_shown_by_27_july():
    published = date(2020, 7, 6)

    assert review_ends(published, calendar=england_and_wales()) == date(2020, 7, 27)
    assert display_ends(published) == date(2020, 7, 27)


def test_a_draft_is_due_15_working_days_after_the_last_visit():
    assert draft_is_due(date(2026, 12, 14), calendar=england_and_wales()) == date(2027, 1, 7)


TWO = [
    Section("summary", "Summary", "All is well.\n\nMostly."),
    Section("people", "What people said", ""),
    Section("improve", "What has to get better", "The rota. [E2]\n\n\nThe van. [E3, E12] [E2]"),
]


def test_paragraphs_are_numbered_by_section_and_lose_the_names_of_their_evidence():
    found = [(each.number, each.text, each.evidence) for section in numbered(TWO) for each in section.paragraphs]

    assert found == [
        ("1.1", "All is well.", ()),
        ("1.2", "Mostly.", ()),
        ("3.1", "The rota.", (2,)),
        ("3.2", "The van.", (3, 12, 2)),
    ]


@pytest.mark.parametrize(
    ("text", "numbers", "read"),
    [
        ("Kind. [E1]", (1,), "Kind."),
        ("Kind [ E1 ,E20 ] and calm.", (1, 20), "Kind and calm."),
        ("See [appendix E1].", (), "See [appendix E1]."),
        ("[E0] [E]", (), "[E0] [E]"),
    ],
)
def test_evidence_is_named_in_square_brackets_and_nowhere_else(text, numbers, read):
    assert (evidence_in(text), without_names(text)) == (numbers, read)


def test_sentences_of_six_words_or_more_are_found_again_however_they_are_written():
    sections = numbered(
        [
            Section("a", "A", "People know who comes to them. Yes."),
            Section("b", "B", "Yes. PEOPLE know – who comes to them!"),
            Section("c", "C", "The plan for winter is not written."),
        ]
    )

    found = repeated(sections, ["Before: no. The plan for winter is not written!"])

    assert [(each.sentence, each.places, each.was_in_last) for each in found] == [
        ("People know who comes to them.", ("1.1", "2.1"), False),
        ("The plan for winter is not written.", ("3.1",), True),
    ]


def test_words_are_quoted_from_whoever_agreed_and_from_nobody_else():
    sources = {"They never ring before they come.": False, "He always makes me laugh, every day.": True}

    assert quoted_against("“They never ring before” and “he always makes me laugh”.", sources) == (
        "They never ring before",
    )
    assert quoted_against("They never ring before they come.", sources) == ()


def test_words_are_counted_as_people_count_them():
    assert number_of_words("one  two\nthree – four") == 5


def paragraphs(*texts: str) -> list[tuple[str, str]]:
    return [(f"1.{number}", text) for number, text in enumerate(texts, 1)]


def test_what_changed_is_shown_word_by_word_and_paragraph_by_paragraph():
    before = {"a": ("A", paragraphs("The van came in March.", "Nobody rang.")), "gone": ("Gone", paragraphs("Old."))}
    after = {"a": ("A", paragraphs("New words here.", "The van came in May."))}

    first, second = tracked(before, after)

    assert [[(piece.kind, piece.words) for piece in each.pieces] for each in first.paragraphs] == [
        [("added", "New words here.")],
        [("same", "The van came in "), ("removed", "March."), ("added", "May.")],
        [("removed", "Nobody rang.")],
    ]
    assert (second.heading, second.paragraphs[0].pieces) == ("Gone", (Piece("removed", "Old."),))


def test_a_text_that_stayed_has_not_changed():
    same = {"a": ("A", paragraphs("One.", "Two."))}

    assert [section.has_changed for section in tracked(same, same)] == [False]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 22), "made today"),
        (date(2026, 11, 21), "1 day old"),
        (date(2026, 10, 24), "29 days old"),
        (date(2026, 10, 22), "1 month old"),
        (date(2025, 11, 22), "1 year old"),
        (date(2024, 10, 22), "2 years and 1 month old"),
    ],
)
def test_the_age_of_a_judgement_is_told_in_words(day, words):
    assert age_in_words(day, date(2026, 11, 22)) == words
