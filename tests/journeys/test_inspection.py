"""An assessment from its plan to its publication, by everybody who has a part in it, in real browsers.

The draft has a fact wrong. Whoever runs the service says so on a phone, somebody who had no part in the visits accepts
it, the team writes it right, and everybody reads the report as it was mended.
"""

import pytest

from sandbox_portal.casework.outbox import load_handlers
from sandbox_portal.casework.relay import drain
from sandbox_portal.people.choices import Role
from tests.factories.inspection import Scene, a_framework, endorsed, load_words, registered_service
from tests.factories.people import make_organisation, make_staff, make_user

from .people_of_an_inspection import Assessed, Inspector, Manager, Neighbour

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_the_plan_to_a_report_that_says_what_was_put_right(open_page):
    load_handlers()
    load_words()
    framework = a_framework(status="live")
    owner = make_user("Morgan Vale")
    service = registered_service(make_organisation("Kingfisher Care", owner=owner))
    manager, second_manager = (Manager(open_page, make_staff(Role.INSPECTION_MANAGER)) for _ in range(2))
    lead, second = (Inspector(open_page, make_staff(Role.INSPECTOR)) for _ in range(2))
    assessed, neighbour = Assessed(open_page, owner, phone=True), Neighbour(open_page, None)

    assessment = manager.begins(service, f"{framework.title} ({framework.code})", lead.user.name, second.user.name)
    for each in (lead, second):
        each.says_that_nothing_ties_them(assessment)
    lead.plans(assessment)
    assessed.reads_that_it_is_announced(assessment)
    endorsed(Scene(assessment, owner, manager.user, lead.user, second.user))
    lead.adds_evidence(assessment, "they always know who comes.")
    lead.closes_the_evidence(assessment)
    manager.lets_it_be_scored(assessment)
    lead.scores(assessment)
    lead.writes_the_report(assessment)
    manager.sends_the_draft(assessment)
    drain()
    assessed.says_what_is_wrong(assessment)
    second_manager.answers_the_point(assessment)
    lead.writes_what_was_accepted(assessment)
    manager.publishes(assessment)
    drain()

    neighbour.reads_the_report(assessment)
