"""What is over stays as it is, whoever writes to the table."""

import pytest
from django.db import IntegrityError, transaction

from inspection.actions.visits import cancel_visit
from inspection.models import AssessmentVisit
from sandbox_portal.people.clock import database_now
from tests.factories.inspection import Scene, a_visit, endorsed, gathering, written_down


@pytest.fixture(scope="module")
def scene(kept_database) -> Scene:
    return gathering()


def changed(visit: AssessmentVisit, **values: object) -> bool:
    try:
        with transaction.atomic():
            return AssessmentVisit.objects.filter(pk=visit.pk).update(**values) == 1
    except IntegrityError:
        return False


def test_nothing_of_an_endorsed_visit_is_written_anew_and_its_words_may_only_go(scene, db):
    visit, open_one = endorsed(scene), written_down(scene)

    assert [
        changed(visit, summary="Better."),
        changed(visit, answers={"calm": "No."}),
        changed(visit, done_at=None, done_by=None),
        changed(visit, endorsed_at=None, endorsed_by=None),
        changed(visit, summary="", answers={}, agenda="", endorsed_note=""),
        changed(open_one, summary="Better."),
    ] == [False, False, False, False, True, True]


def test_a_cancelled_visit_does_not_take_place_again(scene, db):
    visit = a_visit(scene)
    cancel_visit(visit, because="They moved.", by=scene.lead, at=database_now())

    assert changed(visit, cancelled_at=None, cancelled_by=None, cancelled_because="") is False
