"""Which kinds of case may be visited, and by whom. Each wing tells it when it starts; no wing is known here by name."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from sandbox_portal.casework.events import record
from sandbox_portal.casework.kinds import all_kinds
from sandbox_portal.casework.looks import once_a_look
from sandbox_portal.casework.models import Case
from sandbox_portal.people.choices import Role
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import holders_of, organisation_places, roles_of

from .models import AssessmentVisit
from .visit_terms import VisitTerms

CHECKLIST = "inspection-visit"
NOBODY = Q(pk__in=[])


@dataclass(frozen=True, kw_only=True)
class Visited:
    """What visits need to know of one kind of case.

    `goes` are the roles that plan and make visits, `signs` those that endorse, `sees` those that only read of them.
    `reads(user)` is a condition on Case rows: whose visits the person reads. `works_on` and `endorses` say of one case
    who plans and makes its visits, and who looks at what was written; nobody endorses a visit they go on, whatever is
    said here. `people(case)` may be chosen to go. `closed(case)` says why its visits stay as they are, or None;
    `not_taken(case)` why they are not taken along on a tablet. `planned` writes down that a visit was planned, under
    the lock of the case. `checklist` is the code of the question set that its visits answer. A kind with
    `has_pages_of_its_own` shows its visits and tells its organisation there; of any other the organisation is told by
    message, and answers. `terms` are what it asks of its visits besides.
    """

    kind: str
    goes: frozenset[Role]
    signs: frozenset[Role]
    sees: frozenset[Role]
    reads: Callable[[User], Q]
    works_on: Callable[[Case, User], bool]
    endorses: Callable[[Case, User], bool]
    people: Callable[[Case], list[User]]
    closed: Callable[[Case], str | None]
    not_taken: Callable[[Case], str | None]
    planned: Callable[..., object]
    not_yours: str
    not_to_endorse: str
    checklist: str = CHECKLIST
    has_pages_of_its_own: bool = False
    terms: VisitTerms = field(default_factory=VisitTerms)


_visited: dict[str, Visited] = {}
# Who may enter the pages of visits at all. They grow as wings start, so pages hold the sets themselves.
GO_ON_VISITS: set[str] = set()
READ_VISITS: set[str] = set()


def add_visited(visited: Visited) -> None:
    """Say that cases of a kind may be visited; called from AppConfig.ready()."""
    _visited[visited.kind] = visited
    GO_ON_VISITS.update(visited.goes | visited.signs)
    READ_VISITS.update(visited.goes | visited.signs | visited.sees)


def may_be_visited(
    kind: str,
    *,
    by: Iterable[Role],
    endorsed_by: Iterable[Role],
    read_by: Iterable[Role] = (Role.AUDITOR,),
    stages: Iterable[str] = (),
    checklist: str = CHECKLIST,
    unless: Callable[[Case, User], bool] = lambda case, user: False,
    terms: VisitTerms | None = None,
) -> None:
    """Say it in one line: which roles go, endorse and read, each only where the kind itself shows them the case.

    So whoever has declared an interest, and whoever belongs to the organisation, stays out here as well. Visits are
    planned and written while the case is open or, with `stages`, in these. `unless` keeps somebody from having part in
    the visits of a case that they may open.
    """

    def has_part(case: Case, user: User, roles: frozenset[Role]) -> bool:
        return bool(roles & roles_of(user)) and _is_seen(case, user) and not unless(case, user)

    goes, signs, when = frozenset(by), frozenset(endorsed_by), frozenset(stages)
    seen = _seen_by(kind, goes | signs | frozenset(read_by))
    add_visited(
        Visited(
            kind=kind,
            goes=goes,
            signs=signs,
            sees=frozenset(read_by),
            reads=seen,
            works_on=lambda case, user: has_part(case, user, goes),
            endorses=lambda case, user: has_part(case, user, signs),
            people=lambda case: [each for each in _holders(goes, case) if not unless(case, each)],
            closed=lambda case: _closed(case, when),
            not_taken=lambda case: _closed(case, when),
            planned=_write_planned,
            checklist=checklist,
            not_yours="Only those who work on this case and have no interest in it plan and make its visits.",
            not_to_endorse="Somebody who works on this case, and does not go on the visit, endorses it.",
            terms=terms or VisitTerms(),
        )
    )


def visited(case: Case) -> Visited:
    """The rules of a case's visits; KeyError for a kind of which nobody said that it may be visited."""
    return _visited[case.kind]


def is_visited(case: Case) -> bool:
    return case.kind in _visited


def may_be_answered(visit: AssessmentVisit) -> bool:
    """Whether an organisation is told of this visit and answers on the page that all kinds share."""
    return visit.is_announced and bool(visit.case.organisation_id) and not visited(visit.case).has_pages_of_its_own


def cases_with_visits_for(user: User) -> Q:
    """Condition on cases: those whose visits the person reads as staff, never one of their own organisation."""
    found = NOBODY
    for each in _visited.values():
        found |= Q(kind=each.kind) & each.reads(user)
    return found


def own_visited_cases() -> Q:
    """Condition on cases: those whose visits their organisation reads of here."""
    return Q(kind__in=[each.kind for each in _visited.values() if not each.has_pages_of_its_own])


def _seen_by(kind: str, roles: frozenset[Role]) -> Callable[[User], Q]:
    def seen(user: User) -> Q:
        if not roles & roles_of(user):
            return NOBODY
        shown = next(each.visible_to(user) for each in all_kinds() if each.kind == kind)
        return shown & ~Q(organisation__in=organisation_places(user))

    return seen


@once_a_look
def _is_seen(case: Case, user: User) -> bool:
    return Case.objects.filter(visited(case).reads(user), pk=case.pk).exists()


def _holders(roles: frozenset[Role], case: Case) -> list[User]:
    """People of these roles who have no place in the organisation; what else ties them is refused later."""
    tied = (
        case.organisation.memberships.filter(ended_at=None).values_list("user_id", flat=True)
        if case.organisation
        else []
    )
    people = {person for role in roles for person in holders_of(role).exclude(pk__in=tied)}
    return sorted(people, key=lambda person: (person.name, str(person.pk)))


def _closed(case: Case, stages: frozenset[str]) -> str | None:
    if stages:
        return None if case.stage in stages else "At this stage of the case no visit is planned or changed."
    return "This case is closed, so its visits stay as they are." if case.closed_at is not None else None


def _write_planned(case: Case, *, note: str, by: User, at: datetime) -> None:
    record(case, verb="visit planned", by=by, at=at, note=note)
