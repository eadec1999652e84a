"""Letters: asked for in the transaction that decides them, made by a task, released when the time has come."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.safestring import mark_safe

from sandbox_portal.casework.models import Case
from sandbox_portal.casework.moments import day_in_words, in_words
from sandbox_portal.casework.outbox import queue_mail, queue_task
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.choices import Place
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import people_of

from ..choices import Audience, DocumentKind
from ..merging import assembled, merged_html, merged_line, missing_fields
from ..models import IssuedDocument, LetterTemplate
from ..queries import MAKE_LETTER, held_letters, letters_being_made, newest_letter_template
from .issuing import Paper, issue_document, release_document

LAYOUT = "documents/letter.html"


@transaction.atomic
def issue_letter(
    case: Case,
    *,
    code: str,
    data: Mapping[str, Any],
    by: User | None,
    at: datetime,
    held: bool = False,
    replaces: IssuedDocument | None = None,
    correction_note: str = "",
    occasion: str = "",
) -> None:
    """Ask for a letter in the caller's transaction; a task makes it. The same letter of a case is made once.

    A letter that a case may get several times, such as a request for information, names the `occasion` of each.

    A letter whose words need a fact that `data` does not give is refused here, with its place. `organisation` and
    `reference` are known of every case. A correction names the letter it replaces and says why.
    """
    template = newest_letter_template(code)
    if template is None:
        raise Refused(f"The letter {code} has not been written yet.")
    facts = {**_facts_of(case), **_in_words(data)}
    missing = missing_fields(parts_of(template, facts), facts)
    if missing:
        raise Refused(f"The letter {template} cannot be made: {missing[0]}")
    if replaces is not None and not correction_note:
        raise Refused("A letter that replaces another must say what was wrong.")
    version = replaces.version + 1 if replaces else 1
    letter = {
        "case_id": str(case.pk),
        "template_id": str(template.pk),
        "facts": facts,
        "by_id": str(by.pk) if by else None,
        "at": at.isoformat(),
        "held": held,
        "replaces_id": str(replaces.pk) if replaces else None,
        "correction_note": correction_note,
        "occasion": occasion,
    }
    queue_task(MAKE_LETTER, key=_key(case, code, version, occasion), letter=letter)


def make_letter(letter: Mapping[str, Any], *, by: User | None, at: datetime) -> IssuedDocument:
    """Make a letter that was asked for. Released at once, it is told to the organisation's owners by mail."""
    case = Case.objects.select_related("organisation").get(pk=letter["case_id"])
    template = LetterTemplate.objects.get(pk=letter["template_id"])
    replaces_id = letter["replaces_id"]
    replaces = IssuedDocument.objects.get(pk=UUID(replaces_id)) if replaces_id else None
    paper = _paper(
        case,
        template,
        letter["facts"],
        replaces=replaces,
        correction_note=letter["correction_note"],
        occasion=letter.get("occasion", ""),
    )
    document = issue_document(paper, by=by, at=at, held=letter["held"])
    if document.released_at is not None:
        _tell_owners(document)
    return document


@transaction.atomic
def release_letter(document: IssuedDocument, *, by: User | None, at: datetime) -> IssuedDocument:
    """Show a held letter to its organisation and tell the owners by mail that it is there."""
    document = release_document(document, by=by, at=at)
    _tell_owners(document)
    return document


@transaction.atomic
def release_letters(case: Case, *, by: User | None, at: datetime) -> list[IssuedDocument]:
    """Release every held letter of a case; refused while one of them is still being made."""
    if letters_being_made(case):
        raise Refused(f"A letter of {case} is still being made. Please try again in a minute.")
    return [release_letter(document, by=by, at=at) for document in held_letters(case)]


class Words(Protocol):
    """What a letter is written with: a version of it, or a draft."""

    subject: str
    summary: str
    body: str
    paragraphs: Any


def parts_of(words: Words, facts: Mapping[str, Any]) -> dict[str, str]:
    """The texts of a letter in which fields may stand, with the shared paragraphs these facts lead to."""
    body = assembled(words.body, words.paragraphs, facts)
    return {"subject": words.subject, "summary": words.summary, "body": body}


def letter_html(words: Words, facts: Mapping[str, Any]) -> str:
    """The body of a letter as safe HTML, for the page and the PDF alike."""
    # Markdown without HTML, and every fact escaped by merged_html.
    return mark_safe(merged_html(assembled(words.body, words.paragraphs, facts), facts))  # noqa: S308


def _paper(
    case: Case,
    template: LetterTemplate,
    facts: Mapping[str, Any],
    *,
    replaces: IssuedDocument | None,
    correction_note: str,
    occasion: str,
) -> Paper:
    version = replaces.version + 1 if replaces else 1
    data = {
        "addressee": facts.get("organisation", ""),
        "summary": merged_line(template.summary, facts),
        "facts": facts,
        "correction_note": correction_note,
        "replaces_number": replaces.number if replaces else "",
    }
    return Paper(
        request_key=_key(case, template.code, version, occasion),
        kind=DocumentKind(template.kind),
        title=merged_line(template.subject, facts),
        layout=LAYOUT,
        audience=Audience.ORGANISATION,
        data=data,
        case=case,
        code=template.code,
        template=template,
        replaces=replaces,
        correction_note=correction_note,
        rendered={"body": letter_html(template, facts)},
    )


def _key(case: Case, code: str, version: int, occasion: str) -> str:
    """By which a letter is known that was asked for twice."""
    return f"letter-{case.pk}-{code}-{version}" + (f"-{occasion}" if occasion else "")


def _tell_owners(document: IssuedDocument) -> None:
    """One mail to each owner, once. It names nobody and says nothing of what the letter says."""
    case = document.case
    if case is None or case.organisation is None:
        return
    address = settings.PORTAL_URL + reverse("document-page", args=[document.pk])
    for owner in people_of(case.organisation, Place.OWNER):
        queue_mail(
            "documents/letter_waiting",
            to=owner.email,
            key=f"letter-waiting-{document.pk}-{owner.pk}",
            context={"name": owner.name, "number": document.number, "link": address},
        )


def _facts_of(case: Case) -> dict[str, Any]:
    return {
        "organisation": case.organisation.name if case.organisation else "",
        "reference": case.reference or "",
    }


def _in_words(value: Any) -> Any:
    """Plain JSON for the snapshot: days and moments as people say them, numbers as written."""
    if isinstance(value, Mapping):
        return {str(key): _in_words(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_in_words(each) for each in value]
    if isinstance(value, datetime):
        return in_words(value)
    if isinstance(value, date):
        return day_in_words(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal | int | float):
        return str(value)
    return value if value is None else str(value)
