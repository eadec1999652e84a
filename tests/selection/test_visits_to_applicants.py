"""Visits to applicants and participants of a round: planned by those who lead it, agreed to, made, endorsed."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from inspection.actions.devices import add_device, take_visit_along
from inspection.actions.feeds import renew_feed
from inspection.actions.visit_answers import agree_to_visit, ask_for_another_day
from inspection.actions.visits import (
    VisitPlan,
    Written,
    cancel_visit,
    endorse_visit,
    move_visit,
    note_person_met,
    plan_visit,
    write_visit,
)
from inspection.models import AssessmentVisit
from inspection.queries.offline import pack_contents
from inspection.queries.visits import own_visits_visible_to, visits_visible_to
from programme.models import PanelMember
from sandbox_portal.casework.models import Case, Message
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.choices import Place, Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.link_secrets import secret_of
from sandbox_portal.people.queries import people_of
from selection.actions.applications import withdraw_application
from tests.factories.people import make_provider, make_staff
from tests.factories.selection import make_selection
from tests.signing_in import sign_in

ANSWERS = {"who_explained": "The lead, to C1", "agreed_to_talk": "They said yes themselves", "urgent": "No"}


class Scene:
    def __init__(self) -> None:
        self.lead, self.second = make_staff(Role.PROGRAMME_LEAD), make_staff(Role.PROGRAMME_LEAD)
        selection, (self.application, self.other) = make_selection(2, lead=self.lead)
        self.round = selection.round
        self.case = Case.objects.get(pk=self.application.pk)
        self.owner = people_of(self.application.organisation)[0]

    def visit(self, **changes) -> AssessmentVisit:
        at = database_now()
        soon = at + (timedelta(seconds=1) if changes.pop("is_soon", False) else timedelta(days=3))
        values = {"starts_at": soon, "minutes": 60, "mode": "base", "lead": self.lead, "team": [], **changes}
        return plan_visit(self.case, plan=VisitPlan(**values), by=self.lead, at=at)

    def over(self, **changes) -> AssessmentVisit:
        visit = self.visit(is_soon=True, **changes)
        written = Written(ANSWERS, "They are ready.", [("Send the plan of the pilot", None)])
        return write_visit(visit, written=written, by=self.lead, at=visit.starts_at + timedelta(seconds=1))


@pytest.fixture(scope="module")
def scene(kept_database) -> Scene:
    return Scene()


def told(scene) -> list[str]:
    found = Message.objects.filter(case=scene.case).order_by("sent_at", "pk")
    return [each.text.partition(":")[0] for each in found]


def test_an_officer_plans_a_visit_from_the_page_of_the_application_and_the_applicant_agrees_on_theirs(scene, db):
    lead, owner = sign_in(Client(), scene.lead), sign_in(Client(), scene.owner)
    page = lead.get(reverse("application-file", args=[scene.case.pk])).content.decode()
    day = database_now() + timedelta(days=9)
    plan = {
        "day_0": day.day, "day_1": day.month, "day_2": day.year, "starts_time": "10:30", "minutes": "120",
        "mode": "video", "is_announced": "yes", "lead": str(scene.lead.pk), "agenda": "The pilot\nThe people",
    }  # fmt: skip

    assert reverse("visit-plan", args=[scene.case.pk]) in page
    planned = lead.post(reverse("visit-plan", args=[scene.case.pk]), plan, follow=True)
    visit = AssessmentVisit.objects.get(case=scene.case)
    status = owner.get(reverse("application-status", args=[scene.case.pk])).content.decode()
    answer = reverse("visit-answer", args=[scene.case.pk, visit.pk])
    said = {"suits": "yes", "words": "Ask for the office on the first floor."}
    answered = owner.post(answer, said, follow=True).content.decode()

    assert "The visit is planned." in planned.content.decode()
    asks = "Tell us whether it suits you"
    assert (told(scene), answer in status) == (["We would like to visit you"], True)
    assert (asks in status, asks in answered) == (True, False)
    visit.refresh_from_db()
    assert (visit.agreed_by, "first floor" in visit.agreed_how) == (scene.owner, True)
    assert "first floor" in lead.get(reverse("visit-detail", args=[scene.case.pk, visit.pk])).content.decode()


def test_it_is_carried_out_with_codes_and_a_checklist_and_endorsed_by_a_lead_who_was_not_there(scene, db):
    visit = scene.over()
    person = {"kind": "L", "about": "", "agreed_how": "said yes", "may_quote": False}
    met = note_person_met(visit, **person, by=scene.lead, at=database_now())
    with pytest.raises(Refused, match="does not go on the visit"):
        endorse_visit(visit, note="", by=scene.lead, at=database_now())

    endorsed = endorse_visit(visit, note="Thank you.", by=scene.second, at=database_now())

    follow_ups = [each.words for each in endorsed.follow_ups.all()]
    assert (met.code, endorsed.answers, endorsed.endorsed_by) == ("L1", ANSWERS, scene.second)
    assert (follow_ups, endorsed.summary) == (["Send the plan of the pilot"], "They are ready.")


def test_whoever_goes_does_not_endorse_even_when_another_wrote_it_down(scene, db):
    visit = scene.over(team=[scene.second])

    with pytest.raises(Refused, match="does not go on the visit"):
        endorse_visit(visit, note="", by=scene.second, at=database_now())


@pytest.mark.parametrize("mode", ["phone", "video", "elsewhere"])
def test_remote_visits_are_equal(scene, mode, db):
    visit = scene.over(mode=mode, place="The library")

    assert endorse_visit(visit, note="", by=scene.second, at=database_now()).endorsed_at is not None


def test_the_applicant_never_sees_a_visit_it_was_not_told_of_before_it_was_made(scene, db):
    told_before = len(told(scene))
    hidden = scene.visit(is_announced=False)
    made = scene.over(is_announced=False)
    page = sign_in(Client(), scene.owner)

    assert list(own_visits_visible_to(scene.owner)) == [made]
    assert len(told(scene)) == told_before
    assert page.get(reverse("visit-answer", args=[scene.case.pk, hidden.pk])).status_code == 404
    with pytest.raises(Refused, match="were told"):
        agree_to_visit(hidden, words="", by=scene.owner, at=database_now())


def test_another_day_is_asked_for_in_words_that_reach_those_who_plan(scene, db):
    visit = scene.visit()

    ask_for_another_day(visit, words="The lift is being mended.", by=scene.owner, at=database_now())

    newest = Message.objects.filter(case=scene.case, is_from_staff=False).latest("sent_at")
    visit.refresh_from_db()
    assert ("The lift is being mended." in newest.text, visit.agreed_at) == (True, None)


def test_a_changed_or_cancelled_visit_is_told_and_agreed_to_again(scene, db):
    visit = scene.visit()
    agree_to_visit(visit, words="", by=scene.owner, at=database_now())
    plan = VisitPlan(database_now() + timedelta(days=5), 60, "phone", scene.lead, [])

    moved = move_visit(visit, plan=plan, by=scene.lead, at=database_now())
    cancel_visit(moved, because="They are ill.", by=scene.lead, at=database_now())

    assert moved.agreed_at is None
    assert [each.partition(" of ")[0] for each in told(scene)[-2:]] == ["We have changed our visit", "Our visit"]


def test_people_at_home_agree_themselves_and_not_by_the_organisation(scene, db):
    with pytest.raises(Refused, match="person who lives there"):
        agree_to_visit(scene.visit(mode="home"), words="", by=scene.owner, at=database_now())


def test_readers_of_the_organisation_look_and_do_not_answer(scene, db):
    reader = make_provider(scene.application.organisation, place=Place.READER)
    visit = scene.visit()

    assert list(own_visits_visible_to(reader)) == [visit]
    with pytest.raises(Refused, match="write for the organisation"):
        agree_to_visit(visit, words="", by=reader, at=database_now())


def test_who_sits_on_the_panel_without_a_word_on_interests_neither_reads_nor_goes(scene, db):
    visit = scene.visit()
    seat = PanelMember.objects.filter(round=scene.round, user__isnull=False).order_by("position")[0]
    before = list(visits_visible_to(scene.second))
    PanelMember.objects.filter(pk=seat.pk).update(user=scene.second)

    assert (before, list(visits_visible_to(scene.second))) == ([visit], [])
    with pytest.raises(Refused, match=scene.second.name):
        scene.visit(team=[scene.second])


def test_people_of_the_organisation_never_read_its_visits_as_staff(scene, db):
    visit = scene.visit(is_announced=False)
    before = list(visits_visible_to(scene.second))
    scene.application.organisation.memberships.create(user=scene.second, place=Place.OWNER)

    assert (before, list(visits_visible_to(type(scene.second).objects.get(pk=scene.second.pk)))) == ([visit], [])


@pytest.mark.parametrize(
    ("role", "answer"), [(Role.INSPECTOR, 404), (Role.CONTENT_EDITOR, 403), (Role.PANEL_MEMBER, 403)]
)
def test_who_does_not_read_the_application_reads_no_visit_of_it(scene, role, answer, db):
    visit, stranger = scene.visit(), make_staff(role)

    assert list(visits_visible_to(stranger)) == []
    page = sign_in(Client(), stranger).get(reverse("visit-detail", args=[scene.case.pk, visit.pk]))
    assert page.status_code == answer


def test_who_only_reads_plans_nothing(scene, db):
    member = make_staff(Role.COMMITTEE_MEMBER)
    plan = VisitPlan(database_now() + timedelta(days=2), 60, "base", scene.lead, [])

    with pytest.raises(Refused, match="Only those who work on this case"):
        plan_visit(scene.case, plan=plan, by=member, at=database_now())
    assert sign_in(Client(), member).get(reverse("visit-plan", args=[scene.case.pk])).status_code == 403


def test_no_visit_is_planned_where_the_way_of_an_application_has_ended(scene, db):
    withdraw_application(scene.application, reason="We merge.", by=scene.owner, at=database_now())

    with pytest.raises(Refused, match="no visit is planned"):
        scene.visit()


def test_it_stands_in_the_calendar_the_list_and_the_feed_without_a_name(scene, db):
    visit = scene.visit()
    feed = renew_feed(by=scene.lead, at=database_now())
    lead = sign_in(Client(), scene.lead)
    address = reverse("visit-detail", args=[scene.case.pk, visit.pk])
    month = lead.get(reverse("visit-calendar"), {"month": f"{visit.starts_at:%Y-%m}"}).content.decode()

    text = Client().get(reverse("visit-feed", args=[secret_of(feed.pk, feed.issue)])).content.decode()

    searched = [lead.get(reverse("visit-list"), {"q": q}).content.decode() for q in (scene.case.reference, "INS-")]
    assert (address in month, [address in page for page in searched]) == (True, [True, False])
    assert (scene.case.reference in text, scene.application.organisation.name in text) == (True, False)


def test_its_record_is_taken_along_without_anything_that_only_an_assessment_has(scene, db):
    visit = scene.visit()
    who = {"by": scene.lead, "at": database_now()}
    device = add_device(device_id="0a57e24c-8a50-4c6e-9d3e-0d5a3c8e9a11", secret="s" * 64, name="Tablet", **who)

    take_visit_along(visit, device=device, **who)
    pack = pack_contents(visit.pk, scene.lead)

    alone = {name: pack[name] for name in ("has_evidence", "statements", "categories", "planned")}
    assert alone == {"has_evidence": False, "statements": [], "categories": [], "planned": []}
    assert [each["key"] for each in pack["checklist"]][:2] == ["who_explained", "agreed_to_talk"]


def test_a_visit_the_applicant_was_told_of_is_not_made_a_secret_one(scene, db):
    plan = VisitPlan(database_now() + timedelta(days=5), 60, "base", scene.lead, [], is_announced=False)

    with pytest.raises(Refused, match="knows of this visit already"):
        move_visit(scene.visit(), plan=plan, by=scene.lead, at=database_now())


def test_an_address_of_before_leads_to_the_page_of_now(scene, db):
    visit = scene.visit()
    before = f"/inspection/assessments/{scene.case.pk}/visits/{visit.pk}/"

    answer = sign_in(Client(), scene.lead).get(before)

    assert (answer.status_code, answer["Location"]) == (301, reverse("visit-detail", args=[scene.case.pk, visit.pk]))
