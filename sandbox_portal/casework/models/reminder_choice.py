"""Which reminders a person has switched off (R-801)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower


class ReminderChoice(models.Model):
    """One kind of reminder to one address. It is made with the first of them, so that its mail can name it.

    `code` is one of content/reminders.yaml, or that of the weekly letter to staff. While `off_at` is set, none is sent.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(max_length=254)
    code = models.CharField(max_length=20)
    off_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint("email", "code", name="one_choice_per_address_and_reminder"),
            models.CheckConstraint(condition=Q(email=Lower(F("email"))), name="a_choice_is_of_a_plain_address"),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {'off' if self.off_at else 'on'}"
