"""Every rule, in the order in which people read what it found."""

from collections.abc import Callable, Iterator, Mapping

from sandbox_portal.questions.findings import Finding, Weight

from .entity import (
    about_individual,
    about_legal_form,
    about_live_application,
    about_locations,
    about_managers,
    about_scope,
    about_signature,
    about_the_trial,
)
from .facts import Application, Around, Manager
from .manager import about_history, about_oversight, about_own_signature, about_referees
from .money import about_forecast, about_insurance, about_viability
from .papers import about_documents
from .people_checks import about_checks, about_own_check
from .privacy import about_privacy
from .purpose import about_statement
from .size import about_circles, about_size, about_start

RULES: tuple[Callable[[Application, Around], Iterator[Finding]], ...] = (
    about_scope,
    about_the_trial,
    about_legal_form,
    about_individual,
    about_live_application,
    about_checks,
    about_viability,
    about_forecast,
    about_insurance,
    about_start,
    about_locations,
    about_managers,
    about_size,
    about_circles,
    about_statement,
    about_documents,
    about_signature,
)
RULES_OF_A_MANAGER: tuple[Callable[[Manager, Around], Iterator[Finding]], ...] = (
    about_own_check,
    about_history,
    about_referees,
    about_oversight,
    about_own_signature,
)


def validate(form: Application, around: Around) -> tuple[Finding, ...]:
    """What the rules find in an organisation's part; nothing when all is well."""
    found = [finding for rule in RULES for finding in rule(form, around)]
    return (*found, *_of_words(form.words, form.texts, around))


def validate_manager(form: Manager, around: Around) -> tuple[Finding, ...]:
    """The same for a manager's own part."""
    found = [finding for rule in RULES_OF_A_MANAGER for finding in rule(form, around)]
    return (*found, *_of_words(form.words, form.texts, around))


def _of_words(words: Mapping[str, int], texts: Mapping[str, str], around: Around) -> Iterator[Finding]:
    """V-02, V-27 and V-30: what is looked at in every answer."""
    for key, count in words.items():
        limit = around.limits.get(key)
        if limit is not None and count > limit:
            yield Finding(
                "V-02",
                Weight.ERROR,
                f"This answer has {count} words, and {limit} is the most",
                "Make it shorter. Nothing is cut off by itself.",
                key,
            )
    yield from about_privacy(texts)
    for key in around.changed:
        yield Finding("V-30", Weight.INFORMATION, "Changed since it came back", question=key)
