"""A visit to an applicant on a tablet in a real browser: no assessment, so no evidence; all else is as always."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from inspection.actions.visits import VisitPlan, plan_visit
from inspection.models import AssessmentVisit, FollowUp, PersonMet, SyncOperation
from sandbox_portal.casework.models import Case
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from tests.factories.people import make_staff
from tests.factories.selection import make_selection
from tests.house_rules.axe import LAYOUT, problems_on
from tests.inspection.offline.on_the_page import ANY, Tablet, all_sent, open_capture, words_say

from .test_visits_to_applicants import ANSWERS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def visit():
    """Begun an hour ago by now."""
    lead = make_staff(Role.PROGRAMME_LEAD)
    _, (application,) = make_selection(1, lead=lead)
    at = database_now()
    plan = VisitPlan(at + timedelta(days=2), 60, "base", lead, [], agenda="The pilot\nThe people")
    visit = plan_visit(Case.objects.get(pk=application.pk), plan=plan, by=lead, at=at)
    AssessmentVisit.objects.update(starts_at=at - timedelta(hours=1))
    return visit


def write_all(page):
    page.select_option("#person-kind", "L")
    page.fill("#about", "answers for the pilot")
    page.fill("#agreed_how", "said yes at the door")
    page.get_by_role("button", name="Give them a code").click()
    page.locator("#person-given", has_text="L101").wait_for()
    page.fill("#record-arrived", "10:05")
    page.get_by_label("The people").check()
    asked = {key: page.locator(f"[data-field='asked:{key}']") for key in ANSWERS}
    asked["who_explained"].locator("textarea").fill(ANSWERS["who_explained"])
    for key in ("agreed_to_talk", "urgent"):
        asked[key].get_by_label(ANSWERS[key]).check()
    page.fill("#record-summary", "They are ready.")
    page.get_by_role("button", name="Add something that has to follow").click()
    page.get_by_label("What has to follow", exact=True).fill("Send the plan of the pilot")
    page.get_by_label("By which day, if any").fill("2026-12-12")
    page.get_by_role("button", name="The record is finished").click()
    page.get_by_text("You said that the record is finished. It waits on this tablet for signal.").wait_for()


def test_a_visit_to_an_applicant_is_taken_along_written_without_signal_and_sent_once_after_the_battery_died(
    chromium, live_server, visit, tmp_path
):
    tablet = Tablet(chromium, live_server, visit.lead, tmp_path / "tablet")
    page = tablet.start()
    page.goto(reverse("visit-detail", args=[visit.case_id, visit.pk]))
    page.get_by_role("link", name="Take this visit with you").click()
    page.wait_for_selector("#ready[data-is-ready=yes]")
    tablet.context.set_offline(True)
    page.reload()
    page.wait_for_selector("#visit:not([hidden])")
    shown = {
        each: page.locator(each).first.is_visible() for each in ("#evidence-form", "[data-evidence-alone]", "#record")
    }
    assert shown == {"#evidence-form": False, "[data-evidence-alone]": False, "#record": True}
    write_all(page)
    assert (problems_on(page), problems_on(page, LAYOUT)) == ([], [])
    assert (SyncOperation.objects.count(), PersonMet.objects.count(), FollowUp.objects.count()) == (0, 0, 0)
    tablet.context.close()

    page = open_capture(tablet.start(offline=True), visit)
    page.get_by_text("You said that the record is finished.").wait_for()
    words_say(page, "saved on this tablet")
    sent = []
    tablet.context.on("request", lambda request: sent.append(request) if request.url.endswith("/api/sync/") else None)
    tablet.context.set_offline(False)
    all_sent(page)
    page.get_by_text(f"This visit was written down by {visit.lead.name}").wait_for()
    kept = SyncOperation.objects.count()
    page.click("#send-now")
    page.reload()
    page.wait_for_selector(ANY)
    all_sent(page)
    assert (len(sent), SyncOperation.objects.count()) == (1, kept)

    visit = AssessmentVisit.objects.get(pk=visit.pk)
    assert (visit.answers, visit.summary, visit.done_by) == (ANSWERS, "They are ready.", visit.lead)
    assert [(met.code, met.about) for met in visit.people_met.all()] == [("L101", "answers for the pilot")]
    assert FollowUp.objects.values_list("words", "due_on").get() == ("Send the plan of the pilot", date(2026, 12, 12))
    page.goto(reverse("visit-detail", args=[visit.case_id, visit.pk]))
    told = page.get_by_role("main").inner_text()
    wanted = [*ANSWERS.values(), "They are ready.", "Send the plan of the pilot", "12 December 2026", "L101", "10:05"]
    assert [each for each in wanted if each not in told] == []
    tablet.context.close()
