"""The statement of purpose as the paper it becomes, and what has to be ready before an application goes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sandbox_portal.questions.engine import Page
from sandbox_portal.questions.queries import Reading
from sandbox_portal.questions.spoken import answer_lines

from ..validation.facts import Application, Around
from ..validation.papers import DOCUMENTS, wanted_documents
from ..validation.people_checks import about_checks
from ..validation.purpose import Item, five_items
from .found import around_application, form_of

SPOKEN = {  # the answers that are read out whole, item by item
    1: ("aims",),
    2: ("kinds_and_needs", "activities", "service_kinds", "people_served", "areas", "councils"),
    3: ("registered_name", "trading_name", "address", "office_phone", "office_email"),
    4: ("legal_form", "company_number", "charity_number"),
}


@dataclass(frozen=True)
class Line:
    """One thing the statement says: what it is called, and the words."""

    label: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """One of the five items, with what it says and where what is lacking can be answered."""

    item: Item
    lines: tuple[Line, ...]
    lacking: tuple[tuple[str, Page | None], ...]


@dataclass(frozen=True)
class Statement:
    """The whole paper."""

    name: str
    parts: tuple[Part, ...]

    @property
    def is_whole(self) -> bool:
        return all(part.item.is_there for part in self.parts)

    def as_data(self) -> dict[str, Any]:
        """As a document that is issued keeps it."""
        told = [
            {"number": part.item.number, "title": part.item.title, "lines": [vars(line) for line in part.lines]}
            for part in self.parts
        ]
        return {"name": self.name, "parts": told}


def statement_of(reading: Reading) -> Statement:
    """The statement of purpose that these answers make (S9.3, V-20)."""
    around = around_application(reading)
    form = form_of(reading)
    parts = tuple(_part(item, reading, form, around) for item in five_items(form, around))
    organisation = reading.response.case.organisation
    return Statement(form.registered_name or (organisation.name if organisation else ""), parts)


def _part(item: Item, reading: Reading, form: Application, around: Around) -> Part:
    lines = list(_read_out(SPOKEN.get(item.number, ()), reading))
    if item.number == 3 and around.managers:
        lines.append(
            Line(
                "Registered managers, in charge of the care from day to day",
                tuple(manager.name for manager in around.managers),
            )
        )
    if item.number == 3 and form.nominated is not None:
        lines.append(Line("Nominated individual, who answers for the whole organisation", (form.nominated.name,)))
    if item.number == 5:
        lines += [
            Line(each.name or "A place without a name", tuple(word for word in (each.address, each.telephone) if word))
            for each in form.locations
        ]
    pages = reading.document.page_of
    return Part(item, tuple(lines), tuple((what, pages.get(question)) for question, what in item.lacking))


def _read_out(keys: Iterable[str], reading: Reading) -> Iterator[Line]:
    asked = {question.key: question for question in reading.asked}
    for key in keys:
        if key in asked:
            words = tuple(answer_lines(asked[key], reading.answers.get(key), reading.given))
            if any(words):
                yield Line(asked[key].name, words)


@dataclass(frozen=True)
class Ready:
    """One thing to have ready, whether it is there, how long it takes, and where it is put into the form."""

    what: str
    is_there: bool
    takes: str
    question: str = ""
    place: str = ""
    page: Page | None = None


def readiness(reading: Reading) -> tuple[tuple[str, tuple[Ready, ...]], ...]:
    """What to have ready in the eight weeks before sending (F.7), under headings; only what this applicant needs."""
    around = around_application(reading)
    form = form_of(reading)
    groups = (
        ("First of all", tuple(_first(form, around))),
        ("People", tuple(_people(form, around))),
        ("Money and insurance", tuple(_money(form))),
        ("Documents", tuple(_documents(form))),
    )
    pages = reading.document.page_of
    return tuple((title, tuple(_at(each, pages.get(each.question)) for each in ready)) for title, ready in groups)


def _at(ready: Ready, page: Page | None) -> Ready:
    return Ready(ready.what, ready.is_there, ready.takes, ready.question, ready.place, page)


def _first(form: Application, around: Around) -> Iterator[Ready]:
    has_result = form.scope_outcome not in {"", "none"}
    yield Ready("Result of “Do you need to register?”", has_result, "10 minutes", "scope_result")
    yield Ready(
        "Your statement of purpose, read and right", form.statement_confirmed, "Half an hour", "statement_confirmed"
    )
    if form.is_on_trial:
        takes_part = not any(
            around.kind_status.get(kind) == "trial" for kind in form.service_kinds - around.taking_part
        )
        yield Ready(
            "A place in a round that tries this kind of service", takes_part, "Until the round is decided", "takes_part"
        )


def _people(form: Application, around: Around) -> Iterator[Ready]:
    problems = [finding.message for finding in about_checks(form, around)]
    named = {person.name or "one person": person for person in reversed(form.answering_people)}
    for name, person in reversed(named.items()):
        is_fresh = person.check is not None and not any(name in message for message in problems)
        yield Ready(f"Criminal record check of {name}", is_fresh, "About three weeks", person.at)
    if not form.answering_people:
        yield Ready("The people behind it, each with a criminal record check", False, "About three weeks", "legal_form")
    for manager in around.managers:
        yield Ready(
            f"{manager.name}: part of the manager, with two referees",
            manager.is_declared,
            "About two weeks",
            place="managers",
        )
    if not around.managers and not form.runs_it_alone:
        yield Ready(
            "A registered manager who has sent their part, with two referees",
            False,
            "About two weeks",
            place="managers",
        )


def _money(form: Application) -> Iterator[Ready]:
    if form.legal_form not in {"local_authority", "nhs_body"}:
        yield Ready(
            "Letter that says your money will last", form.has_viability_file, "One to two weeks", "viability_file"
        )
    yield Ready("Figures for two years", (form.forecast_months or 0) >= 24, "A day", "forecast_how")
    kinds = {"public": "Public liability insurance", "professional": "Professional indemnity insurance"}
    if form.employs or form.employs_carers:
        kinds = {"employers": "Employers' liability insurance", **kinds}
    for kind, words in kinds.items():
        yield Ready(words, any(policy.kind == kind for policy in form.policies), "A week", "insurance")


def _documents(form: Application) -> Iterator[Ready]:
    sent = frozenset().union(*(record.covers for record in form.records))
    for code in sorted(wanted_documents(form)):
        words = DOCUMENTS[code]
        yield Ready(f"{words[:1].upper()}{words[1:]}", code in sent, "A day or two to write", "documents")
