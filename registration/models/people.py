"""The people that rows name: whoever did something, or nobody yet."""

from django.conf import settings
from django.db import models

from sandbox_portal.people.models import User


def somebody() -> "models.ForeignKey[User, User]":
    """Who did it: always a person."""
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")


def nobody_yet() -> "models.ForeignKey[User | None, User | None]":
    """Who did it, once it is done."""
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
