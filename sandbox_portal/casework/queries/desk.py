"""What stands beside a case: notes, flags, holds, who has had it. Who reads which is said in each docstring."""

from collections.abc import Hashable

from django.db.models import Q, QuerySet

from sandbox_portal.people.choices import Role
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import holders_of, organisation_places, roles_of

from ..desk_words import flags_seen_by
from ..models import Assignment, Batch, Case, Flag, Hold, StaffNote
from ..prepared import rows_of
from .cases import cases_visible_to, cases_worked_by, kinds_known


def notes_visible_to(user: User) -> QuerySet[StaffNote]:
    """Notes on cases the person sees as staff: never to people of the organisation the case is about."""
    if not roles_of(user):
        return StaffNote.objects.none()
    own = Q(case__organisation__in=organisation_places(user))
    seen = cases_visible_to(user).values("pk")
    return StaffNote.objects.filter(case__in=seen).exclude(own).select_related("written_by", "corrected_by_note")


def notes_of(case: Case, user: User) -> QuerySet[StaffNote]:
    """The notes on a case that this person may read, the newest on top."""
    return notes_visible_to(user).filter(case=case).order_by("-written_at", "-pk")


def flags_visible_to(user: User) -> QuerySet[Flag]:
    """Flags that are up, of the codes this person may see, on cases they see as staff."""
    own = Q(case__organisation__in=organisation_places(user))
    seen = cases_visible_to(user).values("pk")
    return (
        Flag.objects.filter(case__in=seen, code__in=list(flags_seen_by(user)), lowered_at=None)
        .exclude(own)
        .select_related("raised_by")
    )


def holds_of(case: Case) -> QuerySet[Hold]:
    """The holds of a case, the newest on top; with their reasons for staff, so for staff alone."""
    return Hold.objects.filter(case=case).select_related("set_by", "ended_by").order_by("-since", "-pk")


def hold_told_to_provider(case: Case) -> Hold | None:
    """The hold a case is in, without what staff wrote for each other; None when it is in none."""
    if case.held_since is None:
        return None
    return Hold.objects.filter(case=case, ended_on=None).defer("staff_reason").first()


def assignments_of(case: Case) -> QuerySet[Assignment]:
    """Who has had the case, the newest on top; for staff."""
    return (
        Assignment.objects.filter(case=case)
        .select_related("from_person", "to_person", "assigned_by")
        .order_by("-assigned_at", "-pk")
    )


def batches_visible_to(user: User) -> QuerySet[Batch]:
    """What the person gave out, and what was given to them; a programme lead sees every one."""
    batches = Batch.objects.select_related("given_by", "given_to", "undone_by")
    if Role.PROGRAMME_LEAD in roles_of(user):
        return batches
    return batches.filter(Q(given_by=user) | Q(given_to=user)) if roles_of(user) else batches.none()


def cases_of_batch(batch: Batch, user: User) -> QuerySet[Case]:
    """Its cases, as far as this person sees them."""
    return cases_visible_to(user).filter(pk__in=batch.assignments.values("case")).select_related("owner")


def people_for(case: Case) -> QuerySet[User]:
    """Who works in the queue of this case now."""
    if case.owner_role not in Role.values:
        return User.objects.none()
    return holders_of(Role(case.owner_role))


def owners_to_choose(user: User) -> list[tuple[str, str]]:
    """The people who have cases this person may see, by name."""
    return [(str(person.pk), person.name) for person in rows_of(_owners, user, kinds_known())]


def _owners(user: User, _known: Hashable) -> QuerySet[User]:
    owned = cases_worked_by(user).filter(closed_at=None, owner__isnull=False).order_by()
    return User.objects.filter(pk__in=owned.values("owner")).only("name").order_by("name", "pk")
