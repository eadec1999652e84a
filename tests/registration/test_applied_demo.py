"""The scene of the demonstration with applications to register up to validation."""

import pytest
from django.conf import settings

from registration.models import RegistrationApplication
from sandbox_portal.casework.content import loaders
from sandbox_portal.demo.applied import HILL_AND_VALE, applied
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from tests.factories.people import make_staff


@pytest.mark.django_db
def test_the_scene_is_played_once_and_shows_every_queue_up_to_validation():
    for _name, load in loaders():
        load(settings.CONTENT_ROOT, database_now())
    make_staff(Role.REGISTRATION_INSPECTOR)

    said = [applied(), applied()]

    assert said == [
        "Applications to register: 3 sent, one of them returned; 2 drafts.",
        "Applications to register: there already.",
    ]
    stages = RegistrationApplication.objects.values_list("organisation__name", "case__stage")
    assert dict(stages) == {
        HILL_AND_VALE: "returned_incomplete",
        "Lantern Lane Care": "validating",
        "Orchard Row Homecare": "submitted",
        "Two Rivers Companions": "draft",
        "Saltmarsh Care": "draft",
    }
