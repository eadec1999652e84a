"""Who decides about a review, and the way out where no inspection manager can (R-404)."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from inspection.actions import publication
from inspection.models import ReviewRequest
from inspection.queries.reviews import managers_who_may_decide, outsiders_who_may_decide
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from tests.factories.inspection import Scene
from tests.factories.people import make_staff
from tests.factories.reports import published, step
from tests.house_rules.query_counts import assert_within_budget
from tests.signing_in import sign_in

WHY = "I published it, and there is no other manager."


@pytest.fixture(scope="module")
def asked(kept_database) -> Scene:
    """The only inspection manager published the report, and its organisation asks for a review."""
    scene, _publication = published()
    step(publication.ask_review, scene, by=scene.owner, words="Nobody rang the families.")
    scene.again()
    return scene


@pytest.fixture
def outsider(asked, db):
    return make_staff(Role.PROGRAMME_LEAD)


def named(scene: Scene, person) -> ReviewRequest:
    return step(publication.name_reviewer, scene, by=scene.manager, reviewer=person, because=WHY)


def page(scene: Scene, name: str) -> str:
    return reverse(name, args=[scene.assessment.pk])


def test_with_one_manager_who_published_the_desk_says_so_and_names_the_ways_on(asked, outsider):
    manager = sign_in(Client(), asked.manager)

    shown = manager.get(page(asked, "report-desk")).content.decode()

    assert managers_who_may_decide(asked.again()) == []
    told = ("No inspection manager can decide about it", "An administrator can make somebody else", "from outside")
    assert [words in shown for words in (*told, page(asked, "report-name-reviewer"))] == [True] * 4
    assert_within_budget(manager, page(asked, "report-name-reviewer"))


def test_with_another_manager_the_desk_names_who_can_decide(asked, db):
    other = make_staff(Role.INSPECTION_MANAGER)

    shown = sign_in(Client(), asked.manager).get(page(asked, "report-desk")).content.decode()

    assert managers_who_may_decide(asked.again()) == [other]
    assert f"did not publish the report and has no interest: {other.name}." in " ".join(shown.split())


def test_somebody_from_outside_is_named_reads_the_request_and_decides(asked, outsider):
    manager, reviewer = sign_in(Client(), asked.manager), sign_in(Client(), outsider)
    before = reviewer.get(page(asked, "report-decide-review")).status_code

    answer = manager.post(page(asked, "report-name-reviewer"), {"reviewer": str(outsider.pk), "because": WHY})
    shown = reviewer.get(page(asked, "report-decide-review"))
    owner = asked.again().case.owner
    decided = reviewer.post(page(asked, "report-decide-review"), {"outcome": "upheld", "because": "Nobody rang."})

    review = ReviewRequest.objects.get(pk=asked.assessment.pk)
    assert (before, answer.status_code, shown.status_code, owner) == (404, 302, 200, outsider)
    assert "Nobody rang the families." in shown.content.decode()
    assert (decided.status_code, review.outcome, review.decided_by) == (302, "upheld", outsider)
    assert decided["Location"] == page(asked, "assessment-detail")


def test_whoever_was_not_named_does_not_decide_and_reads_no_request(asked, outsider):
    named(asked, outsider)
    other = sign_in(Client(), make_staff(Role.PROGRAMME_LEAD))

    assert [other.get(page(asked, name)).status_code for name in ("report-decide-review", "report-desk")] == [404, 403]


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.AUDITOR, Role.PANEL_MEMBER])
def test_nobody_is_named_who_inspects_audits_or_knows_of_no_assessment(asked, role, db):
    person = make_staff(role)

    assert person not in outsiders_who_may_decide(asked.again())
    with pytest.raises(Refused, match="Choose somebody else"):
        named(asked, person)


def test_the_database_lets_nobody_name_themselves(asked, outsider):
    facts = {"reviewer": outsider, "reviewer_because": WHY, "reviewer_named_at": database_now()}

    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewRequest.objects.filter(pk=asked.assessment.pk).update(**facts, reviewer_named_by=outsider)
