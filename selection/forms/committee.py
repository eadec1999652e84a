"""What a committee member types in."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms import BoundField

from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.govuk.looks import Look

from ..actions.proposals import Modification
from ..choices import ApplicationStage, CommitteeDecision
from ..models import Application

KEEP, REMOVE, ADD = "keep", "remove", "add"


class _Change(forms.ChoiceField):
    def __init__(self, label: str, change: tuple[str, str]) -> None:
        super().__init__(label=label, choices=[(KEEP, "No change"), change], required=False)


class RecordDecision(PageForm):
    """The decision, its reason, and a change with its reason for each application that may change.

    The page lays it out: `changes` are the rows of a table, the other fields stand under it.
    """

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

    def __init__(self, *args: Any, listed: Sequence[Application], below_minimum: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.listed = listed
        self.references = [str(application.case.reference) for application in listed]
        if below_minimum:
            self.fields["accept"] = forms.ChoiceField(
                label="Do you accept fewer than the round needs?",
                choices=[("yes", "Yes, accept fewer"), ("no", "No")],
                widget=forms.RadioSelect,
                required=False,
            )
        for application, reference in zip(listed, self.references, strict=True):
            is_in = application.case.stage == ApplicationStage.PROPOSED
            change = (REMOVE, "Take out") if is_in else (ADD, "Put in")
            self._add(f"change_{reference}", _Change(f"Change for {reference}", change))
            self._add(
                f"why_{reference}",
                forms.CharField(label=f"Reason for changing {reference}", required=False, max_length=500),
            )

    def _add(self, name: str, field: forms.Field) -> None:
        field.look = Look(hide_label=True, mark_optional=False)  # type: ignore[attr-defined]
        self.fields[name] = field

    @property
    def changes(self) -> list[tuple[Application, BoundField, BoundField]]:
        """One row an application: what to change, and why."""
        return [
            (application, self[f"change_{reference}"], self[f"why_{reference}"])
            for application, reference in zip(self.listed, self.references, strict=True)
        ]

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
