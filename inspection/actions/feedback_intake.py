"""Make evidence of what people answered, without saying who they are or when they wrote (R-375)."""

from datetime import datetime, time

from django.db import transaction
from django.db.models import Max

from sandbox_portal.casework.events import record
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.working_days import LONDON
from sandbox_portal.people.models import User

from ..choices.evidence import Origin, Way
from ..models import Assessment, EvidenceItem, EvidenceUse, FeedbackAnswer, PersonMet
from ..queries.assessments import is_open_to_evidence
from ..queries.feedback import asked_in
from ..rulebook.feedback import CATEGORY_OF, KIND_OF, Said, evidence_in

SOURCE = "Answer to our questions, sent by link"


@transaction.atomic
def take_in_feedback(assessment: Assessment, *, by: User | None, at: datetime) -> int:
    """Make evidence of the answers that wait, in no order that says when they came. Gives how many answers."""
    case = Case.objects.select_for_update().get(pk=assessment.pk)
    assessment = Assessment.objects.select_related("organisation", "framework", "service", "lead").get(pk=case.pk)
    assessment.case = case
    if not is_open_to_evidence(assessment):
        return 0
    waiting = FeedbackAnswer.objects.select_for_update(of=("self",)).select_related("request__question_set")
    answers = list(waiting.filter(request__assessment=assessment, taken_in_at=None).order_by("pk"))
    for answer in answers:
        _take_in(assessment, answer, at=at)
    if answers:
        words = "1 answer" if len(answers) == 1 else f"{len(answers)} answers"
        record(case, verb="feedback came in", by=by, at=at, note=words)
    return len(answers)


def _take_in(assessment: Assessment, answer: FeedbackAnswer, *, at: datetime) -> None:
    request = answer.request
    writer = assessment.lead or request.asked_by
    same = PersonMet.objects.filter(case=assessment.case, kind=request.group)
    met = PersonMet.objects.create(
        case=assessment.case,
        kind=request.group,
        number=(same.aggregate(Max("number"))["number__max"] or 0) + 1,
        agreed_how="Answered our questions by link",
        may_quote=answer.may_quote,
        noted_at=at,
        noted_by=writer,
    )
    number = EvidenceItem.objects.filter(assessment=assessment).aggregate(Max("number"))["number__max"] or 0
    for said in evidence_in(asked_in(request.question_set), answer.answers):
        number += 1
        item = EvidenceItem.objects.create(
            assessment=assessment,
            number=number,
            category=CATEGORY_OF[request.group],
            kind=KIND_OF[request.group],
            way=Way.FEEDBACK,
            text=said.text,
            source=SOURCE,
            seen_at=datetime.combine(answer.answered_on, time(), LONDON),
            people=[met.code],
            direction=said.shows,
            may_quote=answer.may_quote,
            warned_of=answer.warned_of,
            written_at=at,
            written_by=writer,
            origin=Origin.FEEDBACK,
            origin_key=f"{answer.pk}:{said.key}",
        )
        _use(item, said, assessment, writer, at=at)
    answer.taken_in_at = at
    answer.save(update_fields=["taken_in_at"])


def _use(item: EvidenceItem, said: Said, assessment: Assessment, writer: User, *, at: datetime) -> None:
    wanted = [key for key in said.statements if key in set(assessment.statements)]
    EvidenceUse.objects.bulk_create(EvidenceUse(item=item, statement=key, used_at=at, used_by=writer) for key in wanted)
