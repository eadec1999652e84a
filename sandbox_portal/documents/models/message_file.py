"""Files that go with a message."""

import uuid

from django.db import models

from sandbox_portal.casework.models import Message

from .evidence import EvidenceFile


class MessageFile(models.Model):
    """A checked file sent with a message. It is part of the message, so it never changes and never goes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="files")
    evidence_file = models.ForeignKey(EvidenceFile, on_delete=models.PROTECT, related_name="message_files")
    shown_name = models.CharField(max_length=120)

    class Meta:
        ordering = ["message", "shown_name", "pk"]
        constraints = [models.UniqueConstraint("message", "evidence_file", name="a_file_once_per_message")]

    def __str__(self) -> str:
        return self.shown_name
