"""The real application form of content/: it feeds every criterion, in words a child of nine can read."""

import re

import pytest
from django.conf import settings

from sandbox_portal.questions.engine import Document, every_question, feeding
from sandbox_portal.questions.reading import read_question_set

HIGHEST_GRADE = 4.5  # Flesch and Kincaid's school year; children of nine are in year 4


def read(version: int) -> Document:
    path = settings.CONTENT_ROOT / "question_sets" / f"sandbox-application-{version}.yaml"
    return read_question_set(path, root=settings.CONTENT_ROOT)[1]


FORM, SECOND = read(1), read(2)
QUESTIONS = FORM.questions.values()
both_versions = pytest.mark.parametrize("form", [FORM, SECOND], ids=["version 1", "version 2"])


@pytest.mark.parametrize(
    ("criterion", "keys"),
    [
        (
            "1a",
            "organisation_name legal_form company_number charity_number registered_provider provider_number "
            "works_in_england work_now places",
        ),
        (
            "1b",
            "describes_you describes_you_other umbrella_stage umbrella_description carers_now carers_planned",
        ),
        ("2a", "key_dates"),
        ("2b", "work_programme statement_of_intent"),
        ("2c", "understanding statement_of_intent"),
        (
            "3a",
            "describes_you describes_you_other working_arrangements business_model digital_functions "
            "digital_description",
        ),
        ("3b", "carers_now carers_planned carers_involved carer_letters"),
        ("3c", "choice_and_control"),
    ],
)
def test_each_criterion_is_fed_by_its_questions(criterion, keys):
    assert [question.key for question in feeding(FORM, criterion)] == keys.split()


def test_links_to_others_and_consent_are_asked_and_feed_no_score():
    outside = [question.key for question in QUESTIONS if not question.maps_to]

    assert outside == ["short_description", "has_links", "links_described", "consent_to_publish", "answers_are_true"]


def test_word_guides_are_those_of_the_form():
    """300 for short answers, 1,000 for the statement of intent (R-153); descriptions in a sentence have 50."""
    guides = {question.key: question.words for question in QUESTIONS if question.words}

    assert guides.pop("statement_of_intent") == 1000
    assert set(guides.values()) == {50, 300}
    assert all(question.words for question in QUESTIONS if question.type == "long_text")


@both_versions
def test_a_hint_is_one_sentence(form):
    questions = every_question(form)
    assert [question.key for question in questions if len(re.findall(r"[.?!](?:\s|$)", question.hint)) > 1] == []


def test_every_required_answer_says_what_to_do_when_it_is_missing():
    """Key dates alone have the sentence of their type."""
    silent = [question.key for question in QUESTIONS if question.required and not question.missing]

    assert silent == ["key_dates"]


@both_versions
def test_the_form_reads_easily(form):
    texts = [
        text if text[-1] in ".?!" else f"{text}."
        for question in every_question(form)
        for text in (question.label, question.hint, question.why_we_ask, question.example, question.evidence_hint)
        if text
    ]

    assert grade(" ".join(texts)) < HIGHEST_GRADE


def test_the_second_version_feeds_every_criterion_with_at_least_what_the_first_did():
    dropped = {
        criterion: {q.key for q in feeding(FORM, criterion)} - {q.key for q in feeding(SECOND, criterion)}
        for criterion in ("1a", "1b", "2a", "2b", "2c", "3a", "3b", "3c")
    }

    # “Something else” now has its words beside it, not in a question of its own.
    assert {key for keys in dropped.values() for key in keys} == {"describes_you_other"}


def test_hard_words_are_noticed():
    """The twin."""
    assert grade("Please characterise your organisational remuneration arrangements comprehensively.") > HIGHEST_GRADE


def grade(text: str) -> float:
    """Flesch and Kincaid's measure of how many years at school a text needs."""
    words = text.split()
    sentences = len(re.findall(r"[.?!](?:\s|$)", text))
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def syllables(word: str) -> int:
    letters = re.sub("[^a-z]", "", word.lower())
    count = len(re.findall("[aeiouy]+", letters))
    return max(1, count - (letters.endswith("e") and not letters.endswith("le")))
