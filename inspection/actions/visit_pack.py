"""The pack of a visit on paper, for those who go without a tablet."""

import io
from datetime import datetime

from django.db import transaction

from sandbox_portal.casework.models import Case
from sandbox_portal.casework.moments import day_in_words
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.documents.actions import MadeFile, create_job
from sandbox_portal.documents.bundles.papers import paper_context
from sandbox_portal.documents.models import Job
from sandbox_portal.documents.pdf import HANDBOOK, render_pdf
from sandbox_portal.people.models import User

from ..models import AssessmentVisit
from ..queries.offline import may_not_read_pack, pack_contents

PRINT_PACK = "inspection.print_visit_pack"
LAYOUT = "documents/inspection/visit_pack.html"
NOTES = range(6)


@transaction.atomic
def ask_for_visit_pack(visit: AssessmentVisit, *, by: User, at: datetime) -> Job:
    """Make a PDF of the pack as it is now."""
    case = Case.objects.select_for_update(no_key=True).get(pk=visit.case_id)
    title = f"{visit} of {case.reference}, on paper"
    return create_job(PRINT_PACK, title=title, by=by, at=at, case=case, visit=visit.pk, asked=at.isoformat())


def print_visit_pack(job: Job, *, by: User, at: datetime) -> MadeFile:
    """The pack for the person who asked. Slow: call it from a task."""
    refusal = may_not_read_pack(job, by)
    if refusal:
        raise Refused(refusal)
    pack = pack_contents(job.parameters["visit"], by)
    reference = pack["assessment"]["reference"]
    paper = {**paper_context(), "reference": reference, "date": day_in_words(day_in_london(at))}
    pdf = render_pdf(LAYOUT, {**pack, "notes": NOTES, "document": paper}, title=job.title, limits=HANDBOOK)
    return MadeFile(io.BytesIO(pdf), "application/pdf", f"{reference} {pack['visit']['name'].lower()}.pdf")
