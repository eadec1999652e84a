"""The organisation's file: what it told us, and what of it can be said again in another form.

| who                                             | sees of the file                          |
|-------------------------------------------------|-------------------------------------------|
| an owner or a signatory of the organisation     | everything                                |
| anybody else in its team                        | what is for the whole team                |
| somebody who was given a section and no more    | of these, what that section asks          |
| staff, people of other organisations            | nothing                                   |
"""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from sandbox_portal.casework.kinds import kind_of
from sandbox_portal.casework.looks import once_a_look
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.voices import speaks_for
from sandbox_portal.documents.models import Attachment
from sandbox_portal.documents.queries import attachments_visible_to
from sandbox_portal.people.choices import Place
from sandbox_portal.people.models import Organisation, User
from sandbox_portal.people.permissions import may_write_for_organisation
from sandbox_portal.people.queries import organisation_places

from .choices import Rest
from .engine import Given
from .models import KeptAnswer, KeptAnswerUpdate, SectionHandover
from .organisation_facts import FactKind, fact_kinds, mapped_questions
from .published import document_of
from .spoken import answer_lines

SIGN = (Place.OWNER, Place.SIGNATORY)
NOT_A_WRITER = "You may read the file of your organisation, not change it. Ask an owner of your team."


def kept_answers_visible_to(user: User) -> QuerySet[KeptAnswer]:
    """Every version of what the person's own organisations told us, by the table above."""
    return KeptAnswer.objects.filter(_visible(user)).select_related("case", "said_by")


def updates_visible_to(user: User) -> QuerySet[KeptAnswerUpdate]:
    """Sent answers that differ from the file, and wait for a word of the organisation; by the same table."""
    waiting = KeptAnswerUpdate.objects.filter(_visible(user), settled_at=None)
    return waiting.select_related("response__case", "said_by").order_by("key", "pk")


def _visible(user: User) -> Q:
    if speaks_for(user):
        return Q(pk__in=[])  # they type in one form; the organisation's file is not part of it
    places = organisation_places(user)
    signing = [organisation for organisation, place in places.items() if place in SIGN]
    kept_close = [key for key, kind in fact_kinds().items() if kind.is_for_signatories]
    seen = Q(organisation__in=signing) | (Q(organisation__in=places) & ~Q(key__in=kept_close))
    for organisation, section in lent_sections(user).items():
        seen &= ~Q(organisation=organisation) | Q(key__in=section.facts)
    return seen


@dataclass
class Lent:
    """What the sections say that are all somebody sees of their organisation: its facts, and its questions by case."""

    facts: set[str]
    questions: dict[UUID, set[str]]


@once_a_look
def lent_sections(user: User) -> dict[UUID, Lent]:
    """The sections of people who were given them and nothing else, by organisation; no query for owners."""
    bound = [organisation for organisation, place in organisation_places(user).items() if place != Place.OWNER]
    if not bound:
        return {}
    held = SectionHandover.objects.filter(holder=user, ended_at=None, response__case__organisation__in=bound)
    found: dict[UUID, Lent] = {}
    wider: set[UUID] = set()
    for handover in held.select_related("response__question_set", "response__case"):
        organisation, document = handover.response.case.organisation_id, document_of(handover.response.question_set)
        section = document.section(handover.section_key)
        if handover.rest != Rest.NOTHING or section is None or organisation is None:
            wider |= {organisation} if organisation else set()
            continue
        keys = {question.key for question in section.questions}
        lent = found.setdefault(organisation, Lent(set(), {}))
        lent.facts |= {kind.key for key, kind in mapped_questions(document).items() if key in keys}
        lent.questions.setdefault(handover.response.case_id, set()).update(keys)
    return {organisation: lent for organisation, lent in found.items() if organisation not in wider}


def kinds_visible_to(organisation: Organisation, user: User) -> list[FactKind]:
    """The kinds of fact this person may see in an organisation's file, by the same table."""
    place, lent = organisation_places(user).get(organisation.pk), lent_sections(user).get(organisation.pk)
    if place is None:
        return []
    kinds = [kind for kind in fact_kinds().values() if place in SIGN or not kind.is_for_signatories]
    return [kind for kind in kinds if lent is None or kind.key in lent.facts]


def file_refusal(organisation: Organisation, user: User) -> str | None:
    """Why this person may not change the file; None when they may."""
    of_it = KeptAnswer(organisation=organisation)
    return None if may_write_for_organisation.test(user, of_it) else NOT_A_WRITER


def newest(kept: QuerySet[KeptAnswer]) -> list[KeptAnswer]:
    """What stands now of these: the newest version of each, without what was taken out; one statement."""
    return [each for each in newest_versions(kept) if each.raw is not None]


def newest_versions(kept: QuerySet[KeptAnswer]) -> list[KeptAnswer]:
    """The newest version of each of these, also of what was taken out; one statement."""
    rows = kept.order_by("organisation", "key", "-version").distinct("organisation", "key")
    return [each for each in rows if each.key in fact_kinds()]


def current_answers(organisation: Organisation | UUID | None, user: User) -> dict[str, KeptAnswer]:
    """What the file of an organisation says now, as far as this person may see, by the kind of fact."""
    if organisation is None:
        return {}
    return {each.key: each for each in newest(kept_answers_visible_to(user).filter(organisation=organisation))}


def versions_of_fact(organisation: Organisation, key: str, user: User) -> list[KeptAnswer]:
    """Everything one fact ever was, the newest first."""
    return list(kept_answers_visible_to(user).filter(organisation=organisation, key=key).order_by("-version"))


def documents_of(organisation: Organisation, user: User) -> QuerySet[Attachment]:
    """The files of an organisation's cases that stand, as far as this person may see."""
    files = attachments_visible_to(user).filter(case__organisation=organisation, replaced_at=None)
    lent = lent_sections(user).get(organisation.pk)
    if lent is not None:
        mine = Q(pk__in=[])
        for case, keys in lent.questions.items():
            mine |= Q(case=case, question_key__in=keys)
        files = files.filter(mine)
    return files.select_related("case", "uploaded_by")


def source_words(case: Case | None) -> str:
    """Where something was said: “your application R5-003”, or “the file of your organisation”."""
    if case is None:
        return "the file of your organisation"
    return f"your {kind_of(case).label.lower()} {case.reference or ''}".strip()


def lines_of(kept: KeptAnswer | KeptAnswerUpdate) -> list[str]:
    """What a fact says, in words."""
    kind = fact_kinds()[kept.key]
    return answer_lines(kind.as_question(), kept.raw, Given()) if kept.raw is not None else []
