"""From a place in a round to the public register, by the actions alone: sent, checked, assessed, granted, entered."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from registration.actions.assessing import begin_assessment
from registration.actions.notices import grant
from registration.actions.recommending import recommend
from registration.actions.validation import accept_as_valid, allocate, start_validation
from registration.grounds import Grounds
from registration.models import Registration
from registration.queries.found import found_in_application
from registration.workflow import REGISTRATION
from sandbox_portal.casework.content import loaders
from sandbox_portal.casework.models import Event, OutboxEntry
from sandbox_portal.casework.outbox import load_handlers
from sandbox_portal.casework.performing import perform
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.demo.registration_walk import name_manager, send_whole, write_registration
from sandbox_portal.documents.models import IssuedDocument
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.queries import people_of
from sandbox_portal.questions.queries import read_response, response_of
from sandbox_portal.register.models import Particulars, StatusEntry
from selection.models import Application
from selection.signals import place_taken
from tests.factories.assessments import CONDITION, GRANT, Assessing, visited, with_conditions, write_everything
from tests.factories.people import make_organisation, make_staff
from tests.factories.rounds import round_at
from tests.factories.selection import make_application

pytestmark = pytest.mark.django_db
HOW_IT_WENT = [
    ("", "draft"),
    ("draft", "submitted"),
    ("submitted", "validating"),
    ("validating", "valid"),
    ("valid", "allocated"),
    ("allocated", "assessing"),
    ("assessing", "recommended"),
    ("recommended", "registered"),
]


def rules(application) -> list[str]:
    return [each.rule for each in found_in_application(read_response(response_of(application.case)))]


@pytest.fixture(scope="module")
def scene(kept_database) -> Assessing:
    """A draft with everything answered, of an organisation that has applied to the round which tries its kind."""
    for name, load in loaders():
        if name != "rounds":
            load(settings.CONTENT_ROOT, database_now())
    organisation = make_organisation("Riverside Circles")
    (owner,) = people_of(organisation)
    make_application(round_at("open", number=4, title="Round 4: umbrella bodies"), organisation)
    draft = write_registration(organisation, at=database_now())
    name_manager(draft, name="Ann Hollis", email="ann@riverside-circles.example", at=database_now())
    inspector, manager = make_staff(Role.REGISTRATION_INSPECTOR), make_staff(Role.REGISTRATION_MANAGER)
    return Assessing(draft, owner, inspector, manager, make_staff(Role.REGISTRATION_MANAGER))


def take_the_place(scene: Assessing) -> None:
    """The round has room for the organisation after all; what that means for the register is heard by a signal."""
    chosen = Application.objects.select_related("round", "organisation", "case").get()
    place_taken.send(Application, application=chosen, by=scene.manager, at=database_now())


def granted(scene: Assessing, grounds: Grounds = GRANT) -> Registration:
    inspector, manager = {"by": scene.inspector}, {"by": scene.manager}
    start_validation(send_whole(scene.again(), at=database_now()), **inspector, at=database_now())
    accept_as_valid(scene.again(), **inspector, at=database_now())
    allocate(scene.again(), inspector=scene.inspector, **manager, at=database_now())
    begin_assessment(scene.again(), **inspector, at=database_now())
    write_everything(scene, at=database_now())
    visited(scene, at=database_now())
    recommend(scene.again(), grounds=grounds, **inspector, at=database_now())
    grant(scene.again(), text="What was shown meets the regulations.", **manager, at=database_now())
    return Registration.objects.get()


def test_a_kind_on_trial_is_open_only_to_whoever_takes_part_in_its_round(scene):
    before = rules(scene.again())
    refused = REGISTRATION.refusal("send", scene.application, scene.owner)
    take_the_place(scene)

    assert "V-08" in before
    assert refused is not None
    assert "V-08" not in rules(scene.again())


def test_what_is_granted_is_entered_with_its_round_its_certificate_and_its_public_page(scene):
    take_the_place(scene)
    held = granted(scene)
    today = day_in_london(database_now())
    service = held.services.get()

    stages = Event.objects.filter(case=held.application.case).exclude(to_stage="").order_by("pk")
    assert list(stages.values_list("from_stage", "to_stage")) == HOW_IT_WENT
    assert (held.application_id, held.organisation.name, held.registered_on) == (
        scene.application.pk,
        "Riverside Circles",
        today,
    )
    assert (service.kind, service.name, service.is_listed, service.closed_at) == (
        "umbrella_body",
        "Riverside Circles",
        True,
        None,
    )
    entries = StatusEntry.objects.filter(service=service).order_by("recorded_at")
    assert list(entries.values_list("scheme", "status", "from_day", "is_public", "reason")) == [
        ("sandbox", "taking_part", today, True, "Round 4: umbrella bodies"),
        ("registration", "registered", today, True, ""),
    ]
    told = Particulars.objects.get(service=service)
    assert (told.reference, told.trial_round, told.managers) == (
        held.case.reference,
        "Round 4: umbrella bodies",
        ["Ann Hollis"],
    )
    page = Client().get(reverse("service-detail", args=[service.pk])).content.decode()
    for words in (
        "Registered under a trial service type of Round 4: umbrella bodies",
        "Ann Hollis",
        held.case.reference,
    ):
        assert words in page
    certificate = made_certificate(held)
    assert (certificate.version, certificate.data["kinds"], certificate.data["conditions"]) == (
        1,
        [{"label": "Umbrella body for personal assistants", "round": "Round 4: umbrella bodies"}],
        [],
    )


def test_agreed_conditions_stand_in_the_register_and_on_the_certificate_to_their_last_word(scene):
    take_the_place(scene)
    held = granted(scene, with_conditions(is_agreed=True))

    entry = StatusEntry.objects.get(service=held.services.get(), scheme="registration")
    assert (entry.status, entry.conditions) == ("conditions", [CONDITION])
    assert made_certificate(held).data["conditions"] == [CONDITION]


def made_certificate(held: Registration) -> IssuedDocument:
    """The one that was asked for, made by the work in the background."""
    load_handlers()
    asked = OutboxEntry.objects.get(name="registration.make_certificate", payload__registration=str(held.pk))
    assert perform(asked.pk)
    return IssuedDocument.objects.get(case=held.case, code="L-26")
