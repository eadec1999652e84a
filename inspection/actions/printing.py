"""Reports as PDF: the draft for its organisation, the published one for everybody, any draft for its writers."""

import io
from datetime import datetime
from typing import Any

from django.db import transaction

from sandbox_portal.casework.models import Case
from sandbox_portal.casework.moments import day_in_words, in_words
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.documents.actions import MadeFile, Paper, create_job, issue_document
from sandbox_portal.documents.bundles.papers import paper_context
from sandbox_portal.documents.choices import Audience, DocumentKind
from sandbox_portal.documents.models import IssuedDocument, Job
from sandbox_portal.documents.pdf import HANDBOOK, render_pdf
from sandbox_portal.documents.queries import letter_of
from sandbox_portal.people.models import User

from ..models import Assessment, Publication, SentDraft
from ..queries.reports import export_refusal, reports_visible_to
from ..queries.showing import shown_report
from ..queries.snapshots import snapshot_of

EXPORT = "inspection.export_report"
LAYOUT = "documents/inspection/report.html"
REPORT, DRAFT = "L-30", "L-28D"
NOT_PUBLISHED = "This is a draft. It is not published, and what it says can change."


def issue_report(publication: Publication, *, by: User | None, at: datetime) -> IssuedDocument:
    """Print a published report (L-30). Slow: call it from a task."""
    assessment = publication.assessment
    before = letter_of(assessment.case, REPORT) if publication.version > 1 else None
    published = day_in_words(day_in_london(publication.published_at))
    return issue_document(
        Paper(
            request_key=f"report-{publication.pk}",
            kind=DocumentKind.RECORD,
            code=REPORT,
            title=f"Report on {publication.snapshot['subject']}"[:250],
            layout=LAYOUT,
            audience=Audience.PUBLIC,
            case=assessment.case,
            replaces=before,
            correction_note=publication.correction_note if before else "",
            data={
                "report": publication.snapshot,
                "shown": shown_report(publication.snapshot),
                "standing": f"Published on {published}.",
                "correction_note": publication.correction_note,
            },
            limits=HANDBOOK,
        ),
        by=by,
        at=at,
    )


def issue_draft(draft: SentDraft, *, by: User | None, at: datetime) -> IssuedDocument:
    """Print the draft that was sent, for the organisation alone. Slow: call it from a task."""
    sent = day_in_words(day_in_london(draft.sent_at))
    return issue_document(
        Paper(
            request_key=f"report-draft-{draft.pk}",
            kind=DocumentKind.RECORD,
            code=DRAFT,
            title=f"Draft {draft.number} of our report on {draft.content['subject']}"[:250],
            layout=LAYOUT,
            audience=Audience.ORGANISATION,
            case=draft.assessment.case,
            data={
                "report": draft.content,
                "shown": shown_report(draft.content),
                "standing": f"Sent on {sent}. {NOT_PUBLISHED}",
                "correction_note": "",
            },
            limits=HANDBOOK,
        ),
        by=by,
        at=at,
    )


@transaction.atomic
def ask_for_export(assessment: Assessment, *, by: User, at: datetime) -> Job:
    """Make a PDF of the report as it is now, whatever its stage: no draft is ever stuck here."""
    Case.objects.select_for_update(no_key=True).get(pk=assessment.pk)
    title = f"Report {assessment} as it is now"
    return create_job(EXPORT, title=title, by=by, at=at, case=assessment.case, asked=at.isoformat())


def export_report(job: Job, *, by: User, at: datetime) -> MadeFile:
    """The report as it is now, for the person who asked."""
    refusal = export_refusal(job, by)
    if refusal:
        raise Refused(refusal)
    assessment = reports_visible_to(by).get(pk=job.case_id)
    report = snapshot_of(assessment).as_data()
    context: dict[str, Any] = {
        "report": report,
        "shown": shown_report(report),
        "standing": f"As it was at {in_words(at)}. {NOT_PUBLISHED}",
        "document": {**paper_context(), "reference": str(assessment), "date": day_in_words(day_in_london(at))},
    }
    pdf = render_pdf(LAYOUT, context, title=job.title, limits=HANDBOOK)
    return MadeFile(io.BytesIO(pdf), "application/pdf", f"{assessment} draft report.pdf")
