"""The shortest honest application takes under 25 minutes of typing, on a phone: counted over the questions as they are.

Whoever adds a required question must answer it here, and what is typed for it is counted: then the test says whether
the form is still short enough. How fast people type and read is taken from two published studies and from nothing else:

* 36.2 words a minute on a phone, of five characters each with their spaces: K. Palin and others, “How do People Type on
  Mobile Devices? Observations from a Study with 37,000 Volunteers”, MobileHCI 2019.
* 238 words a minute of silent reading: M. Brysbaert, “How many words do we read per minute? A review and meta-analysis
  of reading rate”, Journal of Memory and Language 109, 2019.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from registration.validation import validate
from registration.validation.building import application_from
from registration.validation.facts import Around
from sandbox_portal.questions.crosschecks import unfolded
from sandbox_portal.questions.engine import Given, Question, asked
from sandbox_portal.questions.question_types import QuestionType
from tests.registration.test_whole_form import LISTS, TODAY, faults, form
from tests.registration.whole_forms import whole_application

CHARACTERS_A_MINUTE = 36.2 * 5
WORDS_READ_A_MINUTE = 238
MOST_MINUTES = 25
PAGE = Path(__file__).parents[2] / "docs" / "registration-form.md"

TYPED = frozenset({QuestionType.TEXT, QuestionType.LONG_TEXT})
NOT_ANSWERED = frozenset({QuestionType.GROUP})
FILES = {"viability_file": 1, "documents--book--file": 1}

# One person who works alone from home, with one handbook for every policy, as R-261 lets them, and nobody employed.
ALONE: dict[str, Any] = {
    "service_kinds": ["home_care"],
    "takes_part": "no",
    "legal_form": {"chosen": "individual"},
    "provider_person": {
        "given_names": "Amina",
        "family_name": "Rook",
        "birth_date": ["3", "5", "1971"],
        "email": "amina@riverside-circles.example",
        "telephone": "01225 960 102",
    },
    "in_day_to_day_charge": "yes",
    "own_dbs_kind": "countersigned",
    "own_dbs_number": "001700112233",
    "own_dbs_on": ["3", "2", "2026"],
    "own_dbs_lists": ["adults"],
    "employs": "no",
    "insurance": ["publ", "prof"],
    "documents": ["book"],
    "documents--book--covers": [f"doc_{number:02}" for number in (*range(2, 11), 12, 18)],
}


@dataclass(frozen=True)
class Effort:
    """What the form asks of a person: questions, characters typed, things tapped, words read."""

    questions: int
    characters: int
    taps: int
    words: int

    @property
    def typing(self) -> float:
        """Minutes. A tap counts as one character: the studies measure none."""
        return (self.characters + self.taps) / CHARACTERS_A_MINUTE

    @property
    def reading(self) -> float:
        return self.words / WORDS_READ_A_MINUTE


def shortest() -> dict[str, Any]:
    return whole_application(TODAY, **ALONE)


def questions_of(answers: dict[str, Any]) -> list[Question]:
    document = unfolded(form("registration-application"), answers, Given(LISTS, FILES, TODAY))
    return [each for each in asked(document, answers) if each.required and each.type not in NOT_ANSWERED]


def effort(answers: dict[str, Any]) -> Effort:
    """Counted over every question that must be answered; what may be left out is left out."""
    questions = questions_of(answers)
    return Effort(
        questions=len(questions),
        characters=sum(len(words) for each in questions for words in typed(each, answers.get(each.key))),
        taps=sum(taps(each, answers.get(each.key)) for each in questions),
        words=sum(words_of(each) for each in questions),
    )


def typed(question: Question, raw: Any) -> list[str]:
    """What is written in boxes. A longer text is counted as long as the example beside it, if that is longer."""
    if question.type in TYPED:
        return [max(str(raw or ""), question.example or "", key=len)]
    if question.choices or isinstance(raw, bool | None):
        signed = raw if question.type is QuestionType.SIGNED_DECLARATION and isinstance(raw, dict) else {}
        return [value for value in signed.values() if isinstance(value, str)]
    if isinstance(raw, dict):
        return [box for value in raw.values() for box in (value if isinstance(value, list) else [str(value)])]
    return [str(box) for box in raw] if isinstance(raw, list) else [str(raw)]


def taps(question: Question, raw: Any) -> int:
    """Each thing ticked or chosen, each file (found, and taken), and the way on to the next question."""
    if question.type is QuestionType.FILE:
        return 3
    if isinstance(raw, dict):
        return 1 + sum(value is True for value in raw.values()) + ("chosen" in raw)
    return 1 + (len(raw) if isinstance(raw, list) and question.choices else bool(question.choices) or raw is True)


def words_of(question: Question) -> int:
    text = " ".join([question.label, question.hint or "", *(each.label for each in question.choices)])
    return len(re.findall(r"\w+", text))


def errors(answers: dict[str, Any]) -> list[str]:
    document = unfolded(form("registration-application"), answers, Given(LISTS, FILES, TODAY))
    counted = {each.key: answers[each.key] for each in asked(document, answers) if each.key in answers}
    rules = validate(application_from(counted, FILES), Around(TODAY, serves_adults=True))
    return [f"{each.rule} {each.question}" for each in rules if each.is_error]


def test_the_shortest_application_is_whole_and_honest():
    """So that what is counted below could be sent; a new required question fails here until it is answered."""
    assert (faults(shortest(), files=FILES), errors(shortest())) == ([], [])


def test_it_takes_under_25_minutes_of_typing_on_a_phone():
    found = effort(shortest())

    assert found.typing < MOST_MINUTES, f"{found.typing:.1f} minutes of typing: {found}"


def test_a_form_with_longer_answers_is_found_to_take_longer():
    """The twin: 4,000 more characters are 22 more minutes."""
    longer = {**shortest(), "safe": "x" * 4_500}

    assert round(effort(longer).typing - effort(shortest()).typing) == 24


@pytest.mark.parametrize("answers", [shortest(), whole_application(TODAY)], ids=["alone", "umbrella body"])
def test_the_page_about_the_form_says_these_figures(answers):
    found = effort(answers)

    said = (
        f"{found.questions} questions, {found.characters:,} characters to type and {found.taps} taps: "
        f"{found.typing:.0f} minutes of typing, and {found.reading:.0f} minutes of reading"
    )
    assert said in " ".join(PAGE.read_text().split())
