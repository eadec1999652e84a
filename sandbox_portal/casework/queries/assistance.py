"""Who types for whom: what may be begun, what runs, and what there was.

| Reader                                                 | Sees                                                    |
|--------------------------------------------------------|---------------------------------------------------------|
| member of the organisation                             | every time somebody typed for it                        |
| auditor, system administrator                          | every time anybody did                                  |
| staff                                                  | when they did themselves                                |
| anybody else                                           | nothing                                                 |

A draft is hidden from staff. Whoever may type sees only that there is one, of which kind, and since when.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from sandbox_portal.people.choices import Place, Role
from sandbox_portal.people.models import Organisation, User
from sandbox_portal.people.queries import organisation_places, people_of, roles_of

from ..choices import PROVIDER
from ..kinds import all_kinds, kind_of
from ..models import Assistance, AssistanceRefusal, Case
from ..voices import ends_usually, voice_of
from .cases import matching

TYPISTS = frozenset(
    {
        Role.PROGRAMME_LEAD,
        Role.REGISTRATION_INSPECTOR,
        Role.MONITORING_ANALYST,
        Role.QUALITY_MARK_COORDINATOR,
        Role.COMMISSIONER,
    }
)
RUNNING, OVER = "running", "over"
SEES_ALL = frozenset({Role.AUDITOR, Role.SYSTEM_ADMINISTRATOR})
AGREES = (Place.OWNER, Place.SIGNATORY, Place.CONTRIBUTOR)


def assistances_visible_to(user: User) -> QuerySet[Assistance]:
    """Times of typing for organisations, as the table above says, the newest first."""
    found = Assistance.objects.select_related("case", "organisation", "typist", "ended_by").order_by(
        "-started_at", "pk"
    )
    if roles_of(user) & SEES_ALL:
        return found
    own = Q(organisation__in=organisation_places(user))
    return found.filter(own | Q(typist=user)) if roles_of(user) else found.filter(own)


def assistances_wanted(
    user: User, *, state: str = "", organisation: Organisation | None = None
) -> QuerySet[Assistance]:
    """Those of them that go on or are over, of all organisations or of one."""
    found = assistances_visible_to(user)
    if organisation is not None:
        found = found.filter(organisation=organisation)
    return found.filter(over_at__isnull=state == RUNNING) if state else found


def kinds_typed_by(user: User) -> list[str]:
    """Kinds of case this person may type in: those whose messages their role answers, or that name no role."""
    roles = roles_of(user) & TYPISTS
    return [kind.kind for kind in all_kinds() if roles and (kind.message_role is None or kind.message_role in roles)]


def cases_to_type_in(user: User, words: str) -> QuerySet[Case]:
    """Open cases that wait for their organisation and match the words: nothing of them but that they are there."""
    kinds = kinds_typed_by(user)
    waiting = Case.objects.filter(kind__in=kinds, owner_role=PROVIDER, closed_at=None, organisation__isnull=False)
    others = waiting.exclude(organisation__in=organisation_places(user))
    return matching(others, words).defer("words").order_by("organisation_name", "opened_at", "pk")


def people_who_can_agree(organisation: Organisation) -> QuerySet[User]:
    """People of the organisation who write for it themselves, and so can let somebody type for them."""
    return people_of(organisation, *AGREES)


def refuses_assistance(organisation: Organisation | None) -> AssistanceRefusal | None:
    """The organisation's wish that nobody types for it, while it lasts."""
    return AssistanceRefusal.objects.filter(organisation=organisation, lifted_at=None).first() if organisation else None


def typing_refusal(case: Case, user: User, at: datetime) -> str | None:
    """Why this person cannot type for the organisation of this case now; None when they can."""
    if case.kind not in kinds_typed_by(user):
        return "Your role does not type for organisations in cases of this kind."
    if case.organisation is None:
        return "No organisation stands behind this case."
    if case.organisation_id in organisation_places(user):
        return "You belong to this organisation, so you type as one of its people."
    if refuses_assistance(case.organisation):
        return "This organisation wants nobody to type for it."
    if case.closed_at is not None or case.owner_role != PROVIDER:
        return "This case does not wait for its organisation, so there is nothing to type."
    would_be = Assistance(
        case=case, organisation=case.organisation, typist=user, started_at=at, ends_at=ends_usually(at)
    )
    return kind_of(case).may_answer(case, voice_of(user, would_be))


@dataclass(frozen=True)
class TypedFor:
    """One time in which answers of a case were typed on behalf of its organisation."""

    typist: str
    on_behalf_of: str
    how: str
    started_at: datetime
    over_at: datetime | None


def typed_for(case: Case) -> list[TypedFor]:
    """Every time somebody typed in this case for its organisation, the oldest first: for receipts and papers."""
    found = Assistance.objects.filter(case=case).select_related("typist").order_by("started_at")
    return [
        TypedFor(each.typist.name, each.agreed_name, each.get_agreed_how_display(), each.started_at, each.over_at)
        for each in found
    ]


def who_typed(*cases: Case) -> str:
    """“Iris Penn on behalf of Robin Hale”, with everybody who typed in these cases; "" when nobody did."""
    pairs = (f"{each.typist} on behalf of {each.on_behalf_of}" for case in cases for each in typed_for(case))
    return ", and by ".join(dict.fromkeys(pairs))
