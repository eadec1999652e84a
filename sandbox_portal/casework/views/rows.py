"""Turn cases into the rows of a list, a page at a time, with the same number of questions however many there are."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from sandbox_portal.people.choices import Role
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import organisation_places

from ..choices import NOBODY, PROVIDER
from ..kinds import all_kinds, kind_of
from ..models import Case
from ..moments import age_in_words, in_words

PAGE = 30


@dataclass(frozen=True)
class Row:
    """One case as a list shows it to this person."""

    reference: str
    title: str
    organisation: str
    kind: str
    stage: str
    colour: str
    owner: str
    next_action: str
    age: str
    is_stuck: bool
    due: str
    is_late: bool
    address: str
    timeline: str


@dataclass(frozen=True)
class Page:
    """Some rows, and the mark after which the next page begins ("" on the last)."""

    rows: list[Row]
    after: str


def page_of(cases: QuerySet[Case], *, user: User, at: datetime, after: str = "", size: int = PAGE) -> Page:
    """The rows after the mark, those longest in their stage first."""
    ordered = (
        cases.filter(_beyond(after)).select_related("organisation", "owner", *_related()).order_by("stage_since", "pk")
    )
    found = list(ordered[: size + 1])
    mark = f"{found[size - 1].stage_since.isoformat()}~{found[size - 1].pk}" if len(found) > size else ""
    return Page([row_of(case, user=user, at=at) for case in found[:size]], mark)


def row_of(case: Case, *, user: User, at: datetime) -> Row:
    """What this person may read of the case in one line: a provider gets its own words for the stage, and no age."""
    kind = kind_of(case)
    stage = kind.workflow.stage(case.stage)
    is_own = case.organisation_id in organisation_places(user)
    days = (at - case.stage_since).days
    return Row(
        reference=case.reference or "",
        title=case.title,
        organisation=case.organisation.name if case.organisation else "",
        kind=kind.label,
        stage=kind.stage_label(case, user),
        colour="" if is_own else stage.colour,
        owner=_owner(case),
        next_action=stage.next_action if not is_own or case.owner_role == PROVIDER else "",
        age="" if is_own else age_in_words(at - case.stage_since),
        is_stuck=not is_own and not case.closed_at and stage.usual_days is not None and days > stage.usual_days,
        due=in_words(case.due_at) if case.due_at else "",
        is_late=bool(case.due_at and case.due_at <= at and not case.closed_at),
        address=kind.address(case, user),
        timeline=reverse("case-timeline", args=[case.pk]),
    )


def _owner(case: Case) -> str:
    if case.owner:
        return case.owner.name
    if case.owner_role == PROVIDER:
        return case.organisation.name if case.organisation else _("The provider")
    return _("Nobody: it has ended") if case.owner_role == NOBODY else Role(case.owner_role).label


def _related() -> set[str]:
    return {name for kind in all_kinds() for name in kind.related}


def _beyond(mark: str) -> Q:
    """Rows after the mark of a page; a mark that is none is the beginning."""
    since, _tilde, pk = mark.partition("~")
    try:
        moment, after = datetime.fromisoformat(since), UUID(pk)
    except ValueError:
        return Q()
    if moment.tzinfo is None:
        return Q()
    return Q(stage_since__gt=moment) | Q(stage_since=moment, pk__gt=after)
