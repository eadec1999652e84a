"""What a committee member types in."""

from typing import Any

from django import forms

from sandbox_portal.govuk.forms import PageForm

from ..actions.proposals import Modification
from ..choices import CommitteeDecision

KEEP, REMOVE, ADD = "keep", "remove", "add"


class RecordDecision(PageForm):
    """The decision, its reason, and a change with its reason for each application that may change."""

    title = "Record the committee's decision"
    button = "Record the decision"

    decision = forms.ChoiceField(
        label="What does the committee decide?",
        choices=CommitteeDecision.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the committee decides"},
    )
    reason = forms.CharField(
        label="The committee's reason",
        widget=forms.Textarea,
        error_messages={"required": "Write the committee's reason"},
    )

    def __init__(self, *args: Any, proposed: list[str], reserve: list[str], below_minimum: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.references = [*proposed, *reserve]
        if below_minimum:
            self.fields["accept"] = forms.ChoiceField(
                label="Do you accept fewer than the round needs?",
                choices=[("yes", "Yes, accept fewer"), ("no", "No")],
                widget=forms.RadioSelect,
                required=False,
            )
        for reference in self.references:
            change = (REMOVE, "Take out of the set") if reference in proposed else (ADD, "Put into the set")
            self.fields[f"change_{reference}"] = forms.ChoiceField(
                label=f"Change for {reference}", choices=[(KEEP, "No change"), change], required=False
            )
            self.fields[f"why_{reference}"] = forms.CharField(
                label=f"Reason for changing {reference}", required=False, max_length=500
            )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        for reference in self.references:
            changed = values.get(f"change_{reference}") in {REMOVE, ADD}
            if changed and not values.get(f"why_{reference}"):
                self.add_error(f"why_{reference}", f"Write the reason for changing {reference}")
        return values

    @property
    def modifications(self) -> list[Modification]:
        found = []
        for reference in self.references:
            change = self.cleaned_data.get(f"change_{reference}")
            if change in {REMOVE, ADD}:
                found.append(Modification(reference, change, self.cleaned_data[f"why_{reference}"]))
        return found

    @property
    def accepts_below_minimum(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.cleaned_data.get("accept", ""))


class DecidePromotion(PageForm):
    title = "Decide on the promotion"
    button = "Record the decision"

    approve = forms.ChoiceField(
        label="Does the committee approve?",
        choices=[("yes", "Yes, give the place to the reserve"), ("no", "No")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose yes or no"},
    )
