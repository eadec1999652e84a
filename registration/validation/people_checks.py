"""Criminal record checks (DBS) of the people behind a service: V-12 to V-14."""

from collections.abc import Iterator
from datetime import date

from sandbox_portal.questions.findings import Finding, Weight
from sandbox_portal.questions.formulas import Span, later_by

from .facts import COUNTERSIGNED, Application, Around, Manager, Person, RecordCheck
from .said import is_older

ERROR, WARNING = Weight.ERROR, Weight.WARNING
FRESH_FOR = 12  # V-12: months; the same day one year earlier is still accepted
OLD_AFTER = 36  # V-13: months


def about_checks(form: Application, around: Around) -> Iterator[Finding]:
    """V-12 for a provider in person and for partners, V-13 for whoever leads an organisation, V-14 for all of them."""
    for person in strictly_checked(form):
        yield from strict_check(person, around.today)
    for person in (*form.directors, *((form.nominated,) if form.nominated else ())):
        yield from _lenient_check(person, around.today)
    for person in form.answering_people:
        yield from barred_lists(person, adults=form.serves_adults, children=form.serves_children)


def about_own_check(form: Manager, around: Around) -> Iterator[Finding]:
    """The same for a registered manager."""
    if form.person is not None:
        yield from strict_check(form.person, around.today)
        yield from barred_lists(form.person, adults=around.serves_adults, children=around.serves_children)


def strictly_checked(form: Application) -> tuple[Person, ...]:
    """Those of an application whose check must be fresh: a provider in person, and partners."""
    return (*form.partners, *((form.person,) if form.person else ()))


def fresh_until(check: RecordCheck) -> date | None:
    """The day on which a check that must be fresh is as old as V-12 lets it be."""
    return later_by(check.made_on, Span(months=FRESH_FOR)) if check.made_on is not None else None


def strict_check(person: Person, today: date) -> Iterator[Finding]:
    """V-12: enhanced, asked for through us, and dated not more than 12 months before the day of sending."""
    check, name = person.check, person.name or "this person"
    if check is None:
        yield _missing_check("V-12", person)
        return
    if check.kind and check.kind != COUNTERSIGNED:
        yield Finding(
            "V-12",
            ERROR,
            f"The criminal record check of {name} must be an enhanced one asked for through us",
            "Ask for it through us. It takes about three weeks.",
            f"{check.at}dbs_kind",
        )
    if check.made_on is not None and is_older(check.made_on, FRESH_FOR, today):
        yield Finding(
            "V-12",
            ERROR,
            f"The criminal record check of {name} is more than 12 months old",
            "Ask for a new one, then enter its number and date.",
            f"{check.at}dbs_on",
        )


def barred_lists(person: Person, *, adults: bool, children: bool) -> Iterator[Finding]:
    """V-14: the check looked at the lists that fit the ages of the people served."""
    if person.check is None or not person.check.lists:
        return
    wanted = [word for word, is_wanted in (("adults", adults), ("children", children)) if is_wanted]
    lacking = [word for word in wanted if word not in person.check.lists]
    if lacking:
        yield Finding(
            "V-14",
            ERROR,
            f"The check of {person.name or 'this person'} did not look at the list for {' and for '.join(lacking)}",
            "Ask for a check that does, or change whom you will support.",
            f"{person.check.at}dbs_lists",
        )


def _lenient_check(person: Person, today: date) -> Iterator[Finding]:
    check = person.check
    if check is None or not check.number:
        yield _missing_check("V-13", person)
    elif check.made_on is not None and is_older(check.made_on, OLD_AFTER, today):
        yield Finding(
            "V-13",
            WARNING,
            f"The criminal record check of {person.name or 'this person'} is more than three years old",
            "You may send it. A newer one saves a question later.",
            f"{check.at}dbs_on",
        )


def _missing_check(rule: str, person: Person) -> Finding:
    at = person.check.at if person.check else person.at.removesuffix("who")
    return Finding(
        rule,
        ERROR,
        f"The criminal record check of {person.name or 'one person'} is missing",
        "Enter its kind, its number and its date.",
        person.at if at == person.at else f"{at}dbs_number",
        is_missing=True,
    )
