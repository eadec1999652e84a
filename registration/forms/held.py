"""What comes in about a registration that was granted: changes, what we say to them, and the end of a trial."""

from datetime import date
from typing import Any

from django import forms

from sandbox_portal.govuk.fields import GovukDateField
from sandbox_portal.govuk.forms import FilterForm, PageForm
from sandbox_portal.govuk.looks import Look
from sandbox_portal.register.definitions import service_kinds

from ..changes import CONDITIONS, KINDS, LOCATIONS, MANAGERS, ChangeKind
from ..choices import ConversionPlan, HeldStage

MOST_LINES = 60
LINES_LABEL = {
    MANAGERS: ("Registered managers, one a line", "The register will name these people."),
    LOCATIONS: ("Places, one a line", "Name, town and postcode, with commas between them. Leave the street out."),
    CONDITIONS: ("Conditions, one a line", "The register and the certificate will say exactly this."),
}


class StartChange(PageForm):
    """Which change, and when it happens."""

    title = "What changes in your registration?"
    button = "Go on"
    kind = forms.ChoiceField(
        label="What changes?", widget=forms.RadioSelect, error_messages={"required": "Choose what changes"}
    )
    happens_on = GovukDateField(
        label="When did it happen, or when will it?",
        what="The day of the change",
        help_text="For example 12 9 2026. If you ask us first, give the day you hope for.",
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["kind"].choices = [(kind.code, kind.label) for kind in KINDS.values()]
        self.fields["kind"].look = Look(hints={kind.code: kind.meaning for kind in KINDS.values()})


class AcceptChange(PageForm):
    """From when the change holds and, where the register tells of it, what it will say."""

    button = "Accept the change"
    holds_from = GovukDateField(label="From which day does it hold?", what="The day from which it holds")

    def __init__(self, data: Any = None, *, kind: ChangeKind, lines: tuple[str, ...], day: date) -> None:
        super().__init__(data, initial={"holds_from": day, "lines": "\n".join(lines)})
        self.title = f"Accept: {kind.label.lower()}"
        if kind.fact in LINES_LABEL:
            label, hint = LINES_LABEL[kind.fact]
            self.fields["lines"] = forms.CharField(
                label=label, help_text=hint, widget=forms.Textarea, required=kind.fact != CONDITIONS, max_length=6000
            )

    def clean_lines(self) -> tuple[str, ...]:
        lines = tuple(line.strip() for line in self.cleaned_data["lines"].splitlines() if line.strip())
        if len(lines) > MOST_LINES:
            raise forms.ValidationError(f"Write at most {MOST_LINES} lines")
        return lines


class RefuseChange(PageForm):
    """Why we say no, in words for the organisation."""

    title = "Refuse the change"
    button = "Refuse the change"
    reason = forms.CharField(
        label="Why do you refuse it?",
        help_text="The organisation reads this. Say what would have to be different.",
        widget=forms.Textarea,
        max_length=4000,
        error_messages={"required": "Write why you refuse it"},
    )


class PlanConversion(PageForm):
    """What becomes of a service when the trial of its kind ends."""

    title = "What becomes of this service when the trial ends?"
    button = "Keep the plan"
    plan = forms.ChoiceField(
        label="What becomes of it?",
        choices=ConversionPlan.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what becomes of it"},
    )
    to_kind = forms.ChoiceField(
        label="Which kind of service does it become?",
        help_text="Choose one only if it becomes another kind of service.",
        required=False,
    )
    on = GovukDateField(label="From which day?", what="The day on which the trial ends for it")
    because = forms.CharField(
        label="Why?",
        help_text="The organisation reads this.",
        widget=forms.Textarea,
        max_length=2000,
        error_messages={"required": "Write why"},
    )

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        kinds = [(kind.code, kind.label) for kind in service_kinds().values() if kind.status in {"standard", "open"}]
        self.fields["to_kind"].choices = [("", "Choose a kind"), *kinds]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("plan") == ConversionPlan.OTHER and not values.get("to_kind"):
            self.add_error("to_kind", "Choose which kind of service it becomes")
        return values


class FindRegistrations(FilterForm):
    """The filter of the list of registrations."""

    words = forms.CharField(label="Name or registration number", required=False, max_length=100)
    state = forms.ChoiceField(label="State", required=False, choices=[("", "Any"), *HeldStage.choices])
    trial = forms.BooleanField(label="Only services on trial", required=False)
