"""A question set with what its answers unfold: the items of groups, and the reasons wanted for warnings."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace

from . import raw as read
from .checks import Check, home_of
from .conditions import Condition
from .engine import Answers, Document, ItemPlace, Question, Section
from .question_types import QuestionType

BETWEEN = "--"  # between a group, an item and a question; no key of a set holds it
WHY = "why"
MOST_KEPT = 64

Items = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Expanded(Document):
    """A question set for one state of its groups and warnings."""

    places: Mapping[str, ItemPlace] = field(default_factory=dict)

    def place_of(self, key: str) -> ItemPlace | None:
        return self.places.get(key)


def item_key(group: str, item: str, key: str) -> str:
    """The name of an answer inside an item: “partners--k3f9--full_name”."""
    return BETWEEN.join((group, item, key))


def why_key(check: Check, item: str = "") -> str:
    """The name of the reason for a warning."""
    return BETWEEN.join(filter(None, (WHY, item, check.key)))


def groups_of(document: Document) -> Iterator[Question]:
    return (question for question in document.questions.values() if question.type is QuestionType.GROUP)


def expanded(document: Document, answers: Answers, whys: Iterable[tuple[str, str]] = ()) -> Document:
    """The set with a page for each question of each item, and for each reason wanted: (key of check, item)."""
    items = {group.key: read.items_in(answers.get(group.key)) for group in groups_of(document)}
    return _expanded(document, items, tuple(whys))


def named_in_set(document: Document, key: str) -> Document:
    """The set in which the answer of this name stands, whether or not its item or warning is there now."""
    parts = key.split(BETWEEN)
    if len(parts) not in (2, 3):
        return document
    if parts[0] == WHY:
        return _expanded(document, {}, ((parts[-1], parts[1] if len(parts) == 3 else ""),))
    return _expanded(document, {parts[0]: read.items_in(parts[1:2])}, ())


def question_named(document: Document, key: str) -> Question | None:
    """The question of an answer, inside an item or not; None when the set has none of this name."""
    return named_in_set(document, key).questions.get(key)


def section_holding(document: Document, key: str) -> Section | None:
    """The section an answer stands in."""
    return named_in_set(document, key).section_of.get(key)


def group_and_item(key: str) -> tuple[str, str] | None:
    """The group and the item an answer belongs to, None for any other answer."""
    parts = key.split(BETWEEN)
    return (parts[0], parts[1]) if len(parts) == 3 and parts[0] != WHY else None


def _expanded(document: Document, items: Items, whys: tuple[tuple[str, str], ...]) -> Document:
    if not whys and not any(items.values()):
        return document
    state = (tuple(items.items()), whys)
    kept = document.expansions
    if state not in kept:
        if len(kept) >= MOST_KEPT:
            kept.clear()
        kept[state] = _make(document, items, whys)
    return kept[state]


def _make(document: Document, items: Items, whys: tuple[tuple[str, str], ...]) -> Document:
    places: dict[str, ItemPlace] = {}
    wanted = _reasons(document, whys)
    sections = tuple(_section(section, items, wanted.get(section.key, ()), places) for section in document.sections)
    values = {each.name: getattr(document, each.name) for each in fields(Document)}
    return Expanded(**{**values, "sections": sections}, places=places)


def _section(section: Section, items: Items, reasons: Iterable[Question], places: dict[str, ItemPlace]) -> Section:
    questions: list[Question] = []
    pages = dict(section.pages)
    for question in section.questions:
        questions.append(question)
        for number, item in enumerate(items.get(question.key, ()) if question.questions else (), start=1):
            place = ItemPlace(question, item, number)
            for each in _of_item(place, pages, section):
                places[each.key] = place
                questions.append(each)
    return replace(section, questions=(*questions, *reasons), pages=pages)


def _of_item(place: ItemPlace, pages: dict[str, str], section: Section) -> Iterator[Question]:
    group, own = place.group, {each.key for each in place.group.questions}
    for question in group.questions:
        page = item_key(group.key, place.item, question.page) if question.page else ""
        if page:
            pages[page] = section.pages[question.page]
        yield replace(
            question,
            key=item_key(group.key, place.item, question.key),
            page=page,
            public_name=f"{place.title}: {question.name}",
            asked_when=_inside(_both(group.asked_when, question.asked_when), place, own),
            maps_to=question.maps_to or group.maps_to,
        )


def _both(outer: Condition | None, inner: Condition | None) -> Condition | None:
    """Nothing inside a group is asked when the group is not."""
    if outer is None or inner is None:
        return outer or inner
    return Condition(all=(outer, inner))


def _inside(condition: Condition | None, place: ItemPlace, own: set[str]) -> Condition | None:
    """The condition with the names of the item's own questions."""
    if condition is None:
        return None
    key = condition.question
    return replace(
        condition,
        question=item_key(place.group.key, place.item, key) if key in own else key,
        all=tuple(_certain(part, place, own) for part in condition.all),
        any=tuple(_certain(part, place, own) for part in condition.any),
        negated=_inside(condition.negated, place, own),
    )


def _certain(condition: Condition, place: ItemPlace, own: set[str]) -> Condition:
    return _inside(condition, place, own) or condition


def _reasons(document: Document, whys: tuple[tuple[str, str], ...]) -> dict[str, list[Question]]:
    """The questions “Why is this right?”, by section."""
    checks = {check.key: check for check in document.checks if check.confirm}
    found: dict[str, list[Question]] = {}
    for key, item in whys:
        if key in checks:
            home = home_of(checks[key])
            section = document.section_of.get(home) or document.section_of[checks[key].each]
            found.setdefault(section.key, []).append(_reason(checks[key], item))
    return found


def _reason(check: Check, item: str) -> Question:
    return Question(
        key=why_key(check, item),
        type=QuestionType.LONG_TEXT,
        label="Why is this right?",
        public_name=f"Why this is right: {check.message}",
        hint=" ".join(filter(None, (check.message, check.what_to_do))),
        missing="Say why this is right, or change the answer",
        words=100,
    )
