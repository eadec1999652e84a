"""What a person changes about their own account."""

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.db import transaction

from ..broken_text import seen_line
from ..choices import PersonVerb
from ..history import tell
from ..models import User


@transaction.atomic
def change_name(user: User, *, name: str, by: User, at: datetime) -> User:
    """Write the new name, and keep the old one in the record."""
    name = seen_line(name)
    before = User.objects.select_for_update().get(pk=user.pk).name
    user.name = name
    user.save(update_fields=["name"])
    tell(PersonVerb.NAME_CHANGED, person=user, by=by, at=at, data={"before": before, "now": name})
    return user


@transaction.atomic
def sign_out_device(session: UserSession, *, by: User, at: datetime) -> None:
    """End one session of the person's own: that device's next click leads to the sign-in page."""
    session.end()
    tell(PersonVerb.DEVICE_SIGNED_OUT, person=by, by=by, at=at)
