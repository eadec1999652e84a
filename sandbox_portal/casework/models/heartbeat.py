"""Signs of life of the processes that work in the background."""

from django.db import models


class Heartbeat(models.Model):
    """When a process last worked. A table of its own, so that a silent worker can be found without its broker."""

    name = models.CharField(max_length=60, primary_key=True)
    seen_at = models.DateTimeField()
    busy_with = models.CharField(max_length=250, blank=True)

    def __str__(self) -> str:
        return self.name
