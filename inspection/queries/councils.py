"""Which councils can be assessed."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from sandbox_portal.people.choices import LegalForm
from sandbox_portal.people.models import Organisation, User
from sandbox_portal.people.queries import organisation_places, organisations_visible_to

from ..models import Assessment


def councils_visible_to(user: User) -> QuerySet[Organisation]:
    """Councils with a file here, as far as the person knows of organisations."""
    return organisations_visible_to(user).filter(legal_form=LegalForm.LOCAL_AUTHORITY)


def councils_to_assess(user: User, *, words: str = "") -> QuerySet[Organisation]:
    """Councils by name, without one's own; each says whether it is being assessed."""
    found = councils_visible_to(user).exclude(pk__in=organisation_places(user))
    if words:
        found = found.filter(name__istartswith=words)
    return found.annotate(is_assessed=Exists(open_assessments_of_council(OuterRef("pk")))).order_by("name", "pk")


def open_assessments_of_council(council: Any) -> QuerySet[Assessment]:
    return Assessment.objects.filter(organisation=council, service=None, case__closed_at=None).select_related("case")


def own_councils(user: User) -> QuerySet[Organisation]:
    """The councils a person has a place in."""
    return Organisation.objects.filter(pk__in=organisation_places(user), legal_form=LegalForm.LOCAL_AUTHORITY)
