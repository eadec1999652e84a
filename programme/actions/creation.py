"""Create a round from its content file."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import transaction

from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.models import User

from ..models import KeyDate, PanelMember, Phase, PhaseActivity, Round
from ..round_file import CriteriaFile, CriterionEntry, RoundFile, StepEntry, day_of, has_time, moment_of
from ..workflow import ROUND

OWN_COLUMNS = {"number", "title", "approved_on", "window", "places", "questions", "criteria", "phases", "key_dates"}


@transaction.atomic
def create_round_from_content(entry: RoundFile, *, criteria: CriteriaFile, by: User | None, at: datetime) -> Round:
    """Make the round with its calendar and empty panel seats; relative days count from the London day of `at`."""
    today = day_in_london(at)
    slug = f"round-{entry.number}"
    case = ROUND.open_case(by=by, at=at, verb="round created", title=entry.title, reference=slug.upper())
    round_ = Round.objects.create(
        case=case,
        number=entry.number,
        slug=slug,
        title=entry.title,
        opens_at=moment_of(entry.window.opens, today=today),
        closes_at=moment_of(entry.window.closes, today=today),
        min_places=entry.places.fewest,
        max_places=entry.places.most,
        question_set=entry.questions.name,
        question_set_version=entry.questions.version,
        approved_on=day_of(entry.approved_on, today=today),
        document=_document(entry, criteria, today),
        criteria=[_row(number, step, each) for number, step in enumerate(criteria.steps, 1) for each in step.criteria],
    )
    _add_phases(round_, entry, today)
    _add_key_dates(round_, entry, today)
    _add_seats(round_, entry)
    return round_


def _document(entry: RoundFile, criteria: CriteriaFile, today: date) -> dict[str, Any]:
    words = {key: value for key, value in asdict(entry).items() if key not in OWN_COLUMNS}
    words["milestones"] = [
        {"when": day_of(each.when, today=today).isoformat(), "what": each.what} for each in entry.milestones
    ]
    words["limit"] = asdict(criteria.limit)
    return words


def _row(number: int, step: StepEntry, criterion: CriterionEntry) -> dict[str, Any]:
    """A criterion as selection reads it: labels and pictures of each score keyed by the score as text."""
    scores = [mark.score for mark in criterion.scale]
    is_score = criterion.kind == "score"
    return {
        "code": criterion.code,
        "step": number,
        "step_title": step.title,
        "title": criterion.title,
        "question": criterion.question,
        "explanation": criterion.explanation,
        "considerations": list(criterion.considerations),
        "kind": criterion.kind,
        "lowest": min(scores) if is_score else None,
        "highest": max(scores) if is_score else None,
        "labels": {str(mark.score): mark.label for mark in criterion.scale},
        "looks_like": {str(mark.score): mark.looks_like for mark in criterion.scale},
        "fails_at": criterion.fails_at,
        "effect": criterion.effect,
    }


def _add_phases(round_: Round, entry: RoundFile, today: date) -> None:
    for number, plan in enumerate(entry.phases, 1):
        phase = Phase.objects.create(
            round=round_,
            number=number,
            name=plan.name,
            planned_start=day_of(plan.starts, today=today),
            planned_end=day_of(plan.ends, today=today),
            gate=plan.gate,
        )
        PhaseActivity.objects.bulk_create(
            PhaseActivity(phase=phase, position=position, text=text) for position, text in enumerate(plan.activities, 1)
        )


def _add_key_dates(round_: Round, entry: RoundFile, today: date) -> None:
    KeyDate.objects.bulk_create(
        KeyDate(
            round=round_,
            kind=each.kind,
            code=each.code,
            name=each.name,
            starts_at=moment_of(each.when, today=today),
            is_all_day=not has_time(each.when),
            place=each.place,
            is_mandatory=each.mandatory,
        )
        for each in entry.key_dates
    )


def _add_seats(round_: Round, entry: RoundFile) -> None:
    PanelMember.objects.bulk_create(
        PanelMember(round=round_, position=position, group=seat.group, is_chair=seat.chair)
        for position, seat in enumerate(entry.panel.seats, 1)
    )
