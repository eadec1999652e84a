"""Form an organisation and keep what it says of itself right."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from ..broken_text import seen_line
from ..choices import LegalForm, PersonVerb, Place
from ..history import tell
from ..models import Membership, Organisation, User
from ..queries import forget_rights, organisation_places


@transaction.atomic
def create_organisation(name: str, *, legal_form: LegalForm, by: User, at: datetime, **fields: str) -> Organisation:
    """Form an organisation with the person as its first owner."""
    said = {key: seen_line(value) for key, value in fields.items()}
    organisation = Organisation.objects.create(name=seen_line(name), legal_form=legal_form, created_at=at, **said)
    Membership.objects.create(user=by, organisation=organisation, place=Place.OWNER, since=at)
    tell(PersonVerb.ORGANISATION_CREATED, organisation=organisation, person=by, by=by, at=at)
    forget_rights(by)
    return organisation


@transaction.atomic
def correct_organisation(organisation: Organisation, *, by: User, at: datetime, **fields: str) -> Organisation:
    """Change what an organisation says of itself; only somebody who writes for it may."""
    if organisation_places(by).get(organisation.pk) not in {Place.OWNER, Place.SIGNATORY, Place.CONTRIBUTOR}:
        raise PermissionDenied
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    for name, value in fields.items():
        setattr(organisation, name, seen_line(value))
    organisation.save(update_fields=list(fields))
    return organisation
