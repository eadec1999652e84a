"""What inspectors type in of visits."""

from datetime import datetime
from typing import Any

from django import forms

from sandbox_portal.casework.working_days import LONDON
from sandbox_portal.govuk.fields import GovukDateField
from sandbox_portal.govuk.forms import FilterForm, PageForm
from sandbox_portal.govuk.looks import Look
from sandbox_portal.people.models import User

from ..choices.assessments import PersonKind, VisitMode
from ..visit_terms import VisitTerms
from .parts import NamesNobody, line, pick, ticks, words

LENGTHS = (("30", "Half an hour"), ("60", "1 hour"), ("120", "2 hours"), ("240", "Half a day"), ("480", "A whole day"))
STATES = (
    ("", "All"),
    ("planned", "Planned"),
    ("to_endorse", "To be endorsed"),
    ("endorsed", "Endorsed"),
    ("cancelled", "Cancelled"),
)


class VisitFilter(FilterForm):
    """The filter beside the list of visits."""

    q = forms.CharField(label="Reference or organisation", required=False, max_length=100)
    state = forms.ChoiceField(label="Which", choices=STATES, required=False)
    mode = forms.ChoiceField(label="How people meet", choices=[("", "Any way"), *VisitMode.choices], required=False)
    mine = forms.ChoiceField(label="Whose", choices=[("", "Everybody’s"), ("yes", "Mine")], required=False)


class VisitForm(PageForm):
    """When, how, where, who and what for."""

    title = "Plan a visit"
    button = "Plan it"
    looks = {"starts_time": Look(classes="govuk-input--width-5")}

    def __init__(self, data: Any = None, *, initial: dict[str, Any], people: list[User], terms: VisitTerms) -> None:
        super().__init__(data, initial=initial)
        if terms.notice_working_days:
            self.hint = (
                f"Give at least {terms.notice_working_days} working days’ notice. "
                "A sooner day only holds if the organisation agrees to it."
            )
        self.by_id = {str(person.pk): person for person in people}
        names = [(key, person.name) for key, person in self.by_id.items()]
        self.fields["day"] = GovukDateField(label="Day", what="The day")
        self.fields["starts_time"] = forms.TimeField(
            label="Time",
            help_text="For example, 10:30 or 14:00",
            input_formats=["%H:%M"],
            widget=forms.TextInput,
            error_messages={"required": "Enter the time", "invalid": "Enter a time such as 10:30 or 14:00"},
        )
        self.fields["minutes"] = forms.ChoiceField(label="How long?", choices=LENGTHS)
        self.fields["mode"] = pick(
            "How do you meet?",
            VisitMode.choices,
            "Choose how you meet",
            hint="A talk by telephone or video is a visit like any other. Keep no address of somebody’s home here.",
        )
        self.fields["place"] = line(
            "Where is it, or how do they join?", hint="You must say where when it is somewhere else."
        )
        if not terms.is_always_announced:
            self.fields["is_announced"] = pick(
                "Is the organisation told of this visit?", [("yes", "Yes"), ("no", "No")], "Say whether they are told"
            )
        self.fields["lead"] = forms.ChoiceField(
            label="Who leads the visit?",
            choices=[("", "Choose"), *names],
            error_messages={"required": "Choose who leads the visit"},
        )
        self.fields["team"] = ticks("Who else comes?", names)
        self.fields["agenda"] = words("What is planned, in its order?", hint="One thing a line.", most=3000, rows=4)
        self.fields["note"] = words(
            "A word to the organisation", hint="They read it with the plan, if they are told of it.", most=2000, rows=3
        )

    @property
    def starts_at(self) -> datetime:
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["starts_time"], LONDON)

    def clean_is_announced(self) -> bool:
        return self.cleaned_data["is_announced"] == "yes"

    def clean_minutes(self) -> int:
        return int(self.cleaned_data["minutes"])

    def clean_lead(self) -> User:
        return self.by_id[self.cleaned_data["lead"]]

    def clean_team(self) -> list[User]:
        return [self.by_id[key] for key in self.cleaned_data["team"]]


class PersonMetForm(NamesNobody):
    """Somebody who was spoken with. There is no place for a name."""

    may_name = ("about", "agreed_how")

    title = "Note somebody you met"
    button = "Give them a code"
    hint = "They get the next code of their kind, such as P1. Write that code in your evidence and never their name."
    kind = pick("Who is it?", PersonKind.choices, "Choose who it is")
    about = line("A few words about them", hint="For example: has used the service since spring. No name.", most=200)
    agreed_how = line(
        "How did they agree to talk?", "Say how they agreed to talk", hint="For example: said yes at the door", most=200
    )
    may_quote = pick(
        "May their words be quoted without saying who it was?",
        [("yes", "Yes"), ("no", "No")],
        "Say whether they may be quoted",
    )

    def __init__(self, data: Any = None, *, public_names: tuple[str, ...] = ()) -> None:
        super().__init__(data)
        self.public_names = public_names
        self.ask_about_names()

    def clean_may_quote(self) -> bool:
        return self.cleaned_data["may_quote"] == "yes"


class AnswerVisitForm(PageForm):
    """An organisation's answer to a visit it was told of."""

    title = "Answer about a visit"
    button = "Send your answer"
    suits = pick("Does this visit suit you?", [("yes", "Yes"), ("no", "No")], "Say whether the visit suits you")
    words = words(
        "What else should we know?",
        hint="If it does not suit you, say why and which days do. If it does: how to find you, and whom to ask for.",
        most=1000,
    )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if values.get("suits") == "no" and not values.get("words", "").strip():
            self.add_error("words", "Say why the day is not possible, and which days are")
        return values
