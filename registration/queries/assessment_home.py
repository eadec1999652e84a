"""What the pages of an assessment show, gathered for templates: no page asks for a row by itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, prefetch_related_objects

from sandbox_portal.casework.prepared import Asking, asking, rows_of
from sandbox_portal.casework.reason_lists import reasons_of
from sandbox_portal.documents.models import Attachment
from sandbox_portal.documents.queries import attachments_visible_to
from sandbox_portal.people.models import User
from sandbox_portal.questions.queries import read_response, response_of
from sandbox_portal.questions.showing import shown_answers

from ..choices import REPRESENTATION_FILES, KeyQuestion, Reply
from ..clocks import is_in_time
from ..models import (
    Assessment,
    InformationRequest,
    ManagerInterview,
    Notice,
    ReadinessView,
    Recommendation,
    RegistrationApplication,
    Representation,
)
from ..visit_plan import prompt_for
from .assessment import (
    BEFORE_A_NOTICE,
    assessments_visible_to,
    information_requests_visible_to,
    interviews_visible_to,
    managers_on,
    managers_to_assess,
    notices_of,
    notices_on,
    readiness_views_visible_to,
    recommendations_of,
    recommendations_on,
    representation_to,
    standing_proposal,
    standing_recommendation,
    visits_of,
    visits_on,
)


@dataclass(frozen=True)
class ShownNotice:
    """A notice with its reasons in words, its conditions, and what was said to it."""

    notice: Notice
    reasons: tuple[str, ...]
    conditions: tuple[str, ...]
    representation: Representation | None
    open_until: date | None
    is_open: bool


@dataclass(frozen=True)
class ShownRecommendation:
    recommendation: Recommendation
    reasons: tuple[str, ...]


def assessment_parts(application: RegistrationApplication, user: User, *, at: datetime) -> dict[str, Any]:
    """Everything the assessment's page shows of what was written down."""
    on = {"application_id": application.pk}
    written = {each.key_question: each for each in rows_of(_written, user, **on)}
    interviews = rows_of(_interviews, user, **on)
    prefetch_related_objects(interviews, "managers")
    notices = () if application.case.stage in BEFORE_A_NOTICE else notices_of(application)
    return {
        "key_questions": [(key, written.get(key.value)) for key in KeyQuestion],
        "managers": managers_to_assess(application),
        "interviews": interviews,
        "readiness": next(iter(rows_of(_readiness, user, **on)), None),
        "requests": rows_of(_requests, user, **on),
        "visits": visits_of(application),
        "recommendations": [shown_recommendation(each) for each in recommendations_of(application)],
        "notices": notices_shown(notices, at=at),
    }


def assessment_asked(application: RegistrationApplication, user: User) -> list[Asking]:
    """What that page asks about one application and need not wait for, its buttons among it."""
    on = {"application_id": application.pk}
    of_person = (_written, _interviews, _readiness, _requests)
    served = () if application.case.stage in BEFORE_A_NOTICE else (notices_on,)
    of_nobody = (managers_on, visits_on, recommendations_on, *served)
    return [asking(each, user, **on) for each in of_person] + [asking(each, None, **on) for each in of_nobody]


def _written(user: User, *, application_id: UUID) -> QuerySet[Assessment]:
    return assessments_visible_to(user).filter(application=application_id)


def _interviews(user: User, *, application_id: UUID) -> QuerySet[ManagerInterview]:
    return interviews_visible_to(user).filter(application=application_id).prefetch_related(None)


def _readiness(user: User, *, application_id: UUID) -> QuerySet[ReadinessView]:
    return readiness_views_visible_to(user).filter(application=application_id)


def _requests(user: User, *, application_id: UUID) -> QuerySet[InformationRequest]:
    return information_requests_visible_to(user).filter(application=application_id)


def shown_recommendation(recommendation: Recommendation) -> ShownRecommendation:
    labels = reasons_of(recommendation.reason_list)
    return ShownRecommendation(recommendation, tuple(labels.label_of(code) for code in recommendation.reasons))


def notices_shown(notices: Iterable[Notice], *, at: datetime) -> list[ShownNotice]:
    """Notices as both sides read them, the newest last."""
    return [_shown(notice, at) for notice in notices]


def _shown(notice: Notice, at: datetime) -> ShownNotice:
    labels, until = reasons_of(notice.reason_list), notice.open_until
    said = representation_to(notice) if notice.is_proposal else None
    return ShownNotice(
        notice=notice,
        reasons=tuple(labels.label_of(code) for code in notice.reasons),
        conditions=tuple(condition.words for condition in notice.conditions.all()),
        representation=said,
        open_until=until,
        is_open=until is not None and notice.withdrawn_at is None and said is None and is_in_time(at, last_day=until),
    )


def beside_key_question(application: RegistrationApplication, key: KeyQuestion) -> dict[str, Any]:
    """What the applicant answered on a key question, and what may be asked (R-274, R-283)."""
    prompt, response = prompt_for(key), response_of(application.case)
    if prompt is None or response is None:
        return {"prompt": prompt, "answers": ()}
    reading = read_response(response)
    questions = reading.document.questions
    return {
        "prompt": prompt,
        "answers": shown_answers(reading, [questions[name] for name in prompt.answers if name in questions]),
    }


def shown_grounds(application: RegistrationApplication) -> dict[str, Any]:
    """What was recommended, proposed and said, for whoever signs next."""
    recommendation, proposal = standing_recommendation(application), standing_proposal(application)
    said = representation_to(proposal)
    return {
        "recommendation": shown_recommendation(recommendation) if recommendation else None,
        "proposal": proposal,
        "said": said,
        "is_fought": said is not None and said.said == Reply.AGAINST,
        "papers": list(said.attachments.all()) if said else [],
    }


def papers_beside(application: RegistrationApplication, user: User) -> list[Attachment]:
    """The papers that stand beside the representations now."""
    papers = attachments_visible_to(user).filter(
        case=application.case, question_key=REPRESENTATION_FILES, removed_at=None, replaced_at=None
    )
    return list(papers)
