"""The two forms of an application to register, as they lie in content/: whole, explained, and plain."""

from functools import cache
from pathlib import Path

import pytest

from sandbox_portal.casework.content import FaultyContent
from sandbox_portal.questions.engine import Document, Question
from sandbox_portal.questions.exporting import Said, list_rows
from sandbox_portal.questions.question_types import QuestionType
from sandbox_portal.questions.reading import read_question_set
from sandbox_portal.register.definitions import service_kinds

CONTENT = Path(__file__).parents[2] / "content"
FORMS = ("registration-application-1", "registration-manager-1")
TRIAL = "umbrella_body"


@cache
def form(name: str) -> Document:
    return read_question_set(CONTENT / "question_sets" / f"{name}.yaml", root=CONTENT)[1]


def first_of_each_page(document: Document) -> list[Question]:
    """A page explains itself once, with its first question."""
    found: dict[str, Question] = {}
    for question in document.questions.values():
        found.setdefault(document.page_of[question.key].key, question)
    return list(found.values())


@pytest.mark.parametrize("name", FORMS)
def test_every_page_says_why_we_ask(name):
    assert [question.key for question in first_of_each_page(form(name)) if not question.why_we_ask] == []


@pytest.mark.parametrize("name", FORMS)
def test_every_question_in_own_words_shows_good_evidence_and_an_example(name):
    told = [q for q in form(name).questions.values() if q.type is QuestionType.LONG_TEXT]

    assert [q.key for q in told if not (q.evidence_hint and q.example and q.words)] == []


@pytest.mark.parametrize("name", FORMS)
def test_a_hint_is_never_longer_than_a_breath(name):
    hints = [q.hint for q in form(name).questions.values()]

    assert [hint for hint in hints if len(hint.split()) > 35] == []


def test_every_kind_of_service_that_can_be_chosen_is_in_the_register():
    chosen = [choice.key for choice in form(FORMS[0]).questions["service_kinds"].choices]

    assert [kind for kind in chosen if kind not in service_kinds()] == []


def test_the_questions_of_the_trial_are_asked_of_nobody_else():
    asked = form(FORMS[0]).section("shared-care").questions
    only_trial = [q.asked_when.question or q.asked_when.all[0].question for q in asked if q.asked_when]

    assert only_trial == ["service_kinds"] * len(asked)
    assert {f"u{number}" for number in range(1, 27)} == {q.key.split("_")[0] for q in asked}


def test_every_document_of_the_list_can_be_named_in_a_record():
    covers = form(FORMS[0]).questions["documents"].questions[0]

    assert [choice.key for choice in covers.choices] == [f"doc_{number:02}" for number in range(1, 20)]


def test_the_files_of_an_item_are_counted_in_its_row():
    document = form(FORMS[0])
    said = Said({}, {"documents": ["k3f9", "m7a2"]}, {"documents--m7a2--file": 2})

    assert [row["file"] for row in list_rows(document, document.questions["documents"], said)] == [0, 2]


def test_a_page_of_an_item_without_a_heading_is_told_when_the_file_is_read(tmp_path):
    folder = tmp_path / "content" / "question_sets"
    folder.mkdir(parents=True)
    words = (CONTENT / "question_sets" / "registration-application-1.yaml").read_text(encoding="utf-8")
    (folder / "form.yaml").write_text(words.replace("page: policy", "page: paper_of_the_insurer"), encoding="utf-8")

    with pytest.raises(FaultyContent) as faulty:
        read_question_set(folder / "form.yaml", root=tmp_path / "content")

    assert {fault.sentence for fault in faulty.value.faults} == {
        "The page “paper_of_the_insurer” has no heading. Add it under “pages” of the section.",
        "No question is on the page “policy”.",
    }
