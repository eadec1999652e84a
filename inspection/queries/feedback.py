"""Whom feedback was asked of, and how much came back; never whose it is (R-375)."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from sandbox_portal.casework.models import Reminder
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import User
from sandbox_portal.questions.models import QuestionSet
from sandbox_portal.questions.published import document_of
from sandbox_portal.questions.queries import published_set

from ..choices.assessments import PersonKind
from ..choices.feedback import FeedbackWay, HowTrue
from ..models import Assessment, FeedbackAnswer, FeedbackLetter, FeedbackRequest, FeedbackTalk
from ..rulebook.feedback import FEWEST_TOLD, Asked, letter_clock, told
from .assessments import assessment_files_visible_to, is_open_to_evidence
from .materials import materials_use_of, read_materials

USUAL_SETS = {
    "P": "feedback-person",
    "F": "feedback-family",
    "C": "feedback-carer",
    "L": "feedback-carer",
    "X": "feedback-partner",
}


def feedback_visible_to(user: User) -> QuerySet[FeedbackRequest]:
    """Requests of assessments whose file the person reads."""
    files = assessment_files_visible_to(user).values("pk")
    return FeedbackRequest.objects.filter(assessment__in=files).select_related("question_set", "asked_by")


def talks_visible_to(user: User) -> QuerySet[FeedbackTalk]:
    """Who would like to talk, for those who read the file."""
    files = assessment_files_visible_to(user).values("pk")
    found = FeedbackTalk.objects.filter(request__assessment__in=files)
    return found.select_related("request", "done_by").order_by("done_at", "asked_on", "pk")


def questions_for(assessment: Assessment, group: str) -> QuestionSet | None:
    """What a group is asked: as the materials of the assessment say, or the newest questions of the portal."""
    use = materials_use_of(assessment)
    part = read_materials(use.version).part("feedback", group) if use else None
    if part is None:
        return published_set(USUAL_SETS[group])
    return QuestionSet.objects.filter(code=part.question_set, version=part.question_set_version).first()


def usual_questions() -> list[tuple[str, str, QuestionSet]]:
    """The newest questions for each group of people that has some: its letter, its name, the questions."""
    found = [(kind.value, str(kind.label), published_set(USUAL_SETS[kind])) for kind in PersonKind]
    return [(letter, label, questions) for letter, label, questions in found if questions is not None]


def asked_in(question_set: QuestionSet) -> list[Asked]:
    """The questions as they are asked."""
    return [
        Asked(key, each.label, {choice.key: choice.label for choice in each.choices}, each.maps_to)
        for key, each in document_of(question_set).questions.items()
    ]


def is_open(request: FeedbackRequest, at: datetime) -> bool:
    """Whether it can be answered: until its last day, and while evidence is gathered."""
    return request.ended_at is None and at < request.closes_at and is_open_to_evidence(request.assessment)


def request_of_code(code: str) -> FeedbackRequest | None:
    """The request a card is for, while it can be answered."""
    found = _with_assessment().filter(code=code, way=FeedbackWay.CARD) if code else _with_assessment().none()
    request = found.first()
    return request if request and is_open(request, database_now()) else None


def answerable_letter(subject: UUID) -> FeedbackLetter | None:
    """A letter that can still be answered."""
    found = FeedbackLetter.objects.select_related(
        "link", "request__question_set", "request__assessment__case", "request__assessment__service"
    )
    letter = found.select_related("request__assessment__organisation").filter(pk=subject).first()
    return letter if letter and is_open(letter.request, database_now()) else None


def _with_assessment() -> QuerySet[FeedbackRequest]:
    names = ("question_set", "assessment__case", "assessment__service", "assessment__organisation")
    return FeedbackRequest.objects.select_related(*names)


@dataclass(frozen=True)
class Progress:
    """How far a request is. Small numbers are told only as what they are fewer than."""

    request: FeedbackRequest
    is_open: bool
    asked: int
    opened: str
    answered: str
    reminders: int
    answers: tuple[tuple[str, str, tuple[tuple[str, int], ...]], ...]


def progress_of(requests: list[FeedbackRequest], at: datetime) -> Iterator[Progress]:
    """Each request with its numbers; how the answers fall only from five answers on."""
    keys = [each.pk for each in requests]
    letters = FeedbackLetter.objects.filter(request__in=keys).values("request")
    counts = letters.annotate(asked=Count("pk"), opened=Count("pk", filter=Q(link__opened_count__gt=0)))
    sent = {row["request"]: (row["asked"], row["opened"]) for row in counts}
    reminded = _reminders(keys)
    given: dict[UUID, list[dict[str, str]]] = {}
    for key, answers in FeedbackAnswer.objects.filter(request__in=keys).values_list("request", "answers"):
        given.setdefault(key, []).append(answers)
    for each in requests:
        asked, opened = sent.get(each.pk, (0, each.opened))
        answers = given.get(each.pk, [])
        told_answers = tuple(_spread(each, answers)) if len(answers) >= FEWEST_TOLD else ()
        yield Progress(
            each, is_open(each, at), asked, told(opened), told(len(answers)), reminded[each.pk], told_answers
        )


def _reminders(keys: list[UUID]) -> Counter[UUID]:
    letters = {str(pk): key for pk, key in FeedbackLetter.objects.filter(request__in=keys).values_list("pk", "request")}
    found = Reminder.objects.filter(deadline__key__in=[letter_clock(pk) for pk in letters])
    return Counter(letters[subject] for subject in found.values_list("deadline__subject", flat=True))


def _spread(
    request: FeedbackRequest, answers: list[dict[str, str]]
) -> Iterator[tuple[str, str, tuple[tuple[str, int], ...]]]:
    """By question, its theme and how often each answer was given."""
    for asked in asked_in(request.question_set):
        if asked.labels:
            counts = Counter(each.get(asked.key, "") for each in answers)
            theme = asked.theme.replace("_", " ").capitalize()
            yield asked.label, theme, tuple((label, counts[key]) for key, label in HowTrue.choices)


def letter_with_link(pk: str) -> FeedbackLetter | None:
    """A letter of which its holder is reminded, while it can be answered."""
    return answerable_letter(UUID(pk))


def assessments_with_waiting_answers() -> list[Assessment]:
    """Assessments that gather evidence and have answers that are not evidence yet."""
    waiting = FeedbackAnswer.objects.filter(taken_in_at=None).values("request__assessment")
    return list(Assessment.objects.filter(pk__in=waiting).select_related("case").order_by("pk"))
