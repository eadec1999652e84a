"""The noun of the wing."""

from django.db import models

from sandbox_portal.casework.models import Case
from sandbox_portal.people.models import Organisation


class ListRequest(models.Model):
    """An organisation's request. Its stage, owner and clocks are the case's, its answers the case's Response."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="list_request")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    is_accepted = models.BooleanField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.case)
