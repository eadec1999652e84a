"""Several people at once: two trials begun, moves of a council, decisions about a plan; each with its twin."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Barrier

import pytest
from django.db import connection, transaction

from inspection.actions import improvement
from inspection.actions.assessments import start_assessment
from inspection.actions.improvement import Deed, add_action, change_action, send_plan
from inspection.actions.journey import Verdict, decide_move, propose_move
from inspection.choices.improvement import PlanStage
from inspection.models import (
    Assessment,
    ImprovementPlan,
    JourneyMove,
    JourneyProposal,
    MaterialsUse,
    MaterialsVersion,
    PlanAction,
)
from inspection.queries.materials import open_record_of
from inspection.workflow.improvement import IMPROVEMENT
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from tests.factories.councils import accepted, at_risk
from tests.factories.inspection import a_framework, load_words
from tests.factories.materials import materials, sandbox_service
from tests.factories.people import make_staff

from .racing import at_once, without_promise

pytestmark = pytest.mark.django_db(transaction=True)
FAILED = "error of the database: IntegrityError"


@contextmanager
def without_trigger(table: str, name: str) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {name}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {name}")


def carelessly(look: Callable[[], object], write: Callable[[], object], both: Barrier) -> Callable[[], None]:
    """Look, wait until the other has looked too, and write without looking again."""

    def deed() -> None:
        with transaction.atomic():
            look()
            both.wait(30)
            write()

    return deed


def test_of_two_trials_begun_at_once_one_begins():
    load_words()
    framework, manager = a_framework(), make_staff(Role.INSPECTION_MANAGER)
    materials(framework.slug)
    facts = {"framework": framework, "because": "A trial.", "by": manager, "at": database_now()}
    services = [sandbox_service(), sandbox_service()]

    ends = at_once(*(lambda each=each: start_assessment(each, **facts) for each in services))

    assert [end == "done" or "is not looked back on yet" in end for end in ends] == [True, True]
    assert (ends.count("done"), MaterialsUse.objects.count(), Assessment.objects.count()) == (1, 1, 1)


def test_who_looked_before_the_other_trial_was_there_is_stopped_by_the_row_itself_and_the_twin_is_not():
    load_words()
    framework, manager = a_framework(), make_staff(Role.INSPECTION_MANAGER)
    facts = {"framework": framework, "because": "A trial.", "by": manager, "at": database_now()}
    begun = [start_assessment(sandbox_service(), **facts) for _ in range(2)]
    version = materials(framework.slug)

    def both_begin() -> list[str]:
        both = Barrier(2)

        def look() -> None:
            assert open_record_of(framework.slug) is None

        return at_once(*(carelessly(look, lambda each=each: use(each, version), both) for each in begun))

    with_it = both_begin()
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE inspection_materialsuse CASCADE")
    with without_promise("inspection_materialsuse", "one_trial_inspection_at_a_time"):
        without_it = both_begin()

    assert (with_it, without_it) == (["done", FAILED], ["done", "done"])


def use(assessment: Assessment, version: MaterialsVersion) -> None:
    row = {"assessment": assessment, "version": version, "series": version.series, "is_trial": True}
    MaterialsUse.objects.create(**row, locked_at=database_now())


def test_a_council_moves_once_however_many_propose_and_decide_at_once_and_the_twin_forgets_a_decision():
    scene, proposal = at_risk()
    council, other = scene.assessment.organisation, make_staff(Role.INSPECTION_MANAGER)
    no = Verdict(False, "The risk is gone.", "It is clear.")

    decided = at_once(
        lambda: accepted(proposal, by=scene.manager),
        lambda: decide_move(proposal, verdict=no, by=other, at=database_now()),
    )
    assert decided == ["This proposal was decided already.", "done"]
    assert JourneyProposal.objects.get().is_accepted is JourneyMove.objects.exists()

    facts = {"to_level": 2, "because": "More is needed.", "at": database_now()}
    proposed = at_once(
        lambda: propose_move(council, **facts, by=scene.manager),
        lambda: propose_move(council, **facts, by=other),
    )
    assert proposed == ["A proposal about this council is open already. Decide about it first.", "done"]

    ahead = JourneyProposal.objects.get(decided_at=None)
    rows = JourneyProposal.objects.filter(pk=ahead.pk)
    said = {"decided_because": "So.", "without_voice_because": "It is clear.", "decided_at": database_now()}

    def both_decide() -> list[str]:
        both = Barrier(2)

        def look() -> None:
            assert rows.get().decided_at is None

        by = ((True, scene.manager), (False, other))
        writes = [lambda yes=yes, by=by: rows.update(**said, is_accepted=yes, decided_by=by) for yes, by in by]
        return at_once(*(carelessly(look, write, both) for write in writes))

    with without_trigger("inspection_journeyproposal", "ALL"):
        assert both_decide() == ["done", "done"]  # the twin: one of the two decisions is gone
        rows.update(is_accepted=None, decided_by=None, decided_at=None, decided_because="", without_voice_because="")
    assert both_decide() == ["done", FAILED]


def test_of_two_decisions_about_a_plan_at_once_one_is_taken_and_the_twin_takes_both():
    scene, proposal = at_risk()
    plan = accepted(proposal, by=scene.manager).plan
    due_on, at = day_in_london(database_now()), database_now()
    for finding in plan.findings.all():
        deed = Deed("Talk with everybody.", "The director", due_on, "No wait.")
        add_action(plan, finding=finding, deed=deed, by=scene.owner, at=at)
    action = plan.actions.first()

    written = at_once(*(lambda what=what: write(action, what, scene) for what in ("One.", "Two.")))
    assert written == ["Somebody else changed this action while you wrote. Read it, and write yours again.", "done"]

    send_plan(again(plan), by=scene.owner, at=at)
    agree = lambda: improvement.agree_plan(again(plan), words="", by=scene.lead, at=at)  # noqa: E731
    back = lambda: improvement.send_back(again(plan), because="More.", by=scene.manager, at=at)  # noqa: E731
    decided = at_once(agree, back)
    assert decided.count("done") == 1
    assert next(end for end in decided if end != "done").startswith("This cannot be done now: it is at")
    verbs = ("plan agreed", "plan sent back")
    assert plan.case.events.filter(verb__in=verbs).count() == 1

    if again(plan).case.stage == PlanStage.UNDER_WAY:
        improvement.open_again(again(plan), because="Once more.", by=scene.lead, at=at)
    send_plan(again(plan), by=scene.owner, at=at)
    both = Barrier(2)
    deeds = [unlocked(plan, name, by, both) for name, by in (("agree", scene.lead), ("send_back", scene.manager))]
    assert at_once(*deeds) == ["done", "done"]
    assert plan.case.events.filter(verb__in=verbs).count() == 3


def unlocked(plan: ImprovementPlan, name: str, by: object, both: Barrier) -> Callable[[], None]:
    """The twin: a step that does not lock the case and look again."""
    mine = again(plan)

    def look() -> None:
        if IMPROVEMENT.refusal(name, mine, by):
            raise Refused("Too late.")

    def write_it() -> None:
        IMPROVEMENT._move(mine.case, IMPROVEMENT.step(name), by=by, at=database_now(), note="", data=None)

    return carelessly(look, write_it, both)


def again(plan: ImprovementPlan) -> ImprovementPlan:
    return ImprovementPlan.objects.select_related("case", "organisation", "assessment__case").get(pk=plan.pk)


def write(action: PlanAction, what: str, scene: object) -> None:
    mine = PlanAction.objects.select_related("plan__case").get(pk=action.pk)
    deed = Deed(what, mine.owner, mine.due_on, mine.measure)
    change_action(mine, deed=deed, version=1, by=scene.owner, at=database_now())
