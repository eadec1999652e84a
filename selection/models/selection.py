"""The selection of one round: what the panel and the committee do together."""

from django.db import models

from programme.models import Round
from sandbox_portal.casework.models import Case


class Selection(models.Model):
    """One per round, opened with it. Its case holds the chair's steps; its timeline is the panel's record."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="selection")
    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="selection")

    def __str__(self) -> str:
        return f"Selection of {self.round}"
