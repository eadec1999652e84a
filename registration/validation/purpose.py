"""The statement of purpose and its five items (Schedule 3 of the registration regulations): V-20."""

from collections.abc import Iterator
from dataclasses import dataclass

from sandbox_portal.questions.findings import Finding, Weight

from .facts import INDIVIDUAL, Application, Around


@dataclass(frozen=True)
class Item:
    """One of the five things a statement of purpose must hold, and the questions that still lack an answer."""

    number: int
    title: str
    lacking: tuple[tuple[str, str], ...] = ()  # question, what is missing

    @property
    def is_there(self) -> bool:
        return not self.lacking


def five_items(form: Application, around: Around) -> tuple[Item, ...]:
    """The items in the order of the law, each with what it lacks."""
    return (
        Item(1, "Aims and objectives", _lacking((form.aims, "aims", "what you want to achieve"))),
        Item(
            2,
            "The services and the needs they meet",
            _lacking(
                (form.kinds_and_needs, "kinds_and_needs", "what help you give"),
                (form.activities, "activities", "what your service will do"),
                (form.people_served, "people_served", "whom you will support"),
            ),
        ),
        Item(3, "Who provides it, and how to reach them", _contact(form, around)),
        Item(4, "Legal status", _lacking((form.legal_form, "legal_form", "how you are set up"))),
        Item(5, "Where it is run from", _places(form)),
    )


def about_statement(form: Application, around: Around) -> Iterator[Finding]:
    """V-20: all five are there before the statement counts as confirmed."""
    if not form.statement_confirmed:
        return
    for item in five_items(form, around):
        for question, what in item.lacking:
            place = "managers" if question == "managers" else ""
            yield Finding(
                "V-20",
                Weight.ERROR,
                f"Your statement of purpose does not say {what}",
                "Answer it, then read the statement once more.",
                "" if place else question,
                is_missing=True,
                place=place,
            )


def _lacking(*wanted: tuple[object, str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((question, what) for value, question, what in wanted if not value)


def _contact(form: Application, around: Around) -> tuple[tuple[str, str], ...]:
    provider = _lacking(
        (form.registered_name, "registered_name", "your full legal name"),
        (form.address, "address", "your business address"),
        (form.email, "office_email", "your email address"),
        (form.telephone, "office_phone", "your telephone number"),
    )
    needs_manager = form.legal_form not in {"", INDIVIDUAL} or form.runs_it_alone is False
    named = [manager for manager in around.managers if manager.name]
    return (*provider, *_lacking((named or not needs_manager, "managers", "who your registered manager is")))


def _places(form: Application) -> tuple[tuple[str, str], ...]:
    if not form.locations:
        return (("locations", "which places you work from"),)
    return tuple((each.at, f"the address of {each.name or 'a place'}") for each in form.locations if not each.address)
