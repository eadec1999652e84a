"""What the answers of an application say of who applies for what, in the words the record keeps."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sandbox_portal.casework.models import Case
from sandbox_portal.questions.engine import Choice
from sandbox_portal.questions.expanding import item_key
from sandbox_portal.questions.queries import answers_of, document_of, response_of
from sandbox_portal.questions.raw import items_in

from ..models import RegistrationApplication, ScopeRun
from .scope import outcomes_in_words
from .told import typed_in_words

MOST_RESULTS = 50

BY_COMPANY_NUMBER = frozenset({"company", "community_interest_company", "llp"})


def entity_of(organisation_id: UUID | None, answers: dict[str, Any]) -> str:
    """The person or body in law that applies (V-28): by its number where it has one, by its account otherwise."""
    form = _plain(answers.get("legal_form"))
    company, charity = _number(answers.get("company_number")), _number(answers.get("charity_number"))
    if form in BY_COMPANY_NUMBER and company:
        return f"company:{company}"
    if form == "charity" and charity:
        return f"charity:{charity}"
    return f"organisation:{organisation_id}"


def kinds_in(answers: dict[str, Any]) -> list[str]:
    """The kinds of service applied for (S1.2)."""
    raw = answers.get("service_kinds")
    chosen = raw.get("chosen", []) if isinstance(raw, dict) else raw
    return [each for each in chosen if isinstance(each, str)] if isinstance(chosen, list) else []


def terms_in(application: RegistrationApplication, answers: dict[str, Any]) -> dict[str, Any]:
    """The declaration as it was signed, with the words it had then."""
    response = response_of(application.case)
    question = document_of(response.question_set).questions.get("declaration") if response else None
    words = [choice.label for choice in question.choices] if question else []
    return {"words": words, "signed": answers.get("declaration")}


def results_of(case: Case) -> tuple[Choice, ...]:
    """The saved results of “Do you need to register?”, the newest first, and that there is none (S1.1)."""
    own = ScopeRun.objects.filter(organisation=case.organisation_id).select_related("tree")
    runs = list(own.order_by("-saved_at", "pk")[:MOST_RESULTS])
    words = outcomes_in_words(runs)
    saved = (Choice(str(run.pk), f"{run.name}: {'; '.join(words[run.pk])}") for run in runs)
    return (*saved, Choice("none", "We have saved no result"))


def known_of(application: RegistrationApplication) -> dict[str, object]:
    """What the organisation told us when it made its account, and its newest result, offered again (say it once)."""
    organisation = application.organisation
    facts = {
        "scope_result": str(application.scope_run_id) if application.scope_run_id else "",
        "registered_name": organisation.name,
        "company_number": organisation.company_number,
        "charity_number": organisation.charity_number,
    }
    return {key: value for key, value in facts.items() if value}


def places_of(application: RegistrationApplication) -> tuple[Choice, ...]:
    """The places named in the application as it stands, by their names."""
    response = response_of(application.case)
    answers = answers_of(response) if response else {}
    items = items_in(answers.get("locations"))
    names = [str(answers.get(item_key("locations", item, "name")) or "").strip() for item in items]
    return tuple(
        Choice(item, name or f"Place {number}") for number, (item, name) in enumerate(zip(items, names, strict=True), 1)
    )


def before_you_start(application: RegistrationApplication, managers: Sequence[Any]) -> dict[str, Any]:
    """What is read above the tasks: managers and their parts, what the scope result said, who types for whom."""
    run = application.scope_run
    return {
        "application": application,
        "run": run,
        "outcomes": outcomes_in_words([run])[run.pk] if run else [],
        "managers": managers,
        "typed_in": typed_in_words(application),
    }


def _plain(raw: Any) -> str:
    return str(raw.get("chosen", "") if isinstance(raw, dict) else raw or "")


def _number(raw: Any) -> str:
    return "".join(str(raw or "").upper().split())[:40]
