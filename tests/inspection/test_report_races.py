"""Two people at once on a report: it is published once, and nothing is said of a draft once its reply is in."""

import threading

import pytest
from django.db import connection

from inspection.actions import accuracy, publication
from inspection.models import AccuracyPoint, Assessment, Publication, SentDraft
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from tests.factories.inspection import Scene
from tests.factories.people import make_staff
from tests.factories.reports import final, sent

from .racing import at_once, without_promise

pytestmark = pytest.mark.django_db(transaction=True)


def fresh(scene: Scene) -> Assessment:
    found = Assessment.objects.select_related("case", "organisation", "service", "framework", "lead")
    return found.get(pk=scene.assessment.pk)


def test_a_report_published_by_two_at_once_is_published_once():
    scene = final()
    managers = (scene.manager, make_staff(Role.INSPECTION_MANAGER))

    def press(person):
        return lambda: publication.publish(fresh(scene), by=person, at=database_now())

    ends = at_once(*map(press, managers))

    assert ends == ["This cannot be done now: it is at “Published”.", "done"]
    assert [each.version for each in Publication.objects.all()] == [1]
    assert scene.assessment.case.events.filter(verb="report published").count() == 1

    def publish_carelessly(looked: threading.Barrier):
        """The twin: look, and then write, with no lock between."""

        def press(person):
            newest = Publication.objects.order_by("-version").first()
            looked.wait(30)
            facts = {"review_until": newest.review_until, "published_by": person, "published_at": database_now()}
            number = newest.version + 1
            Publication.objects.create(
                assessment=scene.assessment, version=number, snapshot={}, correction_note="A date.", **facts
            )

        return [lambda person=person: press(person) for person in managers]

    assert at_once(*publish_carelessly(threading.Barrier(2))) == ["done", "error of the database: IntegrityError"]
    with without_promise("inspection_publication", "one_publication_of_a_version"):
        assert at_once(*publish_carelessly(threading.Barrier(2))) == ["done", "done"]
        assert [each.version for each in Publication.objects.order_by("version")] == [1, 2, 3, 3]


def test_what_is_said_while_the_reply_closes_is_in_it_or_is_refused():
    scene, draft = sent()
    point = {"paragraph": "2.1", "kind": "fact", "words": "It was in March."}

    ends = at_once(
        lambda: accuracy.note_point(fresh(scene), **point, by=scene.owner, at=database_now()),
        lambda: accuracy.send_points(fresh(scene), by=scene.owner, at=database_now()),
    )

    refused = [each for each in ends if each != "done"]
    assert refused in ([], ["This cannot be done now: it is at “Answering what the organisation said”."])
    assert AccuracyPoint.objects.count() == 1 - len(refused)

    def say_carelessly(number: int) -> str:
        """The twin: whoever looked before the reply came in, and writes after it."""
        facts = {"paragraph": "2.1", "kind": "fact", "words": "Too late.", "said_at": database_now()}
        late = AccuracyPoint(draft=SentDraft.objects.get(pk=draft.pk), number=number, said_by=scene.owner, **facts)
        return at_once(late.save)[0]

    assert say_carelessly(8) == "error of the database: IntegrityError"
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE inspection_accuracypoint DISABLE TRIGGER accuracy_points")
    try:
        assert say_carelessly(9) == "done"
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE inspection_accuracypoint ENABLE TRIGGER accuracy_points")
