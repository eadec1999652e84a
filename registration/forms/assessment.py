"""What an inspector types in: records of key questions, interviews, views, visits."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.forms import BoundField

from sandbox_portal.casework.working_days import LONDON
from sandbox_portal.govuk.fields import GovukDateField
from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.govuk.looks import Look

from ..choices import Fitness, Mode, Readiness, View, VisitPlace, VisitReply
from ..models import ManagerApplication, SiteVisit, VisitPhoto
from ..visit_plan import visit_checklist
from .photos import SaysOfPhotos, TakesPhotos


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


class PlanVisit(PageForm):
    """When, where, who and what."""

    title = "Plan a visit"
    hint = "Give at least five working days' notice. A sooner day only holds if the organisation agrees to it."
    button = "Plan it and write to the organisation"
    looks = {"starts_time": Look(classes="govuk-input--width-5"), "note": Look(rows=4)}

    day = GovukDateField(label="Day", what="The day")
    starts_time = forms.TimeField(
        label="Time",
        help_text="For example, 10:30 or 14:00",
        input_formats=["%H:%M"],
        widget=forms.TextInput,
        error_messages={"required": "Enter the time", "invalid": "Enter a time such as 10:30 or 14:00"},
    )
    where = pick(
        "Where?",
        VisitPlace.choices,
        "Choose where the visit takes place",
        hint="A provider needs no premises: then meet where it is managed from, or where carers and people agree.",
    )
    place = forms.CharField(
        label="Address, or how to join",
        max_length=300,
        error_messages={"required": "Say where the visit takes place", "max_length": "Use 300 characters or fewer"},
    )
    visitors = forms.CharField(
        label="Who comes?",
        max_length=300,
        error_messages={"required": "Say who comes", "max_length": "Use 300 characters or fewer"},
    )
    checklist = forms.MultipleChoiceField(
        label="What do you want to see?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one thing to look at"},
    )
    note = words("A word to the organisation", "", required=False, hint="It stands in the letter.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["checklist"].choices = [(each.code, each.label) for each in visit_checklist().values()]

    @property
    def starts_at(self) -> datetime:
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["starts_time"], LONDON)


class RecordVisit(TakesPhotos, SaysOfPhotos):
    """What was found: a field for each thing of the list, the whole, and what the photos show.

    Photos may be chosen here too. They are kept whatever else is wrong, since a browser forgets chosen files.
    """

    title = "Write down what you found"
    button = "Save the visit"

    def __init__(self, *args: Any, visit: SiteVisit, photos: Iterable[VisitPhoto], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        checklist = visit_checklist()
        self.codes = [code for code in visit.checklist if code in checklist]
        for code in self.codes:
            field = words(checklist[code].label, "", required=False)
            field.look = Look(rows=3, mark_optional=False)  # type: ignore[attr-defined]
            self.fields[f"found_{code}"] = field
        self.fields["people_agreed"] = words(
            "Who agreed to be met, and how do you know?",
            "",
            required=False,
            hint="Needed when you met carers, people who will use the service, or their families.",
        )
        self.fields["findings"] = words("What did you find, as a whole?", "Say what you found")
        self.fields["follow_up"] = words(
            "What has to follow?", "", required=False, hint="One thing a line. Leave it empty if nothing has to."
        )
        self.take_photos(required=False)
        self.say_of(photos)

    @property
    def of_findings(self) -> list[BoundField]:
        """The fields that are not about photos, in order."""
        names = [f"found_{code}" for code in self.codes]
        return [self[name] for name in (*names, "people_agreed", "findings", "follow_up")]

    @property
    def found(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"found_{code}"] for code in self.codes if self.cleaned_data[f"found_{code}"]}

    @property
    def follow_up(self) -> list[str]:
        return [line for line in self.cleaned_data["follow_up"].splitlines() if line.strip()]


class AnswerVisit(PageForm):
    """What the organisation says to the day."""

    title = "The day of our visit"
    button = "Send your answer"
    looks = {"reply": Look(conditional={VisitReply.ANOTHER_DAY: "words"}), "words": Look(rows=3)}

    reply = pick(
        "Can we come on this day?",
        [(VisitReply.AGREED, "Yes, we agree to this day"), (VisitReply.ANOTHER_DAY, "No, we need another day")],
        "Say whether we can come on this day",
    )
    words = words("Which days would be possible?", "", required=False)


class Say(PageForm):
    """One text and a button: why, or what has to change."""

    looks = {"because": Look(rows=5)}

    def __init__(
        self, *args: Any, title: str, label: str, missing: str, button: str, hint: str = "", **named: Any
    ) -> None:
        super().__init__(*args, **named)
        self.title, self.button, self.hint = title, button, hint
        self.fields["because"] = words(label, missing)
