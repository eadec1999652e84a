"""What was decided about an organisation, as its people may read it: once it has been told, and never by whom.

| Decision                                        | Its people           | Staff, people of other organisations |
|-------------------------------------------------|----------------------|--------------------------------------|
| draft, waiting for a signature, void            | never                | never                                |
| signed, letter not sent                         | never                | never                                |
| signed and told                                 | in words, by role    | never: they read the decision itself |
| on a case of which they were let into one part  | never                | never                                |
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sandbox_portal.people.models import User
from sandbox_portal.people.queries import organisation_places

from ..choices import DecisionState
from ..decision_kinds import decision_kinds
from ..kinds import all_kinds
from ..models import Case, Decision
from ..reason_lists import reasons_of
from ..told_decisions import ToldDecision, gatherers
from .cases import cases_read_whole_by


def decisions_told_to(user: User, *, at: datetime, case: Case | None = None) -> list[ToldDecision]:
    """Every decision this person's organisations were told of, or those on one case; the newest first.

    What can be done is only what can still be done now.
    """
    told = [_as_of(each, at) for each in _told(_own_cases(user, case), user)]
    return sorted(told, key=lambda each: (each.told_at, str(each.case.pk), each.what), reverse=True)


def _own_cases(user: User, case: Case | None) -> Sequence[Case]:
    places = organisation_places(user)
    if not places or (case is not None and case.organisation_id not in places):
        return ()
    kinds = {kind.case_kind for kind in decision_kinds() if kind.told_at} | gatherers().keys()
    if case is not None and case.kind not in kinds:
        return ()
    own = cases_read_whole_by(user).filter(organisation__in=places, kind__in=kinds)
    if case is not None:
        own = own.filter(pk=case.pk)
    related = {name for kind in all_kinds() if kind.kind in kinds for name in kind.related}
    return list(own.select_related("organisation", *related))


def _told(cases: Sequence[Case], user: User) -> Iterator[ToldDecision]:
    by_kind: dict[str, list[Case]] = defaultdict(list)
    for each in cases:
        by_kind[each.kind].append(each)
    for kind, gather in gatherers().items():
        if by_kind[kind]:
            yield from gather(by_kind[kind], user)
    yield from _signed({each.pk: each for some in by_kind.values() for each in some})


def _signed(cases: dict[UUID, Case]) -> Iterator[ToldDecision]:
    """Decisions with two signatures, of the kinds that say when the organisation is told."""
    kinds = {kind.code: kind for kind in decision_kinds() if kind.told_at}
    if not kinds or not cases:
        return
    for decision in _rows(cases, kinds):
        kind, reasons = kinds[decision.reason_list.code], reasons_of(decision.reason_list)
        decision.case = cases[decision.case_id]
        told_at = kind.told_at(decision) if kind.told_at else None
        if told_at is None or decision.signed_at is None:
            continue
        yield ToldDecision(
            case=decision.case,
            what=reasons.label_of(decision.outcome),
            by=kind.decided_by,
            decided_at=decision.signed_at,
            told_at=told_at,
            reasons=tuple(reasons.label_of(code) for code in decision.reasons),
            ways_on=kind.ways_on(decision),
        )


def _rows(cases: Iterable[UUID], kinds: Iterable[str]) -> Iterable[Decision]:
    signed = Decision.objects.filter(state=DecisionState.SIGNED, case__in=list(cases))
    return signed.filter(reason_list__code__in=list(kinds)).select_related("reason_list")


def _as_of(told: ToldDecision, at: datetime) -> ToldDecision:
    ways_on = tuple(way for way in told.ways_on if way.until is None or way.until >= at)
    return replace(told, ways_on=ways_on)
