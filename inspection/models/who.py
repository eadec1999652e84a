"""Who did something, as every row of an assessment keeps it: a person is never deleted from under it."""

from django.conf import settings
from django.db import models

from sandbox_portal.people.models import User


def writer() -> "models.ForeignKey[User, User]":
    """The person who wrote the row."""
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")


def who() -> "models.ForeignKey[User | None, User | None]":
    """The person who did it, once it is done."""
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
