"""Pages of assessments: nothing typed is lost, what is missing is said, long lists ask no more than short ones."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from inspection.models import EvidenceItem
from sandbox_portal.casework.working_days import LONDON, day_in_london
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from tests.factories.inspection import (
    LEARNING,
    STAFFING,
    Scene,
    a_framework,
    a_visit,
    evidence,
    gathering,
    piece,
    planned,
    registered_service,
)
from tests.factories.inspection import (
    page_of as page,
)
from tests.factories.people import make_organisation, make_staff
from tests.house_rules.query_budgets import MOST_QUERIES
from tests.house_rules.query_counts import assert_same_queries
from tests.signing_in import sign_in

NO_QUESTION = ("SAVEPOINT", "PREPARE portal_", "casework_accessrecord")


@pytest.fixture(scope="module")
def scene(kept_database) -> Scene:
    return gathering()


def typed(**changes: object) -> dict[str, object]:
    today = day_in_london(database_now())
    return {
        "text": "They always say who comes.",
        "category": "people",
        "kind": "person",
        "way": "feedback",
        "source": "A letter to us",
        "seen_on_0": today.day,
        "seen_on_1": today.month,
        "seen_on_2": today.year,
        "statements": [LEARNING, STAFFING],
        "direction": "strength",
        "confidentiality": "normal",
        **changes,
    }


def test_the_first_page_leads_to_scores_and_report_as_the_others_do(scene, manager):
    for name in ("assessment-detail", "evidence-list"):
        said = manager.get(page(scene, name)).content.decode()

        assert f'href="{page(scene, "assessment-scores")}"' in said
        assert f'href="{page(scene, "report-desk")}"' in said


def test_evidence_is_typed_in_and_read(scene, lead):
    answer = lead.post(page(scene, "evidence-add"), typed(), follow=True)

    said = answer.content.decode()
    assert EvidenceItem.objects.get(assessment=scene.assessment).text == "They always say who comes."
    assert "It supports several statements. It is one piece of evidence, and is counted once." in said


def test_a_warning_keeps_what_was_typed_and_saves_nothing(scene, lead):
    answer = lead.post(page(scene, "evidence-add"), typed(text="Ann Hollis was kind, and P is no code."))

    said = answer.content.decode()
    assert answer.status_code == 422
    assert "Ann Hollis was kind, and P is no code.</textarea>" in said
    assert "It seems to hold the name Ann Hollis" in said
    assert "It is nobody’s name or number" in said
    assert not EvidenceItem.objects.filter(assessment=scene.assessment).exists()

    weighed = lead.post(page(scene, "evidence-add"), typed(weight_note="Much: Ann Hollis saw it.")).content.decode()
    assert 'href="#id_weight_note"' in weighed


def test_the_box_of_the_warning_lets_the_words_pass(scene, lead):
    lead.post(page(scene, "evidence-add"), typed(text="They read Winnie Pooh.", is_checked="on"))

    assert EvidenceItem.objects.get(assessment=scene.assessment).warned_of == ["a name"]


def test_what_says_the_same_already_is_shown_beside_the_form(scene, lead):
    twin = evidence(scene)

    said = lead.post(page(scene, "evidence-add"), typed(category="")).content.decode()

    assert f"{twin} says the same already." in said


def test_a_correction_shows_what_stood_there_before(scene, lead):
    item = evidence(scene, text="Two carers come.")

    answer = lead.post(
        page(scene, "evidence-correct", item.pk), typed(text="Three carers come.", because="I misheard."), follow=True
    )

    said = answer.content.decode()
    assert "Three carers come." in said
    assert "Two carers come." in said
    assert "I misheard." in said


def test_the_coverage_page_says_gaps_in_words_and_offers_to_plan(scene, lead):
    evidence(scene, statements=[LEARNING])

    said = lead.get(page(scene, "evidence-coverage")).content.decode()

    assert "5 required places have no evidence yet." in said
    assert said.count("Gap") == 5
    assert "statement=safe.learning&amp;category=staff" in said


def test_the_coverage_table_is_there_as_data(scene, lead):
    evidence(scene, statements=[LEARNING])

    rows = lead.get(page(scene, "evidence-coverage-sheet")).content.decode().splitlines()

    assert rows[:2] == ["Area,Statement,People,Staff,Processes,Items", "Safe,Learning,1,Gap,Not needed,1"]


def test_evidence_is_found_by_whom_it_comes_from(scene, lead):
    evidence(scene, text="A carer says so.", category="staff", kind="carer")
    evidence(scene, text="A family says so.")

    shown = lead.get(page(scene, "evidence-list"), {"kind": "carer"}).content.decode()

    assert ["A carer says so." in shown, "A family says so." in shown] == [True, False]


def test_empty_lists_say_why(scene, lead):
    assert "No evidence yet" in lead.get(page(scene, "evidence-list")).content.decode()
    assert "No evidence matches" in lead.get(page(scene, "evidence-list"), {"q": "zebra"}).content.decode()
    assert "No visits in this month" in lead.get(reverse("visit-calendar"), {"month": "2031-02"}).content.decode()
    assert "No assessment matches" in lead.get(reverse("assessment-list"), {"q": "Zebra"}).content.decode()


@pytest.mark.parametrize("month", ["2031-13", "x", "0001-01", "9999-12"])
def test_a_month_that_is_none_is_this_month(lead, month):
    assert lead.get(reverse("visit-calendar"), {"month": month}).status_code == 200


@pytest.mark.parametrize("after", ["x", "~", "2026-01-01~x", "2026-01-01T00:00:00+00:00~zz", "9" * 30])
def test_a_mark_that_is_none_is_the_beginning(scene, manager, after):
    for address in (
        reverse("assessment-list"),
        reverse("visit-list"),
        reverse("assessment-find-service"),
        page(scene, "evidence-list"),
    ):
        assert manager.get(address, {"after": after}).status_code == 200


def test_the_organisation_reads_announced_visits_alone(scene, owner):
    a_visit(scene, mode="elsewhere", place="The village hall")
    a_visit(scene, mode="elsewhere", place="The back door", is_announced=False)

    said = owner.get(page(scene, "assessment-own")).content.decode()

    assert "The village hall" in said
    assert "The back door" not in said


def test_the_organisation_reads_no_evidence_on_any_page(scene, owner):
    evidence(scene, text="The rota has holes.")

    assert owner.get(page(scene, "evidence-list")).status_code == 403
    assert "The rota has holes." not in owner.get(page(scene, "assessment-own")).content.decode()


def test_a_member_who_has_not_spoken_is_asked_and_reads_nothing(kept_database, db):
    second = make_staff(Role.INSPECTOR)
    scene = gathering(because="A worry was raised.")
    scene.assessment.team.create(person=second, joined_at=database_now(), joined_by=scene.manager)

    said = sign_in(Client(), second).get(page(scene, "assessment-detail")).content.decode()

    assert "Before you read this file, say whether anything ties you to the service." in said
    assert "A worry was raised." not in said


def test_a_visit_is_planned_moved_written_down_and_endorsed_by_pages(scene, lead, manager):
    at = database_now() + timedelta(days=3)
    plan = {
        "day_0": at.day,
        "day_1": at.month,
        "day_2": at.year,
        "starts_time": "10:30",
        "minutes": "60",
        "mode": "video",
        "is_announced": "yes",
        "lead": str(scene.lead.pk),
    }
    lead.post(page(scene, "visit-plan"), plan)
    visit = scene.assessment.case.visits.get()
    moved = lead.post(page(scene, "visit-move", visit.pk), {**plan, "starts_time": "14:00"}, follow=True)

    assert f"{visit.starts_at.astimezone(LONDON):%H:%M}" == "10:30"
    assert "2pm on" in moved.content.decode()
    assert lead.post(page(scene, "visit-endorse", visit.pk), {}).status_code == 404
    refused = manager.post(page(scene, "visit-endorse", visit.pk), {"because": ""})
    assert "This visit is not written down yet." in refused.content.decode()


def test_a_refusal_stands_beside_what_was_typed(scene, lead):
    answer = lead.post(page(scene, "assessment-step", "close_evidence"), {"because": "It is small."})

    assert answer.status_code == 409
    assert "There is no evidence yet." in answer.content.decode()
    assert "It is small." in answer.content.decode()


def test_a_step_of_somebody_else_is_no_page(scene, lead):
    assert lead.get(page(scene, "assessment-step", "cancel")).status_code == 404
    assert lead.get(page(scene, "assessment-step", "made_up")).status_code == 404


def test_an_assessment_begins_with_a_service_of_the_list(scene, manager):
    service = registered_service(make_organisation("Ferry Lane Care"), name="Ferry Lane at home")
    framework = a_framework()
    found = manager.get(reverse("assessment-find-service"), {"q": "Ferry"}).content.decode()
    address = reverse("assessment-start", args=[service.pk])

    answer = manager.post(address, {"framework": framework.code, "because": "It is new."}, follow=True)

    assert address in found
    assert "Ferry Lane at home" in answer.content.decode()
    assert "Is being assessed" in manager.get(reverse("assessment-find-service"), {"q": "Ferry"}).content.decode()


def test_long_lists_ask_no_more_than_short_ones(scene, lead):
    def more_evidence(count: int) -> None:
        for _ in range(count):
            evidence(scene, text=f"Something {EvidenceItem.objects.count()}")

    assert_same_queries(lead, page(scene, "evidence-list"), add=more_evidence, at_most=MOST_QUERIES + 2)


def test_the_desk_and_the_calendar_ask_no_more_for_many_visits(scene, lead):
    def more_visits(count: int) -> None:
        for _ in range(count):
            a_visit(scene)

    assert_same_queries(lead, reverse("visit-list"), add=more_visits, at_most=MOST_QUERIES + 2)
    with CaptureQueriesContext(connection) as many:
        lead.get(reverse("visit-calendar"))
    asked = [each["sql"] for each in many if not any(words in each["sql"] for words in NO_QUESTION)]
    assert len(asked) <= MOST_QUERIES, "\n".join(asked)


def test_the_list_of_assessments_asks_no_more_for_many(scene, manager):
    framework = a_framework()

    def more(count: int) -> None:
        for _ in range(count):
            planned(framework=framework, manager=scene.manager, lead=scene.lead)

    more(1)
    with CaptureQueriesContext(connection) as one:
        manager.get(reverse("assessment-list"))
    more(4)
    with CaptureQueriesContext(connection) as five:
        manager.get(reverse("assessment-list"))
    assert len(one) == len(five)


def test_what_the_form_says_of_itself_is_what_the_action_takes(scene, lead):
    """The form and the action read one piece of evidence alike."""
    lead.post(page(scene, "evidence-add"), typed(source="A card"))

    item, meant = EvidenceItem.objects.get(assessment=scene.assessment), piece(scene, source="A card")
    names = ("category", "kind", "way", "text", "source")
    assert [getattr(item, name) for name in names] == [getattr(meant, name) for name in names]
