"""Which services can be assessed: those that are registered now or take part in a sandbox round."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from sandbox_portal.people.models import User
from sandbox_portal.people.queries import organisation_places
from sandbox_portal.register.choices import Scheme
from sandbox_portal.register.definitions import schemes
from sandbox_portal.register.models import Service, StatusEntry
from sandbox_portal.register.queries import services_visible_to, statuses_as_at

from ..choices.assessments import AssessedAs
from ..models import Assessment

SCHEMES = {Scheme.REGISTRATION: AssessedAs.REGISTERED, Scheme.SANDBOX: AssessedAs.SANDBOX}


def standing_of(service: Service, day: date) -> AssessedAs | None:
    """What the register says of the service on a day, if it is anything that is assessed."""
    entries = StatusEntry.objects.filter(service=service, scheme__in=SCHEMES, part="")
    held = {each.scheme for each in statuses_as_at(entries, day) if _holds(each.scheme, each.status)}
    return next((as_what for scheme, as_what in SCHEMES.items() if scheme in held), None)


def services_to_assess(user: User, *, words: str = "") -> QuerySet[Service]:
    """Open services that ever stood in one of these schemes, by name, without those of one's own organisations."""
    ever = StatusEntry.objects.filter(scheme__in=SCHEMES, part="").values("service")
    found = services_visible_to(user).filter(pk__in=ever, closed_at=None)
    found = found.exclude(organisation__in=organisation_places(user)).select_related("organisation")
    if words:
        found = found.filter(Q(name__istartswith=words) | Q(organisation_name__istartswith=words))
    is_open = Assessment.objects.filter(service=OuterRef("pk"), case__closed_at=None)
    return found.annotate(is_assessed=Exists(is_open)).order_by("name", "pk")


def is_taking_part(entry: StatusEntry) -> bool:
    """Whether an entry about the sandbox says that the service takes part."""
    return _holds(entry.scheme, entry.status)


def _holds(scheme: str, status: str) -> bool:
    return any(each.code == status and each.holds for each in schemes()[scheme].statuses)
