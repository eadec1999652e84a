"""Two people at once on scores: one version of a place, one second signature; each with its twin."""

import threading

import pytest
from django.db import connection, transaction

from inspection.actions.limits import ask_departure, sign_departure
from inspection.actions.scores import CategoryEntry, score_statement
from inspection.models import CategoryScore, Departure
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from tests.factories.inspection import LEARNING, Scene
from tests.factories.people import make_staff
from tests.factories.scoring import in_scoring, score_everything

from .racing import at_once, without_promise

pytestmark = pytest.mark.django_db(transaction=True)


def both_write(scene: Scene) -> list[str]:
    """Two inspectors, neither of whom sees the other's score, by the action that is on the pages."""

    def write(person, value):
        assessment = type(scene.assessment).objects.select_related("case", "framework").get(pk=scene.assessment.pk)
        entries = [CategoryEntry("people", value)]
        return score_statement(assessment, statement=LEARNING, categories=entries, by=person, at=database_now())

    return at_once(lambda: write(scene.lead, 3), lambda: write(scene.second, 2))


def both_write_carelessly(scene: Scene) -> list[str]:
    """The same by people who look, and then write, with no lock between."""
    looked = threading.Barrier(2)

    def write(person):
        there = CategoryScore.objects.filter(statement=LEARNING, category="people").count()
        looked.wait(30)
        place = {"assessment": scene.assessment, "statement": LEARNING, "category": "people", "version": there + 1}
        CategoryScore.objects.create(**place, score=3, written_by=person, written_at=database_now())

    return at_once(lambda: write(scene.lead), lambda: write(scene.second))


def test_two_inspectors_at_the_same_moment_keep_one_version_and_one_of_them_is_told():
    scene = in_scoring()

    ends = both_write(scene)

    row = CategoryScore.objects.get()
    assert (row.version, ends.count("done")) == (1, 1)
    assert [f"{row.written_by.name} changed" in each for each in ends if each != "done"] == [True]


def test_without_the_lock_the_constraint_keeps_one_and_without_it_both_stand():
    scene = in_scoring()

    assert both_write_carelessly(scene) == ["done", "error of the database: IntegrityError"]

    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE inspection_categoryscore DISABLE TRIGGER category_scores_stay")
        cursor.execute("DELETE FROM inspection_categoryscore")
        cursor.execute("ALTER TABLE inspection_categoryscore ENABLE TRIGGER category_scores_stay")
    with without_promise("inspection_categoryscore", "one_version_of_a_category_score"):
        assert both_write_carelessly(scene) == ["done", "done"]
        assert [each.version for each in CategoryScore.objects.all()] == [1, 1]


def asked(scene: Scene) -> Departure:
    facts = {"about": "safe", "rating": "outstanding", "reason": "All of them say so."}
    return ask_departure(scene.again(), **facts, by=scene.manager, at=database_now())


def test_of_two_second_signatures_at_once_one_counts_and_the_other_is_told():
    row = asked(score_everything(in_scoring()))
    managers = [make_staff(Role.INSPECTION_MANAGER) for _ in range(2)]

    def sign(person):
        found = Departure.objects.select_related("assessment__case", "assessment__framework").get(pk=row.pk)
        return lambda: sign_departure(found, by=person, at=database_now())

    ends = at_once(*map(sign, managers))

    row.refresh_from_db()
    assert ends == ["This departure is signed or ended already.", "done"]
    assert row.signed_by in managers
    assert row.assessment.case.events.filter(verb="departure signed").count() == 1


def test_without_the_look_under_the_lock_the_trigger_keeps_the_first_signature_and_without_it_the_last_wins():
    row = asked(score_everything(in_scoring()))
    managers = [make_staff(Role.INSPECTION_MANAGER) for _ in range(2)]

    def carelessly(looked: threading.Barrier):
        def sign(person):
            with transaction.atomic():
                assert Departure.objects.get(pk=row.pk).signed_at is None
                looked.wait(30)
                Departure.objects.filter(pk=row.pk).update(signed_by=person, signed_at=database_now())

        return [lambda person=person: sign(person) for person in managers]

    assert at_once(*carelessly(threading.Barrier(2))) == ["done", "error of the database: IntegrityError"]

    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE inspection_departure DISABLE TRIGGER departures_stay")
    try:
        Departure.objects.update(signed_by=None, signed_at=None)
        assert at_once(*carelessly(threading.Barrier(2))) == ["done", "done"]
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE inspection_departure ENABLE TRIGGER departures_stay")
