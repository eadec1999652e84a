"""A council is assessed as a service is, by a framework for councils; no page asks for a service."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from inspection.actions.assessments import announce, begin_gathering, close_evidence, start_assessment
from inspection.actions.councils import start_council_assessment
from inspection.choices.assessments import AssessedAs, AssessmentStage
from inspection.models import Assessment
from inspection.queries.assessments import assessments_visible_to, find_assessments
from sandbox_portal.casework.models import OutboxEntry
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.choices import Place, Role
from sandbox_portal.people.clock import database_now
from tests.factories.councils import council_content, make_council, planned_council
from tests.factories.frameworks import make_framework
from tests.factories.inspection import Scene, a_framework, a_visit, evidence, planned, registered_service
from tests.factories.people import make_organisation, make_provider, make_staff
from tests.house_rules.query_counts import assert_same_queries
from tests.signing_in import sign_in

STAFF_PAGES = (
    "assessment-detail", "assessment-plan", "assessment-interest", "evidence-list", "evidence-add",
    "evidence-coverage", "evidence-coverage-sheet", "evidence-plan", "visit-plan",
)  # fmt: skip


@pytest.fixture(scope="module")
def scene(kept_database) -> Scene:
    """Gathering evidence of a council, with a visit and a piece of evidence."""
    scene = planned_council(make_council("Farrow County"))
    announce(scene.again(), by=scene.manager, at=database_now())
    begin_gathering(scene.again(), by=scene.lead, at=database_now())
    a_visit(scene)
    evidence(scene, statements=["theme1.s1"])
    scene.again()
    return scene


def begin(council, manager, framework=None):
    framework = framework or make_framework(**council_content())
    return start_council_assessment(council, framework=framework, because="New", by=manager, at=database_now())


def test_an_assessment_of_a_council_says_the_name_of_the_council(scene):
    said = scene.assessment

    assert (said.service, said.assessed_as, said.subject_word) == (None, AssessedAs.COUNCIL, "council")
    assert (said.subject_name, said.case.title) == ("Farrow County", "Assessment of Farrow County")
    assert said.statements == ["theme1.s1", "theme1.s2", "theme2.s1"]


def test_the_letter_of_announcement_names_the_council(scene):
    letter = OutboxEntry.objects.get(payload__letter__case_id=str(scene.assessment.pk)).payload["letter"]

    assert letter["facts"]["service_name"] == "Farrow County"
    assert letter["facts"]["assessed_areas"] == ["Theme T1", "Theme T2"]


@pytest.mark.parametrize("name", STAFF_PAGES)
def test_every_page_of_the_team_reads_rightly_for_a_council(scene, name, db):
    answer = sign_in(Client(), scene.lead).get(reverse(name, args=[scene.assessment.pk]))

    assert answer.status_code == 200
    assert b"this service" not in answer.content


def test_the_visit_the_team_and_the_list_read_rightly_for_a_council(scene, db):
    manager = sign_in(Client(), scene.manager)
    visit = scene.assessment.case.visits.get()
    pages = (
        reverse("visit-detail", args=[scene.assessment.pk, visit.pk]),
        reverse("visit-list"),
        reverse("assessment-list") + "?q=Farrow&subject=local_authority",
    )

    assert ["Farrow County" in manager.get(page).content.decode() for page in pages] == [True] * 3
    assert manager.get(reverse("assessment-team", args=[scene.assessment.pk])).status_code == 200


def test_the_council_reads_its_own_page_and_no_evidence(scene, db):
    owner = sign_in(Client(), scene.owner)
    said = owner.get(reverse("assessment-own", args=[scene.assessment.pk])).content.decode()

    assert "Our assessment of Farrow County" in said
    assert "They always say who comes." not in said
    assert "Our assessment of Farrow County" in owner.get("/").content.decode()
    assert owner.get(reverse("evidence-list", args=[scene.assessment.pk])).status_code == 403


def test_the_list_keeps_services_and_councils_apart(scene, db):
    service = planned(manager=scene.manager, lead=scene.lead).assessment
    every = assessments_visible_to(scene.manager)

    assert list(find_assessments(every, scene.manager, subject="local_authority")) == [scene.assessment]
    assert service in find_assessments(every, scene.manager, subject="provider")
    assert scene.assessment not in find_assessments(every, scene.manager, subject="provider")


def test_evidence_of_a_council_closes_with_a_reason_for_its_gaps(scene, db):
    scene.assessment.case.visits.update(
        cancelled_at=database_now(), cancelled_by=scene.lead, cancelled_because="No longer needed"
    )

    closed = close_evidence(scene.again(), gaps_because="It is a trial.", by=scene.lead, at=database_now())

    assert closed.case.stage == AssessmentStage.EVIDENCE_CLOSED


def test_a_manager_begins_with_a_council_of_the_list_and_is_offered_frameworks_for_councils_alone(kept_database, db):
    manager = make_staff(Role.INSPECTION_MANAGER)
    council = make_council("Saltmarsh Borough")
    framework, for_services = make_framework(**council_content()), a_framework()
    client = sign_in(Client(), manager)
    found = client.get(reverse("assessment-find-council"), {"q": "salt"}).content.decode()
    address = reverse("assessment-start-council", args=[council.pk])
    asked = client.get(address).content.decode()

    answer = client.post(address, {"framework": framework.code, "because": "It is new."}, follow=True)

    assert address in found
    assert (framework.code in asked, for_services.code in asked) == (True, False)
    assert "Saltmarsh Borough" in answer.content.decode()
    assert "Is being assessed" in client.get(reverse("assessment-find-council"), {"q": "Salt"}).content.decode()
    assert "No council matches" in client.get(reverse("assessment-find-council"), {"q": "Zebra"}).content.decode()


def test_a_framework_for_services_is_refused_for_a_council_and_the_other_way_round(kept_database, db):
    manager = make_staff(Role.INSPECTION_MANAGER)
    with pytest.raises(Refused, match="not for a council"):
        begin(make_council(), manager, a_framework())

    facts = {"framework": make_framework(**council_content()), "because": "New", "by": manager, "at": database_now()}
    with pytest.raises(Refused, match="not for a service"):
        start_assessment(registered_service(make_organisation()), **facts)


def test_only_a_manager_without_a_place_in_it_begins_and_only_one_is_open(kept_database, db):
    council, manager = make_council(), make_staff(Role.INSPECTION_MANAGER)
    with pytest.raises(Refused, match="no council"):
        begin(make_organisation(), manager)
    with pytest.raises(Refused, match="Only inspection managers"):
        begin(council, make_staff(Role.INSPECTOR))
    own = make_council()
    own.memberships.create(user=manager, place=Place.READER)
    with pytest.raises(Refused, match="You have a place"):
        begin(own, type(manager).objects.get(pk=manager.pk))

    begin(council, manager)

    with pytest.raises(Refused, match="still open"):
        begin(council, manager)


def test_the_database_knows_no_assessment_of_nothing_and_none_of_two_things(scene, db):
    begun = begin(make_council(), scene.manager)
    for change in ({"assessed_as": AssessedAs.REGISTERED}, {"service": registered_service(make_organisation())}):
        with pytest.raises(IntegrityError, match="a_service_or_a_council"), transaction.atomic():
            Assessment.objects.filter(pk=begun.pk).update(**change)


def test_the_database_keeps_the_council_once_it_was_told(scene, db):
    with pytest.raises(IntegrityError, match="keeps the framework"), transaction.atomic():
        Assessment.objects.filter(pk=scene.assessment.pk).update(organisation=make_council())


def test_people_of_another_council_see_nothing_of_it(scene, db):
    stranger = sign_in(Client(), make_provider(make_council()))

    assert stranger.get(reverse("assessment-own", args=[scene.assessment.pk])).status_code == 404


def test_the_list_of_councils_asks_no_more_for_many(scene, db):
    def more(count: int) -> None:
        for _ in range(count):
            make_council()

    assert_same_queries(sign_in(Client(), scene.manager), reverse("assessment-find-council"), add=more)
