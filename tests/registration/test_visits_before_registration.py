"""A visit before registration is a visit of its case: notice, a letter, an answer, and all that other visits have."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from inspection.actions.visit_answers import agree_to_visit, ask_for_another_day
from inspection.actions.visits import (
    VisitPlan,
    cancel_visit,
    endorse_visit,
    move_visit,
    note_agreement,
    note_person_met,
    send_visit_back,
)
from inspection.models import AssessmentVisit
from inspection.queries.offline import pack_contents
from registration.actions.applications import withdraw_registration
from registration.models import RegistrationApplication
from registration.queries.told import next_move
from registration.visits import TERMS
from sandbox_portal.casework.models import Deadline, Event, OutboxEntry
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.reminders import remind
from sandbox_portal.people.choices import Place, Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import Membership
from tests.factories.assessments import Assessing, assessing, found_at, load_words, set_by_hand, visit_of
from tests.factories.people import make_staff
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
TOLD = datetime(2026, 11, 2, 9, tzinfo=UTC)
SOON, IN_TIME, AFTER = (datetime(2026, 11, day, 10, tzinfo=UTC) for day in (6, 9, 10))


@pytest.fixture(scope="module")
def scene(kept_database) -> Assessing:
    load_words()
    return assessing()


@pytest.fixture(autouse=True)
def afresh(db, scene):
    """Each test reads the application anew; what another test did to it was undone."""
    scene.again()


def letters_of(visit: AssessmentVisit) -> list[dict]:
    found = OutboxEntry.objects.filter(key__startswith=f"letter-{visit.case_id}-L-21-1-visit-{visit.pk}-")
    return [each.payload["letter"]["facts"] for each in found.order_by("created_at")]


def address(name: str, visit: AssessmentVisit) -> str:
    return reverse(name, args=[visit.case_id, visit.pk])


@pytest.mark.parametrize(
    ("told", "visit", "is_short"),
    [
        ("2026-11-02", "2026-11-09", False),
        ("2026-11-02", "2026-11-08", True),
        ("2026-11-02", "2026-11-06", True),
        ("2026-12-18", "2026-12-29", False),
        ("2026-12-18", "2026-12-24", True),
    ],
)
def test_a_visit_is_told_five_working_days_before(told, visit, is_short):
    assert TERMS.is_short(date.fromisoformat(told), date.fromisoformat(visit)) is is_short


def test_a_visit_told_in_time_stands_and_one_told_late_waits_for_agreement(scene):
    in_time, late = visit_of(scene, at=TOLD, starts_at=IN_TIME), visit_of(scene, at=TOLD, starts_at=SOON)
    asked = next_move(RegistrationApplication.objects.get(pk=scene.application.pk), None).waits_for

    assert asked == "That you say whether the day of the visit suits you: it is soon."
    found_at(in_time, by=scene.inspector, at=AFTER)
    with pytest.raises(Refused, match="has not agreed to this day"):
        found_at(late, by=scene.inspector, at=AFTER)
    agree_to_visit(late, words="Come to the back door.", by=scene.owner, at=TOLD)
    found_at(late, by=scene.inspector, at=AFTER)

    assert (in_time.is_short_notice, late.is_short_notice) == (False, True)


def test_the_database_takes_no_visit_at_short_notice_that_nobody_agreed_to(scene):
    late = visit_of(scene, at=TOLD, starts_at=SOON)
    here = AssessmentVisit.objects.filter(pk=late.pk)

    with pytest.raises(IntegrityError, match="a_visit_at_short_notice_is_agreed"), transaction.atomic():
        here.update(done_at=AFTER, done_by=scene.inspector)
    here.update(done_at=AFTER, done_by=scene.inspector, agreed_at=TOLD, agreed_by=scene.owner)

    late.refresh_from_db()
    assert late.done_at == AFTER


def test_the_letter_says_when_where_who_and_what_is_looked_at(scene):
    other = make_staff(Role.REGISTRATION_INSPECTOR, name="Zoe Marsh")
    visit = visit_of(
        scene, at=TOLD, starts_at=SOON, team=[other], agenda="The files\nWho answers at night", note="We park outside."
    )

    (facts,) = letters_of(visit)

    named = ("visit_on", "visit_time", "visit_place", "short_notice", "inspector_note", "visit_plan")
    assert {name: facts[name] for name in named} == {
        "visit_on": "6 November 2026",
        "visit_time": "10am",
        "visit_place": "At your office, or where you work from: 2 Mill Lane",
        "short_notice": "yes",
        "inspector_note": "We park outside.",
        "visit_plan": ["The files", "Who answers at night"],
    }
    assert facts["visitors"].split(", ") == sorted([scene.inspector.name, "Zoe Marsh"])


def test_moving_a_visit_tells_the_organisation_again_and_forgets_its_answer(scene):
    visit = visit_of(scene, at=TOLD)
    asked = ask_for_another_day(visit, words="Thursdays.", by=scene.owner, at=TOLD)
    plan = VisitPlan(TOLD + timedelta(days=20), 60, "video", scene.inspector, [])

    moved = move_visit(visit, plan=plan, by=scene.inspector, at=TOLD + timedelta(hours=1))

    assert (asked.another_day, moved.another_day, len(letters_of(visit))) == ("Thursdays.", "", 2)


def test_every_such_visit_is_announced_whatever_is_asked(scene):
    assert visit_of(scene, at=TOLD, is_announced=False).is_announced


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"starts_at": datetime(2026, 11, 1, 9, tzinfo=UTC)}, "Choose a moment that lies ahead."),
        ({"mode": "moon"}, "Choose how you meet."),
        ({"mode": "elsewhere", "place": "  "}, "Say where the visit takes place."),
    ],
)
def test_a_plan_that_cannot_be_is_refused(scene, changes, sentence):
    with pytest.raises(Refused, match=sentence):
        visit_of(scene, at=TOLD, **changes)


def test_both_sides_are_reminded_and_nobody_once_the_application_is_withdrawn(scene):
    at = database_now()
    visit = visit_of(scene, at=at)
    clocks = Deadline.objects.filter(subject=str(visit.pk), reminder__in=["M-25", "M-40"]).order_by("reminder")
    nearly = visit.starts_at - timedelta(hours=20)

    reminded = [remind(each.pk, at=nearly) for each in clocks]
    withdraw_registration(scene.again(), reason="We changed our minds.", by=scene.owner, at=at)

    assert (reminded, list(clocks.filter(cancelled_at=None))) == ([1, 1], [])


def test_it_has_codes_an_agenda_an_endorsement_and_a_pack_for_a_tablet(scene):
    visit, at = visit_of(scene, at=TOLD, starts_at=IN_TIME, agenda="The files"), AFTER
    met = note_person_met(visit, kind="C", about="", agreed_how="said yes", may_quote=True, by=scene.inspector, at=at)
    pack = pack_contents(visit.pk, scene.inspector)
    done = found_at(visit, by=scene.inspector, at=at)

    with pytest.raises(Refused, match="does not go on the visit"):
        endorse_visit(done, note="", by=scene.inspector, at=at)
    endorsed = endorse_visit(done, note="Thank you.", by=scene.manager, at=at)

    assert (met.code, endorsed.endorsed_by, pack["visit"]["agenda"]) == ("C1", scene.manager, ["The files"])
    assert [each["key"] for each in pack["checklist"]][:2] == ["looked_at", "carer_files"]
    assert (pack["has_evidence"], pack["assessment"]["name"]) == (False, scene.application.organisation.name)


def test_a_visit_sent_back_after_the_recommendation_could_not_be_completed_so_it_is_not(scene):
    visit = found_at(visit_of(scene, at=TOLD, starts_at=IN_TIME), by=scene.inspector, at=AFTER)
    set_by_hand(scene.application.case, "recommended", by=scene.inspector, at=AFTER)

    with pytest.raises(Refused, match="Nobody could complete it now"):
        send_visit_back(visit, because="More on the files", by=scene.manager, at=AFTER)
    assert endorse_visit(visit, note="", by=scene.manager, at=AFTER).endorsed_at == AFTER


def test_whoever_typed_the_application_and_people_of_the_organisation_have_no_part_in_its_visits(scene):
    typist, own = (make_staff(Role.REGISTRATION_INSPECTOR) for _ in range(2))
    RegistrationApplication.objects.filter(pk=scene.application.pk).update(
        typed_in_by=typist, typed_in_for="A. Lowe", received_how="post", received_on=TOLD.date()
    )
    Membership.objects.create(user=own, organisation=scene.application.organisation, place=Place.READER)
    scene.again()
    visit = visit_of(scene, at=TOLD)

    pages = [sign_in(Client(), each).get(address("visit-write", visit)).status_code for each in (typist, own)]
    with pytest.raises(Refused, match="Only those who work on this case"):
        note_agreement(visit, how="They rang", by=typist, at=TOLD)
    with pytest.raises(Refused, match="does not work on this case"):
        visit_of(scene, at=TOLD, team=[typist])

    assert pages == [404, 404]


def test_the_organisation_reads_the_plan_agrees_and_later_reads_what_became_of_it(scene):
    visit = visit_of(scene, at=database_now(), agenda="The files", note="We park outside.")
    client, page = sign_in(Client(), scene.owner), address("visit-answer", visit)
    status = client.get(reverse("registration-status", args=[visit.case_id])).content.decode()
    planned = client.get(page).content.decode()
    refused = client.post(page, {"suits": "no", "words": ""})
    answer = client.post(page, {"suits": "yes", "words": "Come to the back door."})
    agreed = client.get(page).content.decode()
    cancel_visit(
        AssessmentVisit.objects.get(pk=visit.pk), because="The inspector is ill.", by=scene.inspector, at=database_now()
    )

    assert (page in status, refused.status_code, answer.status_code) == (True, 422, 302)
    assert all(each in planned for each in ("2 Mill Lane", "The files", "We park outside.", scene.inspector.name))
    assert "Come to the back door." in agreed
    assert "Send your answer" not in agreed
    assert "The inspector is ill." in client.get(page).content.decode()
    told = Event.objects.filter(case=visit.case_id, verb__startswith="visit ").order_by("pk")
    assert [each.verb for each in told] == ["visit planned", "visit agreed", "visit cancelled"]


def test_the_inspector_plans_it_from_the_page_of_the_assessment_with_what_is_usual(scene):
    client = sign_in(Client(), scene.inspector)
    home = client.get(reverse("registration-assessment", args=[scene.application.pk])).content.decode()
    plan = reverse("visit-plan", args=[scene.application.pk])
    form = client.get(plan).content.decode()
    day = (database_now() + timedelta(days=2)).date()
    said = {
        "day_0": day.day,
        "day_1": day.month,
        "day_2": day.year,
        "starts_time": "10:30",
        "minutes": "60",
        "mode": "base",
        "place": "2 Mill Lane",
        "lead": str(scene.inspector.pk),
        "agenda": "The files",
    }

    made = client.post(plan, said, follow=True).content.decode()

    assert (plan in home, "Give at least 5 working days’ notice." in form) == (True, True)
    assert ("The originals of your insurance certificates" in form, "told of this visit" in form) == (True, False)
    assert "The visit counts only once the organisation has agreed to this day." in made
