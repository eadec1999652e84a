"""What an inspector types in: records of key questions, interviews, views."""

from collections.abc import Iterable
from typing import Any

from django import forms

from sandbox_portal.govuk.fields import GovukDateField
from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.govuk.looks import Look

from ..choices import Fitness, Mode, Readiness, View
from ..models import ManagerApplication


def words(label: str, missing: str, *, hint: str = "", required: bool = True) -> forms.CharField:
    """A field for a few paragraphs."""
    return forms.CharField(
        label=label,
        help_text=hint,
        widget=forms.Textarea,
        max_length=10_000,
        required=required,
        error_messages={"required": missing, "max_length": "Say it in 10,000 characters or fewer"},
    )


def pick(label: str, choices: Any, missing: str, *, hint: str = "") -> forms.ChoiceField:
    """A choice of one, as radio buttons."""
    return forms.ChoiceField(
        label=label, choices=choices, help_text=hint, widget=forms.RadioSelect, error_messages={"required": missing}
    )


class WriteKeyQuestionRecord(PageForm):
    """The record of one key question."""

    button = "Save this record"
    looks = {"evidence": Look(rows=6), "questions": Look(rows=4), "reasons": Look(rows=6)}

    evidence = words(
        "What did you look at?",
        "Say what you looked at",
        hint="Name answers, papers, what you saw and who you spoke with.",
    )
    questions = words("What did you ask?", "", required=False)
    view = pick("What is your view?", View.choices, "Choose your view")
    reasons = words("Why is this your view?", "Give your reasons")

    def __init__(self, *args: Any, title: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = title


class WriteFitness(PageForm):
    """Whether one person is fit."""

    button = "Save this view"
    hint = "This is about the person alone. Whether the provider is ready is asked on a page of its own."
    looks = {"reasons": Look(rows=6)}

    view = pick("Is this manager fit for the work?", Fitness.choices, "Choose whether the manager is fit")
    reasons = words("Why is this your view?", "Give your reasons")

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = f"Is {name} fit?"


class WriteReadiness(PageForm):
    """Whether the provider is ready."""

    title = "Is the provider ready?"
    hint = "This is about the provider as a whole, apart from any person."
    button = "Save this view"
    looks = {"reasons": Look(rows=6)}

    view = pick("Is the provider ready to begin?", Readiness.choices, "Choose whether the provider is ready")
    reasons = words("Why is this your view?", "Give your reasons")


class WriteInterview(PageForm):
    """A talk with one manager or several."""

    title = "Write down an interview"
    hint = "Managers who share a post can be met together and alone. Write down each talk by itself."
    button = "Save this interview"
    looks = {"questions": Look(rows=5), "notes": Look(rows=8)}

    managers = forms.MultipleChoiceField(
        label="Who took part?", widget=forms.CheckboxSelectMultiple, error_messages={"required": "Choose who took part"}
    )
    held_on = GovukDateField(label="When did you meet?", what="The day you met")
    mode = pick("How did you meet?", Mode.choices, "Choose how you met")
    questions = words("What did you ask?", "Say what you asked")
    notes = words("What did you hear?", "Say what you heard")

    def __init__(self, *args: Any, managers: Iterable[ManagerApplication], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_id = {str(each.pk): each for each in managers}
        self.fields["managers"].choices = [(key, each.name) for key, each in self.by_id.items()]

    def clean_managers(self) -> list[ManagerApplication]:
        return [self.by_id[key] for key in self.cleaned_data["managers"]]


class Say(PageForm):
    """One text and a button: why, or what has to change."""

    looks = {"because": Look(rows=5)}

    def __init__(
        self, *args: Any, title: str, label: str, missing: str, button: str, hint: str = "", **named: Any
    ) -> None:
        super().__init__(*args, **named)
        self.title, self.button, self.hint = title, button, hint
        self.fields["because"] = words(label, missing)
