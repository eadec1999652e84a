"""The truth table of a workflow: every stage × every step × every kind of person, compared with what is meant.

A wing writes its table once, by the meaning and not by the code:

    MEANT = truth_table(
        submit=[("draft", "provider")],
        send_to_panel=[("submitted", "programme_lead")],
    )

    def test_the_truth_table_of_applications(db):
        assert_truth_table(
            APPLICATION,                                    # the Workflow
            MEANT,
            people={"provider": provider, "reader": reader, "programme_lead": lead, "clock": None},
            subject_at=application_at,                      # a factory: stage code → subject that walked there
        )

A combination that is not named must be refused because of the stage or because of the person. Needs ("upload a file
first") are tested one by one elsewhere; here a step that is stopped by a need alone counts as allowed.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db import transaction

from sandbox_portal.casework.steps import Workflow
from sandbox_portal.people.models import User

Combination = tuple[str, str, str]


def truth_table(**allowed: Iterable[tuple[str, str]]) -> set[Combination]:
    """Step → (stage, person) pairs, flattened to a set of combinations."""
    return {(step, stage, person) for step, pairs in allowed.items() for stage, person in pairs}


def what_is(
    workflow: Workflow[Any], people: Mapping[str, User | None], subject_at: Callable[[str], Any]
) -> set[Combination]:
    """The combinations the workflow allows; each stage is reached once and undone."""
    found = set()
    for stage in workflow.stages:
        with transaction.atomic():
            subject = subject_at(stage.code)
            for step in workflow.steps:
                for name, person in people.items():
                    refusal = workflow.refusal(step.name, subject, person)
                    if refusal is None or refusal.about == "needs":
                        found.add((step.name, stage.code, name))
            transaction.set_rollback(True)
    return found


def assert_truth_table(
    workflow: Workflow[Any],
    meant: set[Combination],
    *,
    people: Mapping[str, User | None],
    subject_at: Callable[[str], Any],
) -> None:
    """Compare what is with what is meant, and see that the table names every step."""
    unknown = {step for step, _stage, _person in meant} ^ {step.name for step in workflow.steps}
    assert unknown == set(), f"steps without a row, or rows without a step: {sorted(unknown)}"
    found = what_is(workflow, people, subject_at)
    wrong = [f"allowed but not meant: {row}" for row in sorted(found - meant)]
    wrong += [f"meant but refused: {row}" for row in sorted(meant - found)]
    assert not wrong, "\n".join(wrong)
