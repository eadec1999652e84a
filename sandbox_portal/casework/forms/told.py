"""The filter beside the list of decisions about one's organisations."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandbox_portal.govuk.forms import FilterForm

from ..kinds import kind_of
from ..told_decisions import ToldDecision
from .queues import ANY

OPEN = "open"


class DecisionFilter(FilterForm):
    """Words, organisation, kind of case, and whether something can still be done."""

    q = forms.CharField(label=gettext_lazy("Reference or words"), required=False, max_length=100)
    organisation = forms.ChoiceField(label=gettext_lazy("Organisation"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of case"), required=False)
    ways = forms.ChoiceField(label=gettext_lazy("What you can do"), required=False)

    def __init__(self, *args: Any, decisions: Sequence[ToldDecision], **named: Any) -> None:
        super().__init__(*args, **named)
        self.decisions = decisions
        names = {str(each.case.organisation_id): each.case.organisation_name for each in decisions}
        kinds = {each.case.kind: kind_of(each.case).label for each in decisions}
        self.fields["organisation"].choices = [ANY, *sorted(names.items(), key=lambda pair: pair[1])]
        self.fields["kind"].choices = [ANY, *kinds.items()]
        self.fields["ways"].choices = [ANY, (OPEN, _("something until a date"))]
        for name, there in (("organisation", names), ("kind", kinds)):
            if len(there) < 2:
                del self.fields[name]

    def kept(self) -> list[ToldDecision]:
        """The decisions the filter leaves."""
        chosen = self.chosen()
        return [each for each in self.decisions if _fits(each, chosen)]


def _fits(told: ToldDecision, chosen: dict[str, str]) -> bool:
    said = " ".join([told.case.reference or "", told.case.title, told.what, *told.reasons]).casefold()
    return (
        all(word in said for word in chosen.get("q", "").casefold().split())
        and chosen.get("organisation", str(told.case.organisation_id)) == str(told.case.organisation_id)
        and chosen.get("kind", told.case.kind) == told.case.kind
        and ("ways" not in chosen or any(way.until for way in told.ways_on))
    )
