"""New words for a letter: written by one person, looked at, and published by another (R-911)."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.choices import Role
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import roles_of

from ..content import faults_of, shared_texts
from ..merging import paragraphs_in
from ..models import LetterDraft, LetterTemplate
from ..queries import newest_letter_template

WRITERS = frozenset({Role.PROGRAMME_LEAD, Role.CONTENT_EDITOR})


@dataclass(frozen=True)
class NewWords:
    subject: str
    summary: str
    body: str
    change_note: str = ""


@transaction.atomic
def start_letter_draft(code: str, *, by: User, at: datetime) -> LetterDraft:
    """Begin new words from the newest version; one draft of a letter at a time."""
    _refuse_unless_writer(by)
    newest = newest_letter_template(code)
    if newest is None:
        raise Refused(f"There is no letter {code}.")
    newest = LetterTemplate.objects.select_for_update().get(pk=newest.pk)
    if newest.drafts.filter(closed_at=None).exists():
        raise Refused("Somebody has already begun new words for this letter. Open that draft.")
    return LetterDraft.objects.create(
        based_on=newest,
        subject=newest.subject,
        summary=newest.summary,
        body=newest.body,
        written_by=by,
        written_at=at,
    )


@transaction.atomic
def save_letter_draft(draft: LetterDraft, *, words: NewWords, revision: int, by: User, at: datetime) -> LetterDraft:
    """Keep what was written, faults and all; what is wrong with it stops its publication, not its saving."""
    draft = _open_draft(draft, revision, by)
    draft.subject, draft.summary, draft.body = words.subject, words.summary, words.body
    draft.change_note, draft.written_by, draft.written_at = words.change_note, by, at
    draft.revision += 1
    draft.save()
    return draft


@transaction.atomic
def publish_letter_draft(draft: LetterDraft, *, revision: int, by: User, at: datetime) -> LetterTemplate:
    """Make the draft the newest version, from now on and for ever. Another person than its writer does it."""
    draft = _open_draft(draft, revision, by)
    if draft.written_by_id == by.pk:
        raise Refused("Somebody else must publish these words: you wrote them.")
    unfit = faults_of(draft)
    if unfit:
        raise Refused(f"These words cannot be published: {unfit[0]}")
    based_on = draft.based_on
    newest = LetterTemplate.objects.filter(code=based_on.code).order_by("-version").select_for_update()[0]
    if newest.pk != based_on.pk:
        raise Refused(f"{newest} came in the meantime. Close this draft and begin again from that version.")
    library = shared_texts()
    template = LetterTemplate.objects.create(
        code=based_on.code,
        version=based_on.version + 1,
        kind=based_on.kind,
        subject=draft.subject,
        summary=draft.summary,
        body=draft.body,
        paragraphs={each.name: library[each.name] for each in paragraphs_in(draft.body)},
        used_when=based_on.used_when,
        published_at=at,
        published_by=by,
    )
    draft.closed_at, draft.closed_by, draft.became = at, by, template
    draft.save(update_fields=["closed_at", "closed_by", "became"])
    return template


@transaction.atomic
def close_letter_draft(draft: LetterDraft, *, by: User, at: datetime) -> LetterDraft:
    """Give the new words up. They stay written down, and nobody works on them any more."""
    _refuse_unless_writer(by)
    draft = _locked(draft)
    draft.closed_at, draft.closed_by = at, by
    draft.save(update_fields=["closed_at", "closed_by"])
    return draft


def _open_draft(draft: LetterDraft, revision: int, by: User) -> LetterDraft:
    _refuse_unless_writer(by)
    draft = _locked(draft)
    if draft.revision != revision:
        raise Refused("Somebody saved other words after you opened this page. Open the draft again.")
    return draft


def _locked(draft: LetterDraft) -> LetterDraft:
    draft = LetterDraft.objects.select_for_update(of=("self",)).select_related("based_on").get(pk=draft.pk)
    if draft.closed_at is not None:
        raise Refused("This draft is closed, so it cannot be changed.")
    return draft


def _refuse_unless_writer(by: User) -> None:
    if not WRITERS & roles_of(by):
        raise Refused("Only content editors and programme leads write letters.")
