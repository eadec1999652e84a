"""What the one-time link in the hand of somebody we typed for is for: the answers typed, and nothing else."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from itertools import groupby
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.people.links import LinkFacts, LinkPurpose

from .actions.typed import PURPOSE, keep_typed_answers_declined, keep_typed_answers_said
from .choices import TypedSays
from .forms_typed import AreTheseRight
from .typed import Said, answerable_check, said_of

ANSWERS_READ_A_MINUTE = 4


def _facts(subject: UUID) -> LinkFacts | None:
    """Who typed, and for whom; not one answer stands here, where a scanner of mail looks (B08)."""
    check = answerable_check(subject)
    if check is None or check.response.case.organisation is None:
        return None
    provider, form = check.response.case.organisation.name, check.response.question_set.title
    return LinkFacts(
        title=_("Is what we typed for you right?"),
        intro=_("Somebody of ours typed answers for %(provider)s. Please look at each one.") % {"provider": provider},
        lines=((_("Asked by"), check.asked_by.name), (_("Organisation"), provider), (_("Form"), form)),
        privacy=_("People of %(provider)s and our staff who work on its case read what you say.")
        % {"provider": provider},
        minutes=max(3, check.answers.count() // ANSWERS_READ_A_MINUTE),
    )


def _sections(subject: UUID) -> list[tuple[str, list[Said]]]:
    check = answerable_check(subject)
    if check is None:
        return []
    rows = groupby(said_of(check), key=lambda said: (said.answer.section_key, said.section))
    return [(section, list(said)) for (_key, section), said in rows]


def _forms(subject: UUID) -> Sequence[Callable[..., PageForm]]:
    return [partial(AreTheseRight, section=section, said=said) for section, said in _sections(subject)]


def _shown(subject: UUID, answers: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    return [(section, "\n".join(_in_words(each, answers) for each in said)) for section, said in _sections(subject)]


def _in_words(said: Said, answers: Mapping[str, Any]) -> str:
    says = TypedSays(answers[f"says_{said.answer.pk}"])
    if says == TypedSays.RIGHT:
        return _("%(question)s: right") % {"question": said.label}
    return _("%(question)s: wrong. %(words)s") % {"question": said.label, "words": answers[f"words_{said.answer.pk}"]}


def _answer(subject: UUID, answers: Mapping[str, Any], at: datetime) -> None:
    keep_typed_answers_said(subject, answers=answers, by=None, at=at)


def _decline(subject: UUID, reason: str, at: datetime) -> None:
    keep_typed_answers_declined(subject, reason=reason, by=None, at=at)


CONFIRM_TYPED_ANSWERS = LinkPurpose(
    code=PURPOSE, facts=_facts, forms=_forms, shown=_shown, answer=_answer, decline=_decline
)
