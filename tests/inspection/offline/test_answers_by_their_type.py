"""Answers of a checklist by their type, from a tablet: checked as at a desk, kept as words, or refused."""

from pathlib import Path

import pytest

from inspection.actions.arrivals import NOT_WHOLE
from inspection.actions.record import keep_in_record
from inspection.actions.record_entries import Said
from inspection.models import AssessmentVisit, CapturedEntry
from inspection.queries.checklist import asked_in, raw_in, words_for
from inspection.queries.record import values_of
from inspection.queries.visits import newest_checklist
from sandbox_portal.people.clock import database_now
from sandbox_portal.questions.loading import load_question_sets
from sandbox_portal.questions.reading import read_question_set

from .tablet import Tablet, id_of

TYPES = Path(__file__).parent / "content"
RIGHT = [
    ("is_locked", "yes", "Yes"),
    ("who_was_in", "deputy", "A deputy"),
    ("shown", ["rota", "log"], "The rota\nThe log of incidents"),
    ("drill", ["3", "sep", "2026"], "3 September 2026"),
    ("opened", ["9", "2026"], "September 2026"),
    ("carers", "12", "12 carers"),
    ("float", "1200", "£1,200"),
    ("unsafe", {"chosen": "yes", "words": {"yes": "A rug.\nIt lay loose."}}, "Yes\nA rug.\nIt lay loose."),
]
WRONG = [
    ("unsafe", "yes", "This is no answer to the question. Answer it again."),
    ("unsafe", {"chosen": "yes", "words": {"yes": ["A rug"]}}, "This is no answer to the question. Answer it again."),
    ("unsafe", {"chosen": "yes", "words": {}}, "Fill in “What was it?”."),
    ("is_locked", "maybe", "Choose from the answers shown."),
    ("is_locked", ["yes"], "This is no answer to the question. Answer it again."),
    ("shown", ["rota", "none"], "You chose “none” and something else as well. Choose one or the other."),
    ("shown", [{}], "This is no answer to the question. Answer it again."),
    ("drill", ["3", "", ""], "The date must include a month and year."),
    ("drill", ["31", "2", "2026"], "Enter a real date, such as 12 9 2026."),
    ("drill", ["1", "1", "2999"], "The date must be today or earlier."),
    ("carers", "many", "Enter a whole number, such as 12."),
    ("carers", "0", "Enter 1 or more."),
    ("float", {"chosen": "1"}, "This is no answer to the question. Answer it again."),
    ("certificate", "yes", "This is no answer to the question. Answer it again."),
]


@pytest.fixture
def by_type(away) -> AssessmentVisit:
    """The visit has begun, with a checklist that has a question of each type."""
    load_question_sets(TYPES, database_now())
    of = AssessmentVisit.objects.filter(pk=away.visit.pk)
    of.update(checklist=newest_checklist(), starts_at=database_now())
    return of.get()


@pytest.fixture
def tablet(away, by_type) -> Tablet:
    tablet = Tablet(away.scene.lead)
    tablet.pack = tablet.take(by_type).json()
    return tablet


def test_a_tablet_is_told_how_each_question_is_drawn(tablet):
    drawn = {each["key"]: each for each in tablet.pack["checklist"]}

    assert {key: each["control"] for key, each in drawn.items()} == {
        "is_locked": "radios",
        "who_was_in": "radios",
        "shown": "ticks",
        "drill": "boxes",
        "opened": "boxes",
        "carers": "line",
        "float": "line",
        "unsafe": "radios_and_words",
        "certificate": "words",
        "seen": "words",
        "records": "words",
    }
    assert [each["title"] for each in drawn["is_locked"]["choices"]] == ["Yes", "No"]
    assert (drawn["drill"]["boxes"], drawn["opened"]["boxes"]) == (["day", "month", "year"], ["month", "year"])
    assert (drawn["carers"]["suffix"], drawn["float"]["prefix"], drawn["shown"]["exclusive"]) == ("carers", "£", "none")


def test_raw_answers_come_as_words_in_the_record_and_go_out_as_raw_answers_again(tablet, by_type, away):
    sent = [tablet.record(f"asked:{key}", "as the page says it", raw=raw) for key, raw, _ in RIGHT]

    assert tablet.outcomes(*sent) == ["kept"] * len(RIGHT)

    values = values_of(by_type)
    assert {key: values[f"asked:{key}"] for key, *_ in RIGHT} == {key: words for key, _, words in RIGHT}
    assert '"raw": ["3", "sep", "2026"]' in CapturedEntry.objects.get(entry__field="asked:drill").content
    taken = {each["field"]: each["raw"] for each in tablet.take(by_type).json()["record"]}
    assert taken == {
        **{f"asked:{key}": raw for key, raw, _ in RIGHT},
        "asked:drill": ["3", "9", "2026"],
        "asked:float": "1,200",
    }


def test_what_is_read_out_of_words_says_the_same_words_again():
    _, document = read_question_set(TYPES / "question_sets" / "inspection-visit-9.yaml", root=TYPES)
    for key, _, words in RIGHT:
        question = document.questions[key]
        assert words_for(question, raw_in(question, words)) == words
    unread = ("is_locked", "shown", "drill", "unsafe", "seen")
    assert [raw_in(document.questions[key], "mostly, I think") for key in unread] == [None] * 5
    assert raw_in(document.questions["unsafe"], "No\nA rug.") is None  # whoever said no was asked for no words
    assert len(asked_in(document)) == 11


def test_an_answer_that_is_wrong_is_parked_with_what_a_desk_says_and_the_others_go_on(tablet, by_type):
    wrong = [tablet.record(f"asked:{key}", "x", raw=raw) for key, raw, _ in WRONG]

    *refused, kept = tablet.sync(*wrong, tablet.record("asked:seen", "The hall is bright.")).json()["results"]

    assert [(each["outcome"], each["sentence"]) for each in refused] == [("refused", words) for *_, words in WRONG]
    assert (kept["outcome"], set(values_of(by_type))) == ("kept", {"asked:seen"})


def test_an_older_page_answers_the_same_questions_in_words(tablet, by_type):
    """A page of the version before, and the first one, know no types: their words stand."""
    chosen, loose = tablet.record("asked:is_locked", "Yes"), tablet.record("asked:carers", "about a dozen")

    answers = [tablet.sync(each, version=version).json()["results"] for version, each in ((1, chosen), (2, loose))]

    assert [each["outcome"] for (each,) in answers] == ["kept", "kept"]
    taken = {each["field"]: (each["words"], each["raw"]) for each in tablet.take(by_type).json()["record"]}
    assert taken == {"asked:is_locked": ("Yes", "yes"), "asked:carers": ("about a dozen", "about a dozen")}


def test_a_record_is_not_finished_over_an_answer_that_was_refused_until_it_is_put_right(tablet, by_type):
    wrong = tablet.record("asked:drill", "3", raw=["3", "", ""])
    parts = [tablet.record("asked:is_locked", "No", raw="no"), tablet.record("summary", "Calm."), wrong]
    ids = [id_of(each) for each in parts]
    tablet.sync(*parts)

    [refused] = tablet.sync(tablet.says(what="finish", parts=ids)).json()["results"]

    assert (refused["outcome"], refused["sentence"]) == ("refused", NOT_WHOLE)
    right = tablet.record("asked:drill", "3 September 2026", raw=["3", "9", "2026"], id=id_of(wrong))
    assert tablet.outcomes(right, tablet.says(what="finish", parts=ids)) == ["kept", "kept"]
    assert AssessmentVisit.objects.get(pk=by_type.pk).answers == {"is_locked": "No", "drill": "3 September 2026"}


def test_where_two_chose_the_second_is_shown_the_answer_of_the_first_by_its_type(tablet, by_type, away):
    keep_in_record(by_type, said=Said("asked:is_locked", "No", 0), by=away.scene.second, at=database_now())

    [answer] = tablet.sync(tablet.record("asked:is_locked", "Yes", raw="yes")).json()["results"]

    theirs = {"text": "No", "source": "", "by": away.scene.second.name, "raw": "no"}
    assert (answer["outcome"], answer["theirs"]) == ("conflict", theirs)
