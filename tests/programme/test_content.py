"""Rounds and criteria from content/: what the real files say, and how one wrong value is told."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from programme.loading import load_rounds
from programme.models import KeyDate, PanelMember, Phase, PhaseActivity, Round
from programme.reading import read_rounds
from programme.round_file import day_of
from sandbox_portal.casework.content import FaultyContent
from sandbox_portal.casework.models import Event
from sandbox_portal.people.clock import database_now
from selection.criteria import STANDARD_CRITERIA, criteria_from
from tests.factories.rounds import content_round

TODAY = date(2026, 5, 4)


@pytest.fixture
def root(tmp_path) -> Path:
    """A copy of content/ that a test may spoil."""
    for folder in ("rounds", "criteria"):
        shutil.copytree(settings.CONTENT_ROOT / folder, tmp_path / "content" / folder)
    return tmp_path / "content"


def spoil(root: Path, name: str, before: str, after: str) -> int:
    """Replace the one place where `before` stands; the number of its line."""
    path = root / name
    text = path.read_text()
    assert text.count(before) == 1, f"{before!r} stands {text.count(before)} times in {name}"
    path.write_text(text.replace(before, after))
    return text[: text.index(before)].count("\n") + before.count("\n") + 1


WRONG = {
    "a place that is no number": (
        "rounds/round-3.yaml", "  most: 6", "  most: six", "places", "“most” must be a whole number."
    ),
    "a day that does not exist": (
        "rounds/round-3.yaml", "    ends: 2019-12-12", "    ends: 2019-12-32", "phases", "“2019-12-32” is not a day."
    ),
    "a window without a time": (
        "rounds/round-3.yaml", "  closes: 2019-10-28 at 23:59", "  closes: 2019-10-28", "window", "has no time."
    ),
    "a window that closes first": (
        "rounds/round-3.yaml", "  closes: 2019-10-28 at 23:59", "  closes: 2019-09-01 at 23:59", "window",
        "The window must close after it opens.",
    ),
    "a phase that ends before it starts": (
        "rounds/round-3.yaml", "    ends: 2020-05-17", "    ends: 2020-03-20", "phases", "must not end before it starts"
    ),
    "a misspelt word": (
        "rounds/round-3.yaml", "\nscope_out:", "\nscope_ouf:", "scope_ouf", "Did you mean “scope_out”?"
    ),
    "a kind of date there is not": (
        "rounds/round-3.yaml", "    kind: summit", "    kind: party", "key_dates", "“party” is not one of the words"
    ),
    "a code used twice": (
        "rounds/round-3.yaml", "  - code: workshop-2", "  - code: workshop-1", "key_dates", "is the code of another"
    ),
    "criteria there are not": (
        "rounds/round-3.yaml", "\ncriteria: umbrella-bodies-1", "\ncriteria: umbrella-bodies-9", "criteria",
        "There is no file content/criteria/umbrella-bodies-9.yaml.",
    ),
    "a number taken by another round": (
        "rounds/round-4.yaml", "number: 4\n", "number: 3\n", "number", "Another file is round 3 already."
    ),
    "a scale that leaves out a score": (
        "criteria/umbrella-bodies-1.yaml", "          - score: 0\n            label: Cannot commit (fail)",
        "          - score: 7\n            label: Cannot commit (fail)", "steps", "After 1 comes 0: write every score",
    ),
    "a score that ends the reading but is not on the scale": (
        "criteria/umbrella-bodies-1.yaml", "        fails_at: 0", "        fails_at: 9", "steps", "“9” is not a score"
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_one_wrong_value_names_file_section_and_line(root, what):
    name, before, after, section, sentence = WRONG[what]
    line = spoil(root, name, before, after)

    with pytest.raises(FaultyContent) as raised:
        read_rounds(root, today=TODAY)

    faults = [fault for fault in raised.value.faults if sentence in fault.sentence]
    assert [(fault.file, fault.section) for fault in faults] == [(f"content/{name}", section)]
    assert abs(faults[0].line - line) <= 2


def test_every_fault_of_every_file_is_told_at_once(root):
    spoil(root, "rounds/round-3.yaml", "  most: 6", "  most: six")
    spoil(root, "rounds/round-4.yaml", "  fewest: 3", "  fewest: three")
    spoil(root, "criteria/umbrella-bodies-1.yaml", "        fails_at: 0", "        fails_at: 9")

    with pytest.raises(FaultyContent) as raised:
        read_rounds(root, today=TODAY)

    assert [fault.file for fault in raised.value.faults] == [
        "content/criteria/umbrella-bodies-1.yaml",
        "content/rounds/round-3.yaml",
        "content/rounds/round-4.yaml",
    ]


def test_the_files_as_they_are_have_no_fault(root):
    assert [entry.number for entry, _ in read_rounds(root, today=TODAY)] == [3, 4, 5]


@pytest.mark.django_db
def test_nothing_is_loaded_when_one_value_is_wrong(root):
    for folder in settings.CONTENT_ROOT.iterdir():
        if not (root / folder.name).exists():
            (shutil.copytree if folder.is_dir() else shutil.copy)(folder, root / folder.name)
    spoil(root, "rounds/round-4.yaml", "  most: 6", "  most: six")

    with pytest.raises(CommandError, match=r"content/rounds/round-4\.yaml, line \d+, places: “most” must be"):
        call_command("load_content", root=root, verbosity=0)

    assert Round.objects.count() == 0


@pytest.mark.django_db
def test_loading_twice_changes_nothing(root):
    answers = [load_rounds(root, database_now()) for _ in range(2)]

    assert answers == ["3 loaded, 0 left alone", "0 loaded, 3 left alone"]
    assert Event.objects.filter(verb="round created").count() == 3


@pytest.mark.django_db
def test_rounds_of_the_demonstration_stay_out_of_a_real_portal(root, settings):
    settings.DEMONSTRATION = False

    assert load_rounds(root, database_now()) == "0 loaded, 3 left alone"


@pytest.mark.django_db
def test_a_loaded_round_has_what_its_file_says(root):
    load_rounds(root, database_now())

    round_3 = Round.objects.select_related("case").get(number=3)
    assert (round_3.slug, round_3.case.reference, round_3.min_places, round_3.max_places) == (
        "round-3",
        "ROUND-3",
        3,
        6,
    )
    assert (round_3.question_set, round_3.question_set_version) == ("sandbox-application", 1)
    assert round_3.approved_on == date(2019, 9, 16)
    assert Phase.objects.filter(round=round_3).count() == 6
    assert PhaseActivity.objects.filter(phase__round=round_3).count() == 21
    assert [key_date.code for key_date in KeyDate.objects.filter(round=round_3, is_mandatory=True)] == [
        "workshop-1",
        "workshop-2",
    ]


@pytest.mark.django_db
def test_the_panel_of_round_3_is_eight_seats_without_a_name_the_last_two_independent(root):
    load_rounds(root, database_now())

    seats = list(PanelMember.objects.filter(round__number=3).values_list("user", "group", "is_chair"))

    assert seats == [
        (None, "regulator", True),
        *[(None, "regulator", False)] * 5,
        *[(None, "independent", False)] * 2,
    ]


@pytest.mark.django_db
def test_relative_days_count_from_the_day_of_loading(root):
    at = database_now()

    load_rounds(root, at)

    open_now = Round.objects.get(number=5)
    assert (open_now.opens_at < at < open_now.closes_at, (open_now.closes_at - open_now.opens_at).days) == (True, 42)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2019-09-16", date(2019, 9, 16)),
        ("2019-09-16 at 09:00", date(2019, 9, 16)),
        ("today", TODAY),
        ("+10 days", date(2026, 5, 14)),
        ("-1 day at 17:00", date(2026, 5, 3)),
    ],
)
def test_days_are_written_as_dates_or_counted_from_today(words, day):
    assert day_of(words, today=TODAY) == day


@pytest.mark.parametrize("words", ["tomorrow", "2019-9-16", "10 days", "+10", "2019-09-16 09:00", "2019-02-30", ""])
def test_other_words_are_no_day(words):
    with pytest.raises(ValueError):  # noqa: PT011 - the message is the words themselves
        day_of(words, today=TODAY)


def test_the_criteria_of_the_file_are_those_of_the_specification():
    """Codes, steps, kinds, scales and what a fail leads to, compared with selection's own table of D.2."""
    entry, template = content_round(3)
    rows = [
        {
            "code": each.code,
            "step": number,
            "title": each.title,
            "kind": each.kind,
            "lowest": min(mark.score for mark in each.scale) if each.kind == "score" else None,
            "highest": max(mark.score for mark in each.scale) if each.kind == "score" else None,
            "labels": {str(mark.score): mark.label for mark in each.scale},
            "fails_at": each.fails_at,
            "effect": each.effect,
        }
        for number, step in enumerate(template.steps, 1)
        for each in step.criteria
    ]

    read = criteria_from(rows)

    def essence(criteria):
        return [(each.code, each.step, each.kind, each.scale, each.fails_at, each.effect) for each in criteria]

    assert entry.criteria == "umbrella-bodies-1"
    assert essence(read) == essence(STANDARD_CRITERIA)
