"""Set up an organisation that has nobody with an account yet, because it wrote to us or rang."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from ..broken_text import seen_line
from ..choices import LegalForm, PersonVerb, Place
from ..history import tell
from ..models import Invitation, Organisation, User
from ..queries import roles_of
from .invitations import _invite


@transaction.atomic
def set_up_organisation(
    name: str, *, legal_form: LegalForm, owner_email: str, by: User, at: datetime, **fields: str
) -> Organisation:
    """For staff alone: form the organisation and ask the person with this address to own it. Staff do not join it."""
    if not roles_of(by):
        raise PermissionDenied
    said = {key: seen_line(value) for key, value in fields.items()}
    organisation = Organisation.objects.create(name=seen_line(name), legal_form=legal_form, created_at=at, **said)
    tell(PersonVerb.ORGANISATION_CREATED, organisation=organisation, by=by, at=at)
    _invite(Invitation(email=owner_email.lower(), organisation=organisation, place=Place.OWNER), by=by, at=at)
    return organisation
