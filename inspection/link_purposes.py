"""What one-time links of inspection are for: a comment on a draft, feedback on a service, good practice."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from sandbox_portal.casework.refusals import Refused
from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.people.links import LinkFacts, LinkPurpose

from .actions.feedback import PURPOSE as FEEDBACK
from .actions.feedback import Given, give_feedback_by_letter, leave_letter
from .actions.materials_comments import PURPOSE as COMMENT
from .actions.materials_comments import keep_comment, keep_comment_declined
from .actions.practice import PURPOSE as PRACTICE
from .actions.practice import keep_practice, keep_practice_declined
from .choices.materials import CommentSays
from .forms.feedback import OneQuestion, QuoteAndTalk
from .forms.materials import CommentSaysForm, CommentWordsForm
from .forms.practice import PracticeKnownBy, PracticeWords
from .models import MaterialsVersion
from .queries.feedback import answerable_letter, asked_in
from .queries.materials import answerable_comment
from .queries.practice import answerable_practice
from .rulebook.feedback import Asked, words_key


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


def _feedback_facts(subject: UUID) -> LinkFacts | None:
    letter = answerable_letter(subject)
    if letter is None:
        return None
    name = letter.request.assessment.subject_name
    return LinkFacts(
        title=f"What is the support of {name} like?",
        intro="We look at how good this support is. You know it. You may leave out what you do not want to answer.",
        lines=(("About", name), ("You are", letter.request.get_group_display())),
        privacy=(
            "We do not ask who you are, and keep your answers apart from your address. Our inspectors read them. "
            f"{name} never learns that we asked you, or that you answered."
        ),
    )


def _feedback_forms(subject: UUID) -> Sequence[Callable[..., PageForm]]:
    letter = answerable_letter(subject)
    if letter is None:
        return ()
    asked = asked_in(letter.request.question_set)
    return (*(partial(OneQuestion, asked=each) for each in asked), QuoteAndTalk)


def _feedback_shown(subject: UUID, answers: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    letter = answerable_letter(subject)
    if letter is None:
        return ()
    rows = [(each.label, _in_words(each, answers)) for each in asked_in(letter.request.question_set)]
    quoted = "It may be printed, without your name" if answers.get("may_quote") else "It may not be printed"
    talk = f"You would like to talk: {answers['reach']}" if answers.get("reach") else ""
    return [*rows, ("Before you send it", ". ".join(part for part in (quoted, talk) if part))]


def _in_words(asked: Asked, answers: Mapping[str, Any]) -> str:
    chosen, more = str(answers.get(asked.key, "")), str(answers.get(words_key(asked.key), ""))
    return "\n".join(part for part in (asked.labels.get(chosen, "" if asked.labels else chosen), more) if part)


def _feedback_answer(subject: UUID, answers: Mapping[str, Any], at: datetime) -> None:
    letter = answerable_letter(subject)
    if letter is None:
        raise Refused("This cannot be answered any more.")
    keys = [key for each in asked_in(letter.request.question_set) for key in (each.key, words_key(each.key))]
    said = {key: str(answers[key]) for key in keys if answers.get(key)}
    given = Given(said, may_quote=bool(answers.get("may_quote")), reach=str(answers.get("reach", "")))
    give_feedback_by_letter(letter, given=given, by=None, at=at)


def _feedback_decline(subject: UUID, reason: str, at: datetime) -> None:
    letter = answerable_letter(subject)
    if letter is not None:
        leave_letter(letter, by=None, at=at)


FEEDBACK_ON_CARE = LinkPurpose(
    code=FEEDBACK,
    facts=_feedback_facts,
    forms=_feedback_forms,
    shown=_feedback_shown,
    answer=_feedback_answer,
    decline=_feedback_decline,
)


def _practice_facts(subject: UUID) -> LinkFacts | None:
    shared = answerable_practice(subject)
    if shared is None:
        return None
    name = shared.assessment.subject_name
    return LinkFacts(
        title="What works well where you are?",
        intro=f"We look at how {name} can get better. Please tell us what works well elsewhere. You need no account.",
        lines=(("Asked", shared.partner), ("To help", name)),
        privacy=(
            f"We keep what you say as the words of {shared.partner}. Our inspectors read it. If they take it over, "
            f"{name} can read it with your name. Please name nobody else."
        ),
    )


def _practice_forms(subject: UUID) -> Sequence[Callable[..., PageForm]]:
    return (PracticeWords, PracticeKnownBy) if answerable_practice(subject) else ()


def _practice_shown(subject: UUID, answers: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    known = str(answers.get("known_by", ""))
    return (("What works well", str(answers.get("words", ""))), ("How you know", known or "You left this out"))


def _practice_answer(subject: UUID, answers: Mapping[str, Any], at: datetime) -> None:
    keep_practice(subject, answers=answers, by=None, at=at)


def _practice_decline(subject: UUID, reason: str, at: datetime) -> None:
    keep_practice_declined(subject, reason=reason, by=None, at=at)


GOOD_PRACTICE = LinkPurpose(
    code=PRACTICE,
    facts=_practice_facts,
    forms=_practice_forms,
    shown=_practice_shown,
    answer=_practice_answer,
    decline=_practice_decline,
)
