"""Improvement plans: who may do what at which stage, what opens them, and what nobody can change (R-421, R-422)."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from inspection.actions import improvement as actions
from inspection.actions.improvement import Deed
from inspection.actions.limits import note_limiter
from inspection.actions.plan_opening import open_plan_after_report
from inspection.actions.scores import finish_scoring
from inspection.choices.improvement import PlanStage as S
from inspection.models import ActionProgress, ImprovementPlan, PlanAction, PlanFinding, ProgressReview, TypedDraft
from inspection.queries.improvement import plan_cases_of, plans_visible_to
from inspection.signals import report_published
from inspection.tasks import clear_drafts
from inspection.workflow.improvement import IMPROVEMENT
from sandbox_portal.casework.models import Case, Deadline, OutboxEntry
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.reminders import remind
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.choices import Place, Role
from sandbox_portal.people.clock import database_now, travelled_to
from tests.factories.inspection import Scene
from tests.factories.people import make_provider, make_staff
from tests.factories.scoring import finished, in_scoring, score_everything
from tests.house_rules.query_counts import assert_same_queries
from tests.house_rules.truth_tables import assert_truth_table, truth_table
from tests.signing_in import sign_in

OPEN = (S.DRAFTING, S.CHECKING, S.UNDER_WAY)
FOLLOW = ("inspector", "manager", "lead")
MEANT = truth_table(  # of kind improvement_plan
    write_action=[(S.DRAFTING, person) for person in ("owner", "contributor")],
    send_plan=[(S.DRAFTING, "owner")],
    tell_progress=[(S.UNDER_WAY, person) for person in ("owner", "contributor")],
    send_back=[(S.CHECKING, person) for person in FOLLOW],
    agree=[(S.CHECKING, person) for person in FOLLOW],
    hold_review=[(S.UNDER_WAY, person) for person in FOLLOW],
    plan_review=[(S.UNDER_WAY, person) for person in FOLLOW],
    note_practice=[(stage, person) for stage in OPEN for person in FOLLOW],
    open_again=[(S.UNDER_WAY, person) for person in FOLLOW],
    sign_off=[(S.UNDER_WAY, "manager")],
    end=[(stage, "manager") for stage in OPEN],
)


@pytest.fixture(scope="module")
def scene(kept_database) -> Scene:
    """Inadequate as a whole, with its result."""
    return finished(value=1)[0]


@pytest.fixture(scope="module")
def plan(scene) -> ImprovementPlan:
    opened = open_plan_after_report(scene.again(), by=scene.manager, at=database_now())
    assert opened is not None
    return opened


def again(plan: ImprovementPlan) -> ImprovementPlan:
    """The plan as a new request reads it."""
    return ImprovementPlan.objects.select_related("case", "organisation", "assessment__case").get(pk=plan.pk)


def deed(**changes: object) -> Deed:
    facts = {"what": "Teach everybody.", "owner": "The manager", "measure": "No late visits in June."}
    return Deed(**{**facts, "due_on": day_in_london(database_now()) + timedelta(days=60), **changes})


def answered(plan: ImprovementPlan, scene: Scene, **changes: object) -> ImprovementPlan:
    """With one action for everything it has to answer to."""
    for finding in plan.findings.all():
        actions.add_action(again(plan), finding=finding, deed=deed(**changes), by=scene.owner, at=database_now())
    return again(plan)


def under_way(plan: ImprovementPlan, scene: Scene, **changes: object) -> ImprovementPlan:
    actions.send_plan(answered(plan, scene, **changes), by=scene.owner, at=database_now())
    actions.agree_plan(again(plan), words="", by=scene.lead, at=database_now())
    return again(plan)


def everything_done(plan: ImprovementPlan, scene: Scene) -> ImprovementPlan:
    for action in plan.actions.all():
        facts = {"status": "done", "words": "It is done.", "by": scene.owner, "at": database_now()}
        actions.tell_progress(PlanAction.objects.select_related("plan__case").get(pk=action.pk), **facts)
    for review in plan.reviews.all():
        facts = {"verdict": "on_track", "words": "It goes well.", "support": "", "by": scene.lead, "at": database_now()}
        actions.hold_review(ProgressReview.objects.select_related("plan__case").get(pk=review.pk), **facts)
    return again(plan)


def test_the_truth_table_of_a_plan(plan, scene, db):
    people = {
        "owner": scene.owner,
        "contributor": make_provider(plan.organisation, place=Place.CONTRIBUTOR),
        "reader": make_provider(plan.organisation, place=Place.READER),
        "inspector": make_staff(Role.INSPECTOR),
        "lead": scene.lead,
        "manager": make_staff(Role.INSPECTION_MANAGER),
        "auditor": make_staff(Role.AUDITOR),
        "stranger": make_provider(),
        "clock": None,
    }
    whole = everything_done(under_way(plan, scene), scene)

    def subject_at(stage: str) -> ImprovementPlan:
        Case.objects.filter(pk=plan.pk).update(stage=stage)
        return again(whole)

    assert_truth_table(IMPROVEMENT, MEANT, people=people, subject_at=subject_at)


def test_areas_below_good_open_a_plan_with_its_days(plan, scene):
    day = day_in_london(plan.case.opened_at)

    assert [each.title for each in plan.findings.all()] == ["Safe: inadequate", "Well-led: inadequate"]
    assert (plan.draft_due_on, plan.case.stage) == (day + timedelta(days=28), S.DRAFTING)
    assert [each.number for each in plan.reviews.all()] == [1, 2]
    assert plan.reinspect_by is not None
    assert plan.case.reference.startswith("IMP-")
    letter = OutboxEntry.objects.get(payload__letter__case_id=str(plan.pk)).payload["letter"]
    assert letter["facts"]["plan_findings"] == ["Safe: inadequate", "Well-led: inadequate"]


def test_the_day_of_a_new_inspection_is_no_clock_the_organisation_reads(plan):
    clocks = {each.kind: each.case_id for each in Deadline.objects.filter(subject=str(plan.pk))}

    assert clocks == {"improvement_draft": plan.pk, "reinspection": None}


def test_a_good_result_opens_no_plan_and_a_required_action_does(kept_database, db):
    scene = score_everything(in_scoring(), 3)
    breach = {"code": "BREACH", "area": "safe", "regulation": "Regulation 12", "words": "Medicines were left out."}
    note_limiter(scene.again(), **breach, by=scene.lead, at=database_now())
    finish_scoring(scene.again(), by=scene.lead, at=database_now())
    opened = open_plan_after_report(scene.again(), by=scene.manager, at=database_now())
    fine = finished(value=3)[0]

    kinds = list(opened.findings.values_list("kind", "title"))
    assert kinds == [("area", "Safe: requires improvement"), ("required", "Keep the rule: Regulation 12")]
    assert opened.reinspect_by is None
    assert open_plan_after_report(fine.again(), by=fine.manager, at=database_now()) is None


def test_the_news_of_a_publication_opens_the_plan(kept_database, db):
    scene = finished(value=2)[0]

    report_published.send(type(scene.assessment), assessment=scene.again(), by=scene.manager, at=database_now())

    assert ImprovementPlan.objects.filter(assessment=scene.assessment).count() == 1


def test_a_plan_is_sent_only_whole_and_says_what_is_missing(plan, scene, db):
    with pytest.raises(Refused, match="Say what you will do about: Safe"):
        actions.send_plan(again(plan), by=scene.owner, at=database_now())
    answered(plan, scene, owner="", measure=" ")

    with pytest.raises(Refused, match="Action 1 still lacks who does it and how you will see it"):
        actions.send_plan(again(plan), by=scene.owner, at=database_now())


def test_a_plan_goes_back_and_is_agreed_and_its_clocks_run(plan, scene, db):
    actions.send_plan(answered(plan, scene), by=scene.owner, at=database_now())
    back = actions.send_back(again(plan), because="Say who teaches.", by=scene.lead, at=database_now())
    assert (back.case.stage, back.to_change) == (S.DRAFTING, "Say who teaches.")
    actions.send_plan(again(plan), by=scene.owner, at=database_now())
    actions.agree_plan(again(plan), words="", by=scene.lead, at=database_now())

    kinds = sorted(Deadline.objects.filter(case=plan.pk, done_at=None).values_list("kind", flat=True))
    assert kinds == ["improvement_action", "improvement_action", "improvement_review", "improvement_review"]


def test_what_is_agreed_stays_until_the_plan_is_opened_again(plan, scene, db):
    running = under_way(plan, scene)
    action = running.actions.first()
    with pytest.raises(Refused, match="cannot be done now"):
        actions.change_action(action, deed=deed(what="Less."), version=1, by=scene.owner, at=database_now())
    with pytest.raises(DatabaseError, match="are agreed"), transaction.atomic():
        PlanAction.objects.filter(pk=action.pk).update(what="Less.")

    actions.open_again(again(plan), because="Add the nights.", by=scene.lead, at=database_now())
    actions.change_action(action, deed=deed(what="More."), version=1, by=scene.owner, at=database_now())

    assert PlanAction.objects.get(pk=action.pk).what == "More."


def test_two_who_write_one_action_do_not_write_over_each_other(plan, scene, db):
    action = answered(plan, scene).actions.first()
    actions.change_action(action, deed=deed(what="First."), version=1, by=scene.owner, at=database_now())

    with pytest.raises(Refused, match="Somebody else changed this action"):
        actions.change_action(action, deed=deed(what="Second."), version=1, by=scene.owner, at=database_now())


def test_a_plan_is_signed_off_once_everything_is_done_and_every_review_held(plan, scene, db):
    running = under_way(plan, scene)
    with pytest.raises(Refused, match="Review 1 has not been held"):
        actions.sign_off(running, because="Better.", by=scene.manager, at=database_now())

    whole = everything_done(running, scene)
    ended = actions.sign_off(whole, because="It is safe now.", by=scene.manager, at=database_now())

    assert (ended.case.stage, ended.ended_because) == (S.SIGNED_OFF, "It is safe now.")
    assert not Deadline.objects.filter(case=plan.pk, done_at=None, cancelled_at=None).exists()


def test_the_database_keeps_findings_progress_and_held_reviews(plan, scene, db):
    everything_done(under_way(plan, scene), scene)
    for rows in (
        PlanFinding.objects.filter(plan=plan),
        ActionProgress.objects.filter(action__plan=plan),
        ProgressReview.objects.filter(plan=plan),
    ):
        with pytest.raises(DatabaseError, match="stays as it was"), transaction.atomic():
            rows.update(number=9) if rows.model is not ActionProgress else rows.update(words="x")


def test_the_organisation_is_reminded_of_its_draft_and_managers_of_the_new_inspection(plan, scene, db):
    draft = Deadline.objects.get(key=f"improvement-draft:{plan.pk}")
    again_by = Deadline.objects.get(key=f"improvement-reinspection:{plan.pk}")

    with travelled_to(draft.due_at - timedelta(days=1)):
        told = remind(draft.pk, at=database_now())
    with travelled_to(again_by.due_at - timedelta(days=30)):
        managers = remind(again_by.pk, at=database_now())

    assert (told, managers >= 1) == (1, True)


def test_whoever_has_an_interest_or_is_a_stranger_reads_no_plan(plan, scene, db):
    tied, stranger = make_staff(Role.INSPECTOR), make_provider()
    facts = {"has_interest": True, "words": "A friend", "declared_at": database_now()}
    scene.assessment.interests.create(person=tied, **facts)

    for person, reads in ((tied, False), (stranger, False), (scene.owner, True), (scene.second, True)):
        assert plans_visible_to(person).filter(pk=plan.pk).exists() is reads
        assert Case.objects.filter(plan_cases_of(person), pk=plan.pk).exists() is reads


def test_an_owner_writes_the_plan_by_pages_and_nothing_typed_is_lost(plan, scene, db):
    owner = sign_in(Client(), scene.owner)
    finding = plan.findings.get(number=1)
    page = reverse("plan-action-add", args=[plan.pk, finding.pk])
    kept = owner.post(page, {"what": "We will te", "due_on_0": "4", "version": "0"}, headers={"X-Fragment": "1"})
    shown = owner.get(page).content.decode()

    assert (kept.status_code, kept.json()["version"]) == (200, 1)
    assert "We will te</textarea>" in shown
    assert 'value="4"' in shown
    assert "It is not sent yet, and nobody else can read it." in shown
    assert PlanAction.objects.filter(plan=plan).count() == 0
    wrong = owner.post(page, {"what": "We will teach.", "due_on_0": "40", "due_on_1": "4", "due_on_2": "2027"})
    assert wrong.status_code == 422
    assert "We will teach.</textarea>" in wrong.content.decode()
    told = owner.post(page, {"what": "We will teach."}, follow=True).content.decode()
    assert "Still missing: who does it, a day, how you will see it" in told
    assert not TypedDraft.objects.filter(person=scene.owner).exists()
    assert "Improvement plan for" in owner.get("/").content.decode()


def test_nobody_keeps_a_draft_in_the_plan_of_somebody_else(plan, db):
    stranger = sign_in(Client(), make_provider())
    page = reverse("plan-action-add", args=[plan.pk, plan.findings.get(number=1).pk])

    answer = stranger.post(page, {"what": "x", "version": "0"}, headers={"X-Fragment": "1"})

    assert (answer.status_code, TypedDraft.objects.exists()) == (404, False)


def test_what_is_typed_into_a_plan_stays_while_the_plan_runs_and_goes_with_it(plan, scene, db):
    owner = sign_in(Client(), scene.owner)
    page = reverse("plan-action-add", args=[plan.pk, plan.findings.get(number=1).pk])
    owner.post(page, {"what": "We will", "version": "0", "keep_for_later": "Keep it for later"})
    Case.objects.filter(pk=scene.assessment.pk).update(closed_at=database_now())
    cleared = [clear_drafts(at=database_now())]
    actions.end_plan(again(plan), because="The service has closed.", by=scene.manager, at=database_now())
    cleared.append(clear_drafts(at=database_now()))

    assert cleared == [0, 1]


def test_a_plan_is_followed_by_pages(plan, scene, db):
    running = under_way(plan, scene)
    owner, lead = sign_in(Client(), scene.owner), sign_in(Client(), scene.lead)
    action, review = running.actions.first(), running.reviews.first()
    owner.post(reverse("plan-progress", args=[plan.pk, action.pk]), {"status": "under_way", "words": "Half of us."})
    form = {"verdict": "behind", "words": "It is slow.", "support": "A coach comes."}
    lead.post(reverse("plan-review", args=[plan.pk, review.pk]), form)

    said = owner.get(reverse("plan-detail", args=[plan.pk])).content.decode()

    for words in ("Half of us.", "It is slow.", "A coach comes.", "Behind the plan"):
        assert words in said
    assert "To be assessed again by" not in said
    assert "To be assessed again by" in lead.get(reverse("plan-detail", args=[plan.pk])).content.decode()


def test_what_is_late_is_said_and_found(plan, scene, db):
    under_way(plan, scene, due_on=day_in_london(database_now()) + timedelta(days=1))
    with travelled_to(database_now() + timedelta(days=10)):
        lead = sign_in(Client(), scene.lead)
        found = lead.get(reverse("plan-list"), {"state": "overdue"}).content.decode()

        assert "An action is late" in found
        assert ">\n  Late" in found or "Late" in lead.get(reverse("plan-detail", args=[plan.pk])).content.decode()


def test_lists_say_when_they_are_empty_and_ask_no_more_for_many(plan, scene, db):
    lead = sign_in(Client(), scene.lead)
    assert "No plan matches" in lead.get(reverse("plan-list"), {"q": "Zebra"}).content.decode()

    def more(count: int) -> None:
        for _ in range(count):
            finding = PlanFinding.objects.filter(plan=plan).first()
            actions.add_action(again(plan), finding=finding, deed=deed(), by=scene.owner, at=database_now())

    assert_same_queries(lead, reverse("plan-detail", args=[plan.pk]), add=more)
