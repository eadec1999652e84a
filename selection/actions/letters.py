"""Letters of a selection: each applicant's own result, held until the programme lead lets all go together (R-186)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from sandbox_portal.casework.refusals import Refused
from sandbox_portal.documents.actions import create_job, issue_letter, release_letter
from sandbox_portal.people.models import User

from ..choices import ApplicationStage as Stage
from ..models import Application, Selection
from ..queries.letters import (
    LETTERS_FOR,
    LetterState,
    facts_of_receipt,
    facts_of_results,
    letter_rows,
    results_of,
)
from ..queries.results import is_announced
from ..signals import results_announced
from ..workflow import SELECTION

STATISTICS_JOB = "selection.statistics_pdf"


@transaction.atomic
def issue_outcome_letters(selection: Selection, *, by: User | None, at: datetime) -> int:
    """Ask for the letters of every result, held; how many were asked for. Call it in the action that signs off."""
    return _issue(selection, results_of(selection), held=True, by=by, at=at)


@transaction.atomic
def issue_promotion_letters(application: Application, *, by: User, at: datetime) -> int:
    """Ask for the letters of a reserve's new result: out at once when the round's letters have been sent."""
    selection = Selection.objects.select_related("case", "round").get(round=application.round_id)
    own = [each for each in results_of(selection) if each.pk == application.pk]
    return _issue(selection, own, held=not is_announced(selection), by=by, at=at)


@transaction.atomic
def issue_withdrawal_letter(application: Application, *, by: User | None, at: datetime) -> None:
    """Confirm a withdrawal in writing, at once."""
    data = {"round_title": application.round.title, "withdrawn_at": at}
    issue_letter(application.case, code="L-03W", data=data, by=None, at=at)


@transaction.atomic
def issue_receipt(application: Application, *, by: User | None, at: datetime) -> None:
    """Confirm a submission in writing, at once (R-152)."""
    issue_letter(application.case, code="L-03", data=facts_of_receipt(application), by=by, at=at)


@transaction.atomic
def release_outcome_letters(selection: Selection, *, by: User, at: datetime) -> Selection:
    """Send the letters of all results together, and ask for the statistics. Refused while one is still being made."""
    SELECTION.take_step(selection, "release_letters", by=by, at=at)
    rows = letter_rows(selection)
    unmade = sum(row.state in {LetterState.BEING_MADE, LetterState.FAILED} for row in rows)
    if unmade:
        letters = "1 letter is" if unmade == 1 else f"{unmade} letters are"
        raise Refused(f"{letters} not ready yet. All letters go together, so please wait until every one is made.")
    for row in rows:
        if row.state == LetterState.HELD and row.document is not None:
            release_letter(row.document, by=by, at=at)
    create_job(
        STATISTICS_JOB,
        title=f"Statistics of {selection.round.title}",
        by=by,
        at=at,
        selection=str(selection.pk),
    )
    results_announced.send(Selection, selection=selection, by=by, at=at)
    return selection


def _issue(
    selection: Selection, applications: Iterable[Application], *, held: bool, by: User | None, at: datetime
) -> int:
    facts = facts_of_results(selection)
    count = 0
    for application in applications:
        for code in LETTERS_FOR[Stage(application.case.stage)]:
            data: dict[str, Any] = {**facts.of(application, code), "link": _link(application)}
            issue_letter(application.case, code=code, data=data, by=by, at=at, held=held)
            count += 1
    return count


def _link(application: Application) -> str:
    return f"{settings.PORTAL_URL}{reverse('application-status', args=[application.pk])}"
