"""What a one-time link of a member is for: their own facts, and nobody else's."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.people.links import LinkFacts, LinkPurpose

from .actions.members import PURPOSE, keep_members_answer, keep_members_decline
from .choices import Checked, Insured, MemberSays
from .forms.members import AnythingElse, AreTheyRight, AreYouInsured, WhenChecked
from .models import Member
from .queries.members import answerable_member


def facts_in_words(member: Member) -> tuple[tuple[str, str], ...]:
    place = ", ".join(part for part in (member.town, member.postcode) if part)
    return (
        ("Name", member.name),
        ("What you are", member.get_kind_display()),
        ("Where you work", place),
        ("People you support", str(member.people_supported)),
    )


def _facts(subject: UUID) -> LinkFacts | None:
    member = answerable_member(subject)
    if member is None:
        return None
    body = member.organisation.name
    return LinkFacts(
        title=f"{body} says that you are one of its members",
        intro=f"{body} speaks to us for all of its members. Please look at what it writes of you.",
        lines=(("Asked by", body), *facts_in_words(member)),
        privacy=f"{body} and our staff read your answers. No other member ever does.",
    )


def _forms(subject: UUID) -> Sequence[Callable[..., PageForm]]:
    member = answerable_member(subject)
    if member is None:
        return ()
    facts = ". ".join(f"{label}: {words}" for label, words in facts_in_words(member)) + "."
    first = partial(AreTheyRight, body=member.organisation.name, facts=facts)
    return (first, WhenChecked, AreYouInsured, AnythingElse)


def _shown(subject: UUID, answers: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    return (
        ("Are your details right?", MemberSays(answers["says"]).label),
        ("Criminal record check", Checked(answers["checked"]).label),
        ("Insured", Insured(answers["insured"]).label),
        ("To put right or to add", str(answers.get("words", ""))),
    )


def _answer(subject: UUID, answers: Mapping[str, Any], at: datetime) -> None:
    keep_members_answer(subject, answers=answers, by=None, at=at)


def _decline(subject: UUID, reason: str, at: datetime) -> None:
    keep_members_decline(subject, reason=reason, by=None, at=at)


CONFIRM_MEMBERSHIP = LinkPurpose(
    code=PURPOSE, facts=_facts, forms=_forms, shown=_shown, answer=_answer, decline=_decline
)
