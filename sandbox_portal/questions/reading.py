"""Read a question set from its file, and find every fault in it with file, section and line."""

from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from sandbox_portal.casework.content import Fault, FaultyContent
from sandbox_portal.casework.content_files import ContentFile, Place, read_content_file, refuse_faults, shape

from .checks import Check, Gaps
from .conditions import Condition, is_one_thing, tests_in
from .engine import Choice, Document, Question, Section
from .look_ups import faults_of_look_ups
from .organisation_facts import fact_kinds, faults_of_mapping
from .question_types import FILLS_A_PAGE, QuestionType
from .reading_checks import check_faults
from .reading_types import faults_of_type
from .slugs import is_slug

DOCUMENT: TypeAdapter[Document] = TypeAdapter(Document)
KEYS = {
    field.name for shape in (Document, Section, Question, Choice, Condition, Check, Gaps) for field in fields(shape)
} | {"not"}

Say = Callable[[Place, str], None]


def read_question_set(path: Path, *, root: Path) -> tuple[ContentFile, Document]:
    """Give the file and its question set, or FaultyContent with every fault found."""
    file = read_content_file(path, root=root)
    try:
        document = shape(file, DOCUMENT, keys=KEYS)
    except FaultyContent as faulty:
        raise FaultyContent(_with_section(file, fault) for fault in faulty.faults) from None
    refuse_faults(faults_in(document, file))
    return file, document


def document_from(values: Any) -> Document:
    """A question set kept in the database, as a value."""
    return DOCUMENT.validate_python(values)


def faults_in(document: Document, file: ContentFile) -> Iterator[Fault]:
    """Everything the shape alone cannot tell."""
    found: list[Fault] = []

    def say(place: Place, sentence: str) -> None:
        found.append(file.fault(place, sentence, section=_section_name(file, place)))

    _check_heads(document, say)
    _check_keys(document, say)
    earlier: dict[str, Question] = {}
    for section_index, section in enumerate(document.sections):
        _check_pages(section, ("sections", section_index), say)
        before_page: dict[str, Question] = {}
        for index, question in enumerate(section.questions):
            place: Place = ("sections", section_index, "questions", index)
            if index and question.page_key != section.questions[index - 1].page_key:
                before_page = {}
            _check_question(question, place, say)
            _check_condition(question, place, earlier, before_page, say)
            _check_inner_conditions(question, place, earlier, say)
            earlier[question.key] = before_page[question.key] = question
    kept, filled = faults_of_mapping(document, fact_kinds()), faults_of_look_ups(document)
    for place, sentence in (*check_faults(document), *kept, *filled):
        say(place, sentence)
    yield from found


def _check_heads(document: Document, say: Say) -> None:
    if document.version < 1:
        say(("version",), "“version” must be 1 or more.")
    if not document.sections:
        say(("sections",), "A question set needs at least one section.")
    earlier: set[str] = set()
    for index, section in enumerate(document.sections):
        if not section.questions:
            say(("sections", index, "questions"), "A section needs at least one question.")
        for number, key in enumerate(section.starts_after):
            if key not in earlier:
                say(("sections", index, "starts_after", number), f"There is no earlier section “{key}”.")
        earlier.add(section.key)


def _check_keys(document: Document, say: Say) -> None:
    _check_slug(document.code, ("code",), say)
    sections: set[str] = set()
    questions: set[str] = set()
    for index, section in enumerate(document.sections):
        place: Place = ("sections", index)
        _check_slug(section.key, (*place, "key"), say)
        if section.key in sections:
            say((*place, "key"), f"There is already a section “{section.key}”. Each needs a key of its own.")
        sections.add(section.key)
        for number, question in enumerate(section.questions):
            at: Place = (*place, "questions", number, "key")
            _check_slug(question.key, at, say)
            if question.key in questions:
                say(at, f"There is already a question “{question.key}”. Each needs a key of its own.")
            questions.add(question.key)


def _check_slug(key: str, place: Place, say: Say) -> None:
    if not is_slug(key):
        say(place, f"“{key}” cannot be a key. Use small letters, numbers, - and _, and begin with a letter.")
    elif "--" in key or "__" in key:
        say(place, f"“{key}” cannot be a key: two signs -- or __ together have a meaning of their own.")


def _check_pages(section: Section, place: Place, say: Say) -> None:
    counts: dict[str, int] = {}
    previous = None
    for index, question in enumerate(section.questions):
        at: Place = (*place, "questions", index)
        key = question.page_key
        if key != previous and key in counts:
            say((*at, "page"), f"Questions of the page “{key}” must stand together.")
        if question.page and question.page not in section.pages:
            say((*at, "page"), f"The page “{key}” has no heading. Add it under “pages” of the section.")
        for number, inner in enumerate(question.questions):
            if inner.page and inner.page not in section.pages:
                inside: Place = (*at, "questions", number, "page")
                say(inside, f"The page “{inner.page}” has no heading. Add it under “pages” of the section.")
        counts[key] = counts.get(key, 0) + 1
        previous = key
    for page in section.pages:
        if page not in {each.page for question in section.questions for each in (question, *question.questions)}:
            say((*place, "pages", page), f"No question is on the page “{page}”.")
    for index, question in enumerate(section.questions):
        if question.type in FILLS_A_PAGE and counts[question.page_key] > 1:
            say((*place, "questions", index, "page"), f"A question of type “{question.type}” needs a page to itself.")
        if question.type is QuestionType.DECLARATION and not question.page:
            say(
                (*place, "questions", index),
                "A declaration needs a “page” with a heading: its label is the tick box's.",
            )


def _check_question(question: Question, place: Place, say: Say) -> None:
    if not question.label.strip():
        say((*place, "label"), "A question needs words: “label” is empty.")
    for key, sentence in faults_of_type(question):
        say((*place, key), sentence)
    _check_choices(question, place, say)
    for key, inner in (("questions", question.questions), ("columns", question.columns)):
        for index, each in enumerate(inner):
            _check_slug(each.key, (*place, key, index, "key"), say)
            _check_question(each, (*place, key, index), say)


def _check_choices(question: Question, place: Place, say: Say) -> None:
    seen: set[str] = set()
    for index, choice in enumerate(question.choices):
        at: Place = (*place, "choices", index, "key")
        _check_slug(choice.key, at, say)
        if choice.key in seen:
            say(at, f"There is already a choice “{choice.key}” in this question.")
        seen.add(choice.key)
    if question.exclusive and (question.type is not QuestionType.CHOICES or question.exclusive not in seen):
        say((*place, "exclusive"), f"“{question.exclusive}” is not a choice of a question of type “choices”.")


def _check_inner_conditions(question: Question, place: Place, earlier: dict[str, Question], say: Say) -> None:
    """Inside a group a question may look at those before it in the same item, and at those before the group."""
    known = dict(earlier)
    for index, inner in enumerate(question.questions):
        at: Place = (*place, "questions", index)
        if inner.key in earlier:
            say((*at, "key"), f"There is already a question “{inner.key}”. Each needs a key of its own.")
        same_page = {each.key: each for each in question.questions[:index] if each.page and each.page == inner.page}
        _check_condition(inner, at, known, same_page, say)
        known[inner.key] = inner


def _check_condition(
    question: Question, place: Place, earlier: dict[str, Question], same_page: dict[str, Question], say: Say
) -> None:
    if question.asked_when is None:
        return
    at: Place = (*place, "asked_when")
    if not is_one_thing(question.asked_when):
        say(at, "A condition is one thing: “question” with “equals” or “includes”, or “all”, or “any”, or “not”.")
        return
    for test in tests_in(question.asked_when):
        other = earlier.get(test.question)
        if other is None:
            say(at, f"The condition looks at “{test.question}”, which is not asked before this question.")
        elif test.question in same_page and question.page:
            say(at, f"The condition looks at “{test.question}”, which is on the same page.")
        elif (sentence := _misplaced(test, other)) is not None:
            say(at, sentence)


def _misplaced(test: Condition, other: Question) -> str | None:
    """Why the test can never be true of the other question, None when it can."""
    if test.includes is not None:
        if other.type is not QuestionType.CHOICES:
            return f"“includes” is for questions of type “choices”; “{other.key}” is of type “{other.type}”."
        return _no_such_choice(test.includes, other)
    if other.type is QuestionType.DECLARATION:
        return None if isinstance(test.equals, bool) else f"“{other.key}” is true or false, nothing else."
    if other.type is QuestionType.YES_NO:
        return None if test.equals in ("yes", "no") else f"“{other.key}” is answered yes or no, nothing else."
    if other.type is not QuestionType.CHOICE:
        return f"“equals” cannot look at a question of type “{other.type}”."
    return _no_such_choice(test.equals, other)


def _no_such_choice(key: Any, other: Question) -> str | None:
    if other.choices_from:
        return f"The choices of “{other.key}” come from the case, so no condition can look at them."
    return None if key in {choice.key for choice in other.choices} else f"“{key}” is not a choice of “{other.key}”."


def _section_name(file: ContentFile, place: Place) -> str:
    if len(place) < 2 or place[0] != "sections":
        return ""
    try:
        section = file.values["sections"][place[1]]
        return f"section “{section.get('title') or section.get('key')}”"
    except (KeyError, IndexError, TypeError, AttributeError):
        return ""


def _with_section(file: ContentFile, fault: Fault) -> Fault:
    """Name the section of a fault of shape by its line."""
    places = [place for place in file.lines if len(place) == 2 and place[0] == "sections"]
    before = [place for place in places if file.lines[place] <= fault.line]
    last = max(before, key=lambda place: file.lines[place], default=())
    return Fault(fault.file, fault.line, fault.sentence, _section_name(file, last))
