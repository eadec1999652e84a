"""Visits: planned, agreed, written down, endorsed by somebody else; remote ones equal; the calendar and its feed."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from inspection.actions.assessments import declare_interest
from inspection.actions.feeds import renew_feed
from inspection.actions.visits import (
    VisitPlan,
    Written,
    cancel_visit,
    endorse_visit,
    finish_follow_up,
    move_visit,
    note_agreement,
    note_person_met,
    plan_visit,
    send_visit_back,
    write_visit,
)
from inspection.choices.assessments import VisitMode
from inspection.models import AssessmentVisit, CalendarFeed
from inspection.queries.visits import month_of, visits_visible_to
from inspection.tasks import those_who_go_on_a_visit
from sandbox_portal.casework.models import Deadline
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.link_secrets import secret_of
from tests.factories.inspection import ANSWERS, Scene, a_visit, endorsed, gathering, written_down
from tests.factories.people import make_staff

SOON = timedelta(seconds=2)


@pytest.fixture(scope="module")
def scene(kept_database) -> Scene:
    return gathering()


def over(visit: AssessmentVisit, scene: Scene, **changes):
    """Write it down two seconds later."""
    written = Written(**{"answers": ANSWERS, "summary": "Calm.", **changes})
    return write_visit(visit, written=written, by=scene.lead, at=database_now() + SOON)


def test_visits_are_numbered_in_their_order(scene, db):
    assert [a_visit(scene).number, a_visit(scene, mode="phone").number] == [1, 2]


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(1, "1 minute"), (45, "45 minutes"), (60, "1 hour"), (90, "1 hour 30 minutes"), (480, "8 hours")],
)
def test_how_long_a_visit_takes_is_said_in_words(minutes, words):
    assert AssessmentVisit(minutes=minutes).length == words


@pytest.mark.parametrize("mode", [VisitMode.BASE, VisitMode.PHONE, VisitMode.VIDEO])
def test_a_visit_from_afar_counts_like_any_other(scene, mode, db):
    visit = over(a_visit(scene, is_soon=True, mode=mode), scene)

    endorse_visit(visit, note="", by=scene.manager, at=database_now() + SOON)

    assert AssessmentVisit.objects.get(pk=visit.pk).endorsed_by == scene.manager


def test_a_visit_at_home_counts_only_with_agreement(scene, db):
    visit = a_visit(scene, is_soon=True, mode="home")
    with pytest.raises(Refused, match="agreed to be visited at home"):
        over(visit, scene)

    note_agreement(visit, how="Rang back and said yes", by=scene.lead, at=database_now())

    assert over(visit, scene).done_at is not None


def test_the_database_keeps_that_promise_too(scene, db):
    visit = a_visit(scene, mode="home")

    with pytest.raises(IntegrityError, match="a_visit_to_a_home_is_agreed"), transaction.atomic():
        AssessmentVisit.objects.filter(pk=visit.pk).update(done_at=database_now(), done_by=scene.lead)


def test_a_moved_visit_is_agreed_to_again(scene, db):
    visit = a_visit(scene, mode="home")
    note_agreement(visit, how="Said yes", by=scene.lead, at=database_now())
    plan = VisitPlan(database_now() + timedelta(days=4), 30, "home", scene.lead, [])

    moved = move_visit(visit, plan=plan, by=scene.lead, at=database_now())

    assert (moved.agreed_at, moved.agreed_how, moved.minutes) == (None, "", 30)


def test_a_visit_that_lies_ahead_is_not_written_down(scene, db):
    with pytest.raises(Refused, match="after it"):
        over(a_visit(scene), scene)


def test_a_question_of_the_checklist_that_must_be_answered_is(scene, db):
    visit = a_visit(scene, is_soon=True)

    with pytest.raises(Refused, match="anything unsafe"):
        over(visit, scene, answers={"who_explained": "C1", "agreed_to_talk": "Yes"})


def test_an_answer_to_a_question_nobody_asks_is_not_kept(scene, db):
    visit = over(a_visit(scene, is_soon=True), scene, answers={**ANSWERS, "made_up": "x"})

    assert visit.answers == ANSWERS


def test_nobody_goes_who_has_not_said_that_nothing_ties_them(scene, db):
    stranger = make_staff(Role.INSPECTOR, name="Ola Brandt")

    with pytest.raises(Refused, match="Ola Brandt"):
        a_visit(scene, team=[stranger])


def test_people_get_codes_by_their_kind_and_no_names(scene, db):
    visit, at = a_visit(scene), database_now()
    met = [
        note_person_met(visit, kind=kind, about="", agreed_how="said yes", may_quote=False, by=scene.lead, at=at)
        for kind in ("P", "C", "P")
    ]

    assert [each.code for each in met] == ["P1", "C1", "P2"]


def test_whoever_wrote_a_visit_down_does_not_endorse_it(scene, db):
    visit = written_down(scene)

    with pytest.raises(Refused, match="not in the team"):
        endorse_visit(visit, note="", by=scene.lead, at=database_now())
    with pytest.raises(IntegrityError, match="endorsed_by_somebody_else"), transaction.atomic():
        AssessmentVisit.objects.filter(pk=visit.pk).update(endorsed_at=database_now(), endorsed_by=scene.lead)


def test_a_visit_sent_back_keeps_what_it_said(scene, db):
    visit = written_down(scene)

    back = send_visit_back(visit, because="Who was there?", by=scene.manager, at=database_now() + SOON)

    assert (back.done_at, back.summary) == (None, "Calm and kind.")


def test_an_endorsed_visit_stays_as_it_is(scene, db):
    visit = endorsed(scene)

    with pytest.raises(Refused, match="cannot be changed"):
        cancel_visit(visit, because="No", by=scene.lead, at=database_now())


def test_what_has_to_follow_is_done_once(scene, db):
    follow_up = written_down(scene).follow_ups.get()
    at = database_now() + SOON

    finish_follow_up(follow_up, by=scene.second, at=at)

    assert (follow_up.words, follow_up.done_by) == ("Send the rota", scene.second)
    with pytest.raises(Refused, match="done already"):
        finish_follow_up(follow_up, by=scene.second, at=at)


def test_a_month_shows_whole_weeks_and_the_visits_of_their_days(scene, db):
    visit = a_visit(scene)
    day = day_in_london(visit.starts_at)

    month = month_of(visits_visible_to(scene.lead), day.replace(day=1), today=day)

    assert {len(week) for week in month.weeks} == {7}
    assert month.weeks[0][0].date.weekday() == 0
    assert visit in [each for week in month.weeks for shown in week for each in shown.visits]
    assert (date(2027, 1, 1), date(2026, 11, 1)) == (
        month_of(visits_visible_to(scene.lead), date(2026, 12, 1), today=day).after,
        month_of(visits_visible_to(scene.lead), date(2026, 12, 1), today=day).before,
    )


def address_of(feed: CalendarFeed) -> str:
    return reverse("visit-feed", args=[secret_of(feed.pk, feed.issue)])


def test_the_feed_shows_own_visits_without_the_name_of_anybody_or_a_home(scene, client, db):
    a_visit(scene, mode="home")
    feed = renew_feed(by=scene.second, at=database_now())

    said = client.get(address_of(feed)).content.decode()

    assert said.count("BEGIN:VEVENT") == 1
    assert f"SUMMARY:{scene.assessment}\\, visit 1: in somebody’s home" in said.replace("\r\n ", "")
    assert scene.assessment.organisation.name not in said
    assert "DTEND" in said


def test_a_new_address_ends_the_old_one(scene, client, db):
    old = address_of(renew_feed(by=scene.second, at=database_now()))
    new = address_of(renew_feed(by=scene.second, at=database_now()))

    assert [client.get(old).status_code, client.get(new).status_code] == [404, 200]


def test_whoever_no_longer_inspects_has_no_feed(scene, client, db):
    address = address_of(renew_feed(by=scene.second, at=database_now()))

    scene.second.role_grants.update(ended_at=database_now())

    assert client.get(address).status_code == 404


def test_a_feed_shows_nothing_of_a_service_one_is_tied_to(scene, db):
    a_visit(scene)
    feed = renew_feed(by=scene.second, at=database_now())
    declare_interest(scene.again(), has_interest=True, words="A friend.", by=scene.second, at=database_now())

    assert b"BEGIN:VEVENT" not in Client().get(address_of(feed)).content


def test_the_number_of_a_visit_is_given_once(scene, db):
    visit = a_visit(scene)
    values = {name: getattr(visit, name) for name in ("case", "number", "starts_at", "mode", "lead", "checklist")}

    with pytest.raises(DatabaseError, match="one_visit_of_a_number"), transaction.atomic():
        AssessmentVisit.objects.create(**values, planned_at=visit.planned_at, planned_by=scene.lead)


def test_a_visit_is_planned_by_its_team_alone(scene, db):
    plan = VisitPlan(database_now() + timedelta(days=2), 60, "base", scene.lead, [])

    with pytest.raises(Refused, match="Only inspectors of the team"):
        plan_visit(scene.again(), plan=plan, by=scene.manager, at=database_now())


def test_those_who_go_are_reminded_of_a_planned_visit_alone(scene, db):
    visit = a_visit(scene)
    clock = Deadline.objects.get(subject=str(visit.pk), kind="assessment_visit")

    reminded = {each.email for each in those_who_go_on_a_visit(clock)}
    cancel_visit(visit, because="They are ill.", by=scene.lead, at=database_now())

    assert (clock.due_at, clock.reminder, clock.case) == (visit.starts_at, "M-40", None)
    assert reminded == {scene.lead.email, scene.second.email}
    assert list(those_who_go_on_a_visit(clock)) == []
    assert Deadline.objects.get(pk=clock.pk).cancelled_at is not None
