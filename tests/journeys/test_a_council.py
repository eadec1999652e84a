"""A council is assessed by its own framework, comes to level 1, writes its plan on a phone, and gets better.

Everybody who has a part in it works in a real browser: staff at a desk, the council and a resident with a phone.
"""

import pytest

from inspection.actions.assessments import declare_interest
from inspection.models import ImprovementPlan
from sandbox_portal.casework.outbox import load_handlers
from sandbox_portal.casework.relay import drain
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from tests.factories.councils import council_content, make_council
from tests.factories.frameworks import make_framework
from tests.factories.inspection import Scene, load_words
from tests.factories.people import make_staff, make_user
from tests.factories.reports import written

from .people_of_a_council import SUMMARY, InspectorOfCouncils, ManagerOfCouncils, OfTheCouncil, Resident

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# As the frameworks for councils have it: themes stay inside, the whole and each statement are published.
AS_COUNCILS = {
    "area_ratings": False,
    "area_percentages": False,
    "overall_percentage": True,
    "statement_scores": True,
}


def test_a_council_is_assessed_writes_its_plan_and_gets_better(open_page):
    load_handlers()
    load_words()
    framework = make_framework(**council_content(status="live", publication=AS_COUNCILS))
    owner = make_user("Robin Hale")
    council = make_council("Marsh District", owner=owner)
    manager = ManagerOfCouncils(open_page, make_staff(Role.INSPECTION_MANAGER))
    lead = InspectorOfCouncils(open_page, make_staff(Role.INSPECTOR))
    second = make_staff(Role.INSPECTOR)
    of_the_council, resident = OfTheCouncil(open_page, owner, phone=True), Resident(open_page, None, phone=True)

    named = f"{framework.title} ({framework.code})"
    assessment = manager.begins_with_a_council(council, named, lead.user.name, second.name)
    lead.says_that_nothing_ties_them(assessment)
    declare_interest(assessment, has_interest=False, words="", by=second, at=database_now())
    lead.plans(assessment)
    lead.notes_what_is_on_record(assessment)
    lead.closes_the_evidence(assessment)
    manager.lets_it_be_scored(assessment)
    lead.scores_the_council(assessment)

    written(Scene(assessment, owner, manager.user, lead.user, second))
    lead.sends_the_report_to_be_checked(assessment)
    manager.sends_the_draft(assessment, SUMMARY)
    of_the_council.says_nothing_is_wrong(assessment)
    lead.finishes_the_report(assessment)
    manager.publishes(assessment)
    drain()
    resident.reads_the_report(assessment)

    proposal = lead.notes_a_serious_risk(assessment)
    manager.asks_the_council(proposal)
    of_the_council.says_what_it_thinks(proposal)
    manager.decides(proposal)
    resident.reads_what_the_level_means(council)

    plan = ImprovementPlan.objects.get(assessment=assessment)
    of_the_council.writes_the_plan(plan)
    lead.agrees(plan)
    of_the_council.tells_that_all_is_done(plan)
    lead.reviews(plan)
    manager.signs_off(plan)
