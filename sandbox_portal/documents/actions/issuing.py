"""Make a document, give it its number, and keep it for ever."""

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.urls import reverse

from sandbox_portal.casework.audit import latest_anchor
from sandbox_portal.casework.events import record
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.moments import day_in_words
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.working_days import LONDON
from sandbox_portal.govuk.context import portal
from sandbox_portal.people.choices import Role
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import roles_of

from .. import storage
from ..choices import NUMBER_PREFIX, Audience, DocumentKind
from ..models import IssuedDocument, LetterTemplate, Withdrawal
from ..pdf import LETTER, Limits, render_pdf
from ..signing import signed

ISSUED = "issued"


@dataclass(frozen=True)
class Paper:
    """What to make. `request_key` names the request: asked for twice, it is made once.

    `data` is the snapshot: plain JSON, and the whole context of the layout but for `document` and `rendered` (HTML that
    was made from the snapshot and can be made again from it).
    """

    request_key: str
    kind: DocumentKind
    title: str
    layout: str
    audience: Audience
    data: Mapping[str, Any]
    case: Case | None = None
    code: str = ""
    template: LetterTemplate | None = None
    replaces: IssuedDocument | None = None
    correction_note: str = ""
    rendered: Mapping[str, Any] = field(default_factory=dict)
    limits: Limits = LETTER


def issue_document(paper: Paper, *, by: User | None, at: datetime, held: bool = False) -> IssuedDocument:
    """Make the PDF, keep it, and write its row. Held documents wait for their release; others are out at once.

    Slow: call it from a task. A repeated request returns the document that is there.
    """
    existing = IssuedDocument.objects.filter(request_key=paper.request_key).first()
    if existing:
        return existing
    number = _next_number(paper.kind, at)
    context = {**paper.data, **paper.rendered, "document": _about(paper, number, at)}
    pdf = signed(render_pdf(paper.layout, context, title=paper.title, limits=paper.limits))
    stored_name, sha256, size = storage.keep(io.BytesIO(pdf), folder=ISSUED)
    with transaction.atomic():
        document, created = IssuedDocument.objects.get_or_create(
            request_key=paper.request_key,
            defaults={
                "case": paper.case,
                "kind": paper.kind,
                "code": paper.code,
                "number": number,
                "title": paper.title,
                "version": paper.replaces.version + 1 if paper.replaces else 1,
                "replaces": paper.replaces,
                "correction_note": paper.correction_note,
                "template": paper.template,
                "layout": paper.layout,
                "data": paper.data,
                "sha256": sha256,
                "size": size,
                "stored_name": stored_name,
                "audience": paper.audience,
                "issued_at": at,
                "issued_by": by,
            },
        )
        if created and not held:
            document = release_document(document, by=by, at=at)
    return document


def release_document(document: IssuedDocument, *, by: User | None, at: datetime) -> IssuedDocument:
    """Let its audience see it, once. The timeline says so only now, so that a held letter gives nothing away."""
    with transaction.atomic():
        document = IssuedDocument.objects.select_for_update(of=("self",)).select_related("case").get(pk=document.pk)
        if document.released_at is not None:
            raise Refused(f"{document.number} has already been sent.")
        document.released_at, document.released_by = at, by
        document.save(update_fields=["released_at", "released_by"])
        if document.case is not None and document.audience != Audience.STAFF:
            what = {"number": document.number, "code": document.code, "sha256": document.sha256}
            record(document.case, verb=f"{document.get_kind_display().lower()} sent", by=by, at=at, data=what)
    return document


@transaction.atomic
def withdraw_document(document: IssuedDocument, *, reason: str, by: User, at: datetime) -> Withdrawal:
    """Say that a document no longer holds. It stays readable, and everybody who checks it is told so."""
    if Role.PROGRAMME_LEAD not in roles_of(by):
        raise Refused("Only a programme lead can withdraw a document.")
    return take_out_of_force(document, reason=reason, by=by, at=at)


@transaction.atomic
def take_out_of_force(document: IssuedDocument, *, reason: str, by: User, at: datetime) -> Withdrawal:
    """The same for an action that ends what the document certifies, and has asked itself who may do that."""
    document = IssuedDocument.objects.select_for_update(of=("self",)).select_related("case").get(pk=document.pk)
    if document.released_at is None:
        raise Refused(f"{document.number} has not been sent, so there is nothing to withdraw.")
    if Withdrawal.objects.filter(document=document).exists():
        raise Refused(f"{document.number} has already been withdrawn.")
    withdrawal = Withdrawal.objects.create(document=document, reason=reason, withdrawn_at=at, withdrawn_by=by)
    if document.case is not None:
        record(document.case, verb="document withdrawn", by=by, at=at, note=reason, data={"number": document.number})
    return withdrawal


def check_address(number: str) -> str:
    """Where anybody can ask whether a document is genuine."""
    return f"{settings.PORTAL_URL}{reverse('document-verify', args=[number])}"


def _next_number(kind: DocumentKind, at: datetime) -> str:
    """LET-2026-000123: numbers may have gaps, and are never given twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('documents_number')")
        (number,) = cursor.fetchone()
    return f"{NUMBER_PREFIX[kind]}-{at.astimezone(LONDON).year}-{number:06}"


def _about(paper: Paper, number: str, at: datetime) -> dict[str, Any]:
    """What every layout says of the document itself."""
    words = portal(None)["portal"]
    seal = latest_anchor()
    return {
        "authority": str(words["authority"]),
        "portal": str(words["name"]),
        "notice": str(words["notice"]) if words["is_demonstration"] else "",
        "number": number,
        "version": paper.replaces.version + 1 if paper.replaces else 1,
        "date": day_in_words(at.astimezone(LONDON).date()),
        "reference": (paper.case.reference or "") if paper.case else "",
        "check_address": check_address(number),
        "seal": str(seal) if seal else "",
    }
