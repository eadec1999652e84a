"""What the database holds of notices, whatever the code above it does."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from registration.models import Notice
from sandbox_portal.people.models import User
from tests.factories.assessments import Assessing

from .scene import SERVED, fought

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("field", ["text", "last_day", "signed_by_id"])
def test_a_served_notice_says_for_ever_what_it_said(refusing, field):
    scene, proposal = refusing
    other = {"text": "Something else.", "last_day": date(2030, 1, 1), "signed_by_id": scene.second.pk}

    with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
        Notice.objects.filter(pk=proposal.pk).update(**{field: other[field]})


def raw_notice(scene: Assessing, *, signed_by: User, **changes: object) -> Notice:
    """A row past every action, as a fault in the code would write it."""
    recommendation = scene.application.recommendations.get()
    values = {
        "application": scene.application,
        "kind": "proposal",
        "outcome": "refuse",
        "recommendation": recommendation,
        "recommended_by": recommendation.made_by,
        "reason_list": recommendation.reason_list,
        "text": "x",
        "served_at": SERVED,
        "last_day": date(2020, 4, 20),
        "signed_by": signed_by,
    }
    with transaction.atomic():
        return Notice.objects.create(**{**values, **changes})


def test_the_database_takes_no_notice_signed_by_whoever_recommended_it(refusing):
    scene, _proposal = refusing

    with pytest.raises(IntegrityError, match="nobody_signs_their_own_recommendation"):
        raw_notice(scene, signed_by=scene.inspector)
    with pytest.raises(DatabaseError, match="names whoever made its recommendation"):
        raw_notice(scene, signed_by=scene.inspector, recommended_by=scene.second)


def test_without_its_constraint_the_database_would_take_it(refusing):
    """The twin."""
    scene, _proposal = refusing
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE registration_notice DROP CONSTRAINT nobody_signs_their_own_recommendation")

    assert raw_notice(scene, signed_by=scene.inspector).pk


def test_the_database_takes_no_decision_of_the_proposer_on_what_is_fought(refusing):
    scene, proposal = refusing
    fought(scene, at=SERVED + timedelta(days=3))
    decision = {"kind": "decision", "proposal": proposal}

    with pytest.raises(DatabaseError, match="somebody who did not propose"):
        raw_notice(scene, signed_by=scene.manager, **decision)
    assert raw_notice(scene, signed_by=scene.second, **decision).pk


def test_without_its_trigger_the_database_would_take_that_too(refusing):
    """The twin."""
    scene, proposal = refusing
    fought(scene, at=SERVED + timedelta(days=3))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE registration_notice DISABLE TRIGGER others_sign")

    assert raw_notice(scene, signed_by=scene.manager, kind="decision", proposal=proposal).pk
