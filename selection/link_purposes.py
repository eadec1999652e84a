"""What one-time links of a selection are for: a partner confirms what an applicant says of it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.people.links import LinkFacts, LinkPurpose

from .actions.confirmations import PURPOSE, keep_partners_answer, keep_partners_decline
from .choices import PartnerSays
from .forms.confirmations import InYourWords, IsItRight
from .queries.confirmations import confirmation_of


def _facts(subject: UUID) -> LinkFacts | None:
    """The name of the provider and its words about this partner; of the application nothing else (B08)."""
    confirmation = confirmation_of(subject)
    if confirmation is None:
        return None
    provider = confirmation.application.organisation.name
    return LinkFacts(
        title=f"{provider} says that it works with you",
        intro=f"{provider} is applying to take part in a round of ours, and names you as a partner. Is that right?",
        lines=(("Asked by", provider), ("You are", confirmation.partner), ("They write of you", confirmation.part)),
        privacy=f"The panel that reads the application reads your answer. {provider} sees only that you have answered.",
    )


def _forms(subject: UUID) -> Sequence[Callable[..., PageForm]]:
    confirmation = confirmation_of(subject)
    if confirmation is None:
        return ()
    provider = confirmation.application.organisation.name
    first = partial(IsItRight, provider=provider, partner=confirmation.partner, part=confirmation.part)
    return (first, partial(InYourWords, provider=provider))


def _shown(subject: UUID, answers: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    words = str(answers.get("words", ""))
    return (("Is it right?", PartnerSays(answers["says"]).label), ("In your words", words))


def _answer(subject: UUID, answers: Mapping[str, Any], at: datetime) -> None:
    keep_partners_answer(subject, answers=answers, by=None, at=at)


def _decline(subject: UUID, reason: str, at: datetime) -> None:
    keep_partners_decline(subject, reason=reason, by=None, at=at)


CONFIRM_PARTNERSHIP = LinkPurpose(
    code=PURPOSE, facts=_facts, forms=_forms, shown=_shown, answer=_answer, decline=_decline
)
