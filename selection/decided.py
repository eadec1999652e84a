"""The results of applications as decisions their applicants may read: what the letters that went out said (R-186).

A letter that is held, or is still being made, has told nobody anything, so it is no decision here.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse

from programme.models import KeyDate, Round
from programme.queries import key_dates
from sandbox_portal.casework.calendars import england_and_wales
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.told_decisions import ToldDecision, WayOn
from sandbox_portal.casework.working_days import (
    OutsideCalendarError,
    add_working_days,
    day_in_london,
    end_of_day,
    start_of_day,
)
from sandbox_portal.documents.choices import Audience
from sandbox_portal.documents.models import IssuedDocument
from sandbox_portal.people.models import User

from .choices import ApplicationStage as Stage
from .models import Application
from .queries.letters import LETTERS_FOR, first_workshop_in
from .queries.results import ANNOUNCED
from .workflow import APPLICATION

OBJECT_WITHIN = 10  # working days: “misread” in content/letters/paragraphs.yaml, and L-08
STAGE_OF = {codes[0]: stage for stage, codes in LETTERS_FOR.items()}
WORDS = {
    Stage.SELECTED: "You have a place in {round}",
    Stage.ON_RESERVE_LIST: "You are on the reserve list of {round}",
    Stage.NOT_SELECTED: "You were not selected for {round}",
    Stage.OUT_OF_SCOPE: "Your application does not fit {round}",
    Stage.NOT_COMMITTED: "We were not sure that you can take part in {round}",
}
PANEL, COMMITTEE = "The panel", "The committee"
BY_PANEL = frozenset({Stage.OUT_OF_SCOPE, Stage.NOT_COMMITTED})
MISREAD = "Tell us if you think we misread your application. Somebody who did not take this decision looks at it."
OUR_RULES = "Tell us if you think we did not follow our own rules. Somebody who did not take this decision looks at it."


def decisions_on(cases: Sequence[Case], user: User) -> Iterator[ToldDecision]:
    """The results that were told on these applications: two questions, and one for the dates of each round."""
    announced = {each.pk: each for each in cases if _is_announced(each)}
    dates: dict[Any, Sequence[KeyDate]] = {}
    for letter in _letters(announced):
        case = announced[letter.case_id]  # type: ignore[index]
        application = case.application
        if application.round_id not in dates:
            dates[application.round_id] = list(key_dates(application.round))
        yield _told(letter, application, user, dates[application.round_id])


def _is_announced(case: Case) -> bool:
    selection = getattr(case.application.round, "selection", None)
    return selection is not None and selection.case.stage in ANNOUNCED


def _letters(cases: Mapping[UUID, Case]) -> Iterator[IssuedDocument]:
    """The newest version of each result letter that went out and still holds."""
    if not cases:
        return
    out = IssuedDocument.objects.filter(
        case__in=list(cases), code__in=STAGE_OF, audience=Audience.ORGANISATION, released_at__isnull=False
    )
    yield from out.filter(withdrawal=None, replaced_by=None).order_by("released_at", "pk")


def _told(letter: IssuedDocument, application: Application, user: User, dates: Sequence[KeyDate]) -> ToldDecision:
    case, stage = application.case, STAGE_OF[letter.code]
    assert letter.released_at is not None
    is_standing = case.stage == stage
    return ToldDecision(
        case=case,
        what=WORDS[stage].format(round=application.round.title),
        by=PANEL if stage in BY_PANEL else COMMITTEE,
        decided_at=min(case.stage_since if is_standing else letter.issued_at, letter.released_at),
        told_at=letter.released_at,
        reasons=tuple(_reasons(stage, letter.data["facts"])),
        ways_on=tuple(_ways_on(stage, letter, application, user, dates)) if is_standing else (),
    )


def _reasons(stage: Stage, said: Mapping[str, Any]) -> Iterator[str]:
    """The reasons as the letter gave them: nothing that it did not say."""
    if stage in BY_PANEL:
        yield from filter(None, [said.get("reason")])
        return
    if stage == Stage.NOT_SELECTED:
        yield from filter(None, [said.get("outcome_because")])
    if stage == Stage.ON_RESERVE_LIST:
        yield "You reached the score that was needed, but there were more good applications than places."
    if said.get("total") is not None:
        yield (
            f"Your total is {said['total']} out of {said['highest_total']}. "
            f"The lowest total that could be selected was {said['cut_off']}."
        )


def _ways_on(
    stage: Stage, letter: IssuedDocument, application: Application, user: User, dates: Sequence[KeyDate]
) -> Iterator[WayOn]:
    yield WayOn("Read the letter", reverse("document-page", args=[letter.pk]))
    yield WayOn("See your scores and the reasons", reverse("application-scores", args=[application.pk]))
    first = first_workshop_in(dates)
    if stage in {Stage.SELECTED, Stage.ON_RESERVE_LIST}:
        yield from _give_back(stage, application, user, first)
        return
    objection = MISREAD if stage in BY_PANEL else OUR_RULES
    until = _working_days_after(letter.released_at) if letter.released_at else None
    yield WayOn(objection, reverse("case-messages", args=[application.pk]), until)
    yield WayOn("Look for a later round", reverse("round-list"))


def _give_back(stage: Stage, application: Application, user: User, first: KeyDate | None) -> Iterator[WayOn]:
    if stage == Stage.SELECTED:
        yield WayOn("Put the dates in your calendar", _dates_of(application.round))
    until = start_of_day(day_in_london(first.starts_at)) if first and stage == Stage.ON_RESERVE_LIST else None
    if APPLICATION.refusal("withdraw", application, user) is None:
        words = "Give up your place" if stage == Stage.SELECTED else "Leave the reserve list"
        yield WayOn(words, reverse("application-withdraw", args=[application.pk]), until)
    elif until:
        yield WayOn("Wait for a place to become free", "", until)


def _dates_of(round_: Round) -> str:
    return reverse("round-detail", args=[round_.slug])


def _working_days_after(moment: datetime) -> datetime:
    """The end of the last day to object; where no calendar reaches, in calendar days."""
    try:
        day = add_working_days(day_in_london(moment), OBJECT_WITHIN, calendar=england_and_wales())
    except OutsideCalendarError:
        day = day_in_london(moment) + timedelta(days=OBJECT_WITHIN * 7 // 5)
    return end_of_day(day)
