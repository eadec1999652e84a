"""What one-time links of inspection are for: a comment on a draft, and feedback on a service."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.people.links import LinkFacts, LinkPurpose

from .actions.materials_comments import PURPOSE as COMMENT
from .actions.materials_comments import keep_comment, keep_comment_declined
from .choices.materials import CommentSays
from .forms.materials import CommentSaysForm, CommentWordsForm
from .models import MaterialsVersion
from .queries.materials import answerable_comment


def _page_of(version: MaterialsVersion) -> str:
    return settings.PORTAL_URL + reverse("materials-detail", args=[version.series, version.number])


def _comment_facts(subject: UUID) -> LinkFacts | None:
    comment = answerable_comment(subject)
    if comment is None:
        return None
    version = comment.version
    return LinkFacts(
        title=f"What do you think of our draft {version.number}?",
        intro="We make what our inspectors ask and look at better after each trial. Please tell us what you think.",
        lines=(
            ("Asked", comment.organisation_name),
            ("The draft", version.title),
            ("Read it at", _page_of(version)),
        ),
        privacy="Our staff read what you say, with the name of your organisation, and write what becomes of it.",
    )


def _comment_forms(subject: UUID) -> Sequence[Callable[..., PageForm]]:
    comment = answerable_comment(subject)
    if comment is None:
        return ()
    first = partial(CommentSaysForm, title=comment.version.title, address=_page_of(comment.version))
    return (first, CommentWordsForm)


def _comment_shown(subject: UUID, answers: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    said = CommentSays(answers["says"]).label
    return (("What you think of it", said), ("What should be different", str(answers.get("words", ""))))


def _comment_answer(subject: UUID, answers: Mapping[str, Any], at: datetime) -> None:
    keep_comment(subject, answers=answers, by=None, at=at)


def _comment_decline(subject: UUID, reason: str, at: datetime) -> None:
    keep_comment_declined(subject, reason=reason, by=None, at=at)


COMMENT_ON_MATERIALS = LinkPurpose(
    code=COMMENT,
    facts=_comment_facts,
    forms=_comment_forms,
    shown=_comment_shown,
    answer=_comment_answer,
    decline=_comment_decline,
)
