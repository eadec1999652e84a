"""Write an improvement plan, agree it, follow its progress and sign it off (R-421)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from sandbox_portal.casework.deadlines import cancel_deadline, finish_deadline
from sandbox_portal.casework.moments import day_in_words
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.documents.actions import issue_letter
from sandbox_portal.people.models import User

from ..choices.improvement import OVER, ActionStatus, FindingKind, Verdict
from ..models import ActionProgress, GoodPractice, ImprovementPlan, PlanAction, PlanFinding, ProgressReview
from ..plan_clocks import run_action, run_draft, run_review, stop_clocks
from ..queries.improvement import actions_of, is_assessed_again, reviews_of
from ..rulebook.journey import draft_due
from ..timers import action_clock, plan_clock, progress_clock, reinspection_clock
from ..workflow.improvement import IMPROVEMENT
from ..writing import said

MOST_ACTIONS = 60
ACCEPTED, REVIEWED = "L-33A", "L-33R"


@dataclass(frozen=True)
class Deed:
    """What somebody will do: about which finding, who, by when, and how one will see that it worked."""

    what: str
    owner: str = ""
    due_on: date | None = None
    measure: str = ""
    support: str = ""


@transaction.atomic
def add_action(plan: ImprovementPlan, *, finding: PlanFinding, deed: Deed, by: User, at: datetime) -> PlanAction:
    """Write down one more thing to do. What is missing in it may come later, until the plan is sent."""
    IMPROVEMENT.take_step(plan, "write_action", by=by, at=at)
    if finding.plan_id != plan.pk:
        raise Refused("Choose something this plan has to answer to.")
    every = PlanAction.objects.filter(plan=plan)
    if every.filter(removed_at=None).count() >= MOST_ACTIONS:
        raise Refused(f"A plan has at most {MOST_ACTIONS} actions. Join some of them.")
    number = (every.aggregate(Max("number"))["number__max"] or 0) + 1
    values = _checked(deed)
    return PlanAction.objects.create(plan=plan, finding=finding, number=number, saved_at=at, saved_by=by, **values)


@transaction.atomic
def change_action(action: PlanAction, *, deed: Deed, version: int, by: User, at: datetime) -> PlanAction:
    """Write it anew, if nobody else has since `version` was read."""
    action = _held(action, by=by, at=at)
    if action.version != version:
        raise Refused("Somebody else changed this action while you wrote. Read it, and write yours again.")
    for name, value in _checked(deed).items():
        setattr(action, name, value)
    action.version, action.saved_at, action.saved_by = version + 1, at, by
    action.save()
    return action


@transaction.atomic
def remove_action(action: PlanAction, *, by: User, at: datetime) -> PlanAction:
    """Take an action out of the draft. Its number is not used again."""
    action = _held(action, by=by, at=at)
    action.removed_at, action.removed_by = at, by
    action.save(update_fields=["removed_at", "removed_by"])
    return action


@transaction.atomic
def add_finding(plan: ImprovementPlan, *, title: str, by: User, at: datetime) -> PlanFinding:
    """Let the plan answer to something more that the organisation wants to get better."""
    IMPROVEMENT.take_step(plan, "write_action", by=by, at=at)
    words = said(title, "Say what you want to get better.")[:300]
    number = (PlanFinding.objects.filter(plan=plan).aggregate(Max("number"))["number__max"] or 0) + 1
    return PlanFinding.objects.create(plan=plan, number=number, kind=FindingKind.OWN, title=words)


@transaction.atomic
def send_plan(plan: ImprovementPlan, *, by: User, at: datetime) -> ImprovementPlan:
    """Send it to us. Every finding has an answer, and each action its owner, its day and its measure."""
    IMPROVEMENT.take_step(plan, "send_plan", by=by, at=at)
    plan.sent_at, plan.sent_by, plan.to_change = at, by, ""
    plan.save(update_fields=["sent_at", "sent_by", "to_change"])
    finish_deadline(plan_clock(plan), at=at)
    return plan


@transaction.atomic
def send_back(plan: ImprovementPlan, *, because: str, by: User, at: datetime) -> ImprovementPlan:
    """Let the organisation write what is missing. What it wrote stays."""
    words = said(because, "Say what has to change.")
    IMPROVEMENT.take_step(plan, "send_back", by=by, at=at, note=words)
    return _ask_again(plan, words, at=at)


@transaction.atomic
def open_again(plan: ImprovementPlan, *, because: str, by: User, at: datetime) -> ImprovementPlan:
    """Ask for changes to a plan that runs. Until it is agreed again, its actions can be written anew."""
    words = said(because, "Say what has to change.")
    IMPROVEMENT.take_step(plan, "open_again", by=by, at=at, note=words)
    stop_clocks(plan, at=at)
    return _ask_again(plan, words, at=at)


def _ask_again(plan: ImprovementPlan, words: str, *, at: datetime) -> ImprovementPlan:
    plan.to_change, plan.agreed_at, plan.agreed_by = words, None, None
    plan.draft_due_on = draft_due(day_in_london(at))
    plan.save(update_fields=["to_change", "agreed_at", "agreed_by", "draft_due_on"])
    run_draft(plan, at=at)
    return plan


@transaction.atomic
def agree_plan(plan: ImprovementPlan, *, words: str, by: User, at: datetime) -> ImprovementPlan:
    """Say that the plan is enough. From now on what its actions say stays, and their clocks run."""
    IMPROVEMENT.take_step(plan, "agree", by=by, at=at, note=words.strip())
    plan.agreed_at, plan.agreed_by = at, by
    plan.save(update_fields=["agreed_at", "agreed_by"])
    for action in actions_of(plan):
        run_action(action, case=plan.case, at=at)
    waiting = [each for each in reviews_of(plan) if each.held_at is None]
    for review in waiting:
        run_review(review, case=plan.case, at=at)
    days = [day_in_words(each.due_on) for each in waiting] or ["No review is planned."]
    issue_letter(
        plan.case,
        code=ACCEPTED,
        data={"subject_name": plan.assessment.subject_name, "plan_reviews": days},
        by=by,
        at=at,
        occasion=at.isoformat(),
    )
    return plan


@transaction.atomic
def tell_progress(action: PlanAction, *, status: str, words: str, by: User, at: datetime) -> ActionProgress:
    """Say how one action goes. An action that is dropped says why."""
    plan = action.plan
    told = said(words, "Say how it goes.")
    if status not in ActionStatus.values:
        raise Refused("Choose how far it is.")
    IMPROVEMENT.take_step(plan, "tell_progress", by=by, at=at, note=f"{action}: {ActionStatus(status).label.lower()}")
    action = PlanAction.objects.select_for_update(of=("self",)).get(pk=action.pk)
    action.status = status
    action.save(update_fields=["status"])
    if status in OVER:
        finish_deadline(action_clock(action), at=at)
    else:
        run_action(action, case=plan.case, at=at)
    return ActionProgress.objects.create(action=action, status=status, words=told, said_at=at, said_by=by)


@transaction.atomic
def hold_review(
    review: ProgressReview, *, verdict: str, words: str, support: str, by: User, at: datetime
) -> ProgressReview:
    """Write down what a look at the progress found, and what more support is arranged."""
    plan = review.plan
    found = said(words, "Say what you found.")
    if verdict not in Verdict.values:
        raise Refused("Choose how it goes.")
    IMPROVEMENT.take_step(plan, "hold_review", by=by, at=at, note=f"{review}: {Verdict(verdict).label.lower()}")
    review = ProgressReview.objects.select_for_update(of=("self",)).get(pk=review.pk)
    if review.held_at is not None:
        raise Refused("This review was held already.")
    review.verdict, review.words, review.support = verdict, found, support.strip()
    review.held_at, review.held_by = at, by
    review.save()
    finish_deadline(progress_clock(review), at=at)
    data = {
        "subject_name": plan.assessment.subject_name,
        "review_verdict": Verdict(verdict).label,
        "review_words": found,
        "review_support": review.support or "No more support was arranged this time.",
    }
    issue_letter(plan.case, code=REVIEWED, data=data, by=by, at=at, occasion=str(review.pk))
    return review


@transaction.atomic
def plan_review(plan: ImprovementPlan, *, due_on: date, by: User, at: datetime) -> ProgressReview:
    """Agree one more day on which we look at the progress."""
    if due_on <= day_in_london(at):
        raise Refused("Choose a day that lies ahead.")
    IMPROVEMENT.take_step(plan, "plan_review", by=by, at=at, note=day_in_words(due_on))
    number = (ProgressReview.objects.filter(plan=plan).aggregate(Max("number"))["number__max"] or 0) + 1
    review = ProgressReview.objects.create(plan=plan, number=number, due_on=due_on)
    run_review(review, case=plan.case, at=at)
    return review


@transaction.atomic
def note_practice(plan: ImprovementPlan, *, partner: str, words: str, by: User, at: datetime) -> GoodPractice:
    """Keep what a partner of the sector shared that works elsewhere (R-423)."""
    who = said(partner, "Say who shared it.")[:200]
    told = said(words, "Say what works.")
    IMPROVEMENT.take_step(plan, "note_practice", by=by, at=at, note=who)
    return GoodPractice.objects.create(plan=plan, partner=who, words=told, noted_at=at, noted_by=by)


@transaction.atomic
def sign_off(plan: ImprovementPlan, *, because: str, by: User, at: datetime) -> ImprovementPlan:
    """Say that what was found has got better. Every review is held and every action done or dropped."""
    words = said(because, "Say what has got better.")
    IMPROVEMENT.take_step(plan, "sign_off", by=by, at=at, note=words)
    return _end(plan, words, by=by, at=at)


@transaction.atomic
def end_plan(plan: ImprovementPlan, *, because: str, by: User, at: datetime) -> ImprovementPlan:
    """End it without sign-off, for example because the service closed or is assessed again."""
    words = said(because, "Say why the plan ends.")
    IMPROVEMENT.take_step(plan, "end", by=by, at=at, note=words)
    return _end(plan, words, by=by, at=at)


def _end(plan: ImprovementPlan, words: str, *, by: User, at: datetime) -> ImprovementPlan:
    plan.ended_because, plan.ended_at, plan.ended_by = words, at, by
    plan.save(update_fields=["ended_because", "ended_at", "ended_by"])
    stop_clocks(plan, at=at)
    cancel_deadline(plan_clock(plan), at=at)
    if is_assessed_again(plan):
        finish_deadline(reinspection_clock(plan), at=at)
    return plan


def _held(action: PlanAction, *, by: User, at: datetime) -> PlanAction:
    """The action under the lock of its case, while the plan is written."""
    IMPROVEMENT.take_step(action.plan, "write_action", by=by, at=at, note=str(action))
    action = PlanAction.objects.select_for_update(of=("self",)).select_related("plan__case").get(pk=action.pk)
    if action.removed_at is not None:
        raise Refused("This action was taken out of the plan.")
    return action


def _checked(deed: Deed) -> dict[str, object]:
    return {
        "what": said(deed.what, "Say what you will do."),
        "owner": deed.owner.strip()[:200],
        "due_on": deed.due_on,
        "measure": deed.measure.strip(),
        "support": deed.support.strip(),
    }
