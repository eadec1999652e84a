"""What all applications of a round said, as far as somebody may read them."""

from django.db.models import QuerySet

from sandbox_portal.people.models import User
from sandbox_portal.questions.models import QuestionSet, Response
from sandbox_portal.questions.queries import published_set

from ..models import Selection
from .selections import applications_read_in


def answers_read_in(selection: Selection, user: User) -> QuerySet[Response]:
    """The answers of sent applications the person may open in their office."""
    cases = applications_read_in(selection, user).order_by().values("pk")
    return Response.objects.filter(
        case__in=cases,
        set_code=selection.round.question_set,
        question_set__version=selection.round.question_set_version,
    )


def questions_of(selection: Selection) -> QuestionSet | None:
    """The version of the questions the round asked."""
    return published_set(selection.round.question_set, version=selection.round.question_set_version)
