"""What managers and councils type in of a council's journey."""

from typing import Any

from django import forms

from sandbox_portal.govuk.fields import GovukDateField
from sandbox_portal.govuk.forms import FilterForm, PageForm
from sandbox_portal.govuk.looks import Look

from ..choices.improvement import Level
from ..rulebook.journey import LEVELS, WITH_PLAN
from .parts import pick, words

LEVEL_CHOICES = [(str(level), f"Level {level}: {Level(level).label.lower()}") for level in LEVELS]


class JourneyFilter(FilterForm):
    """The filter beside the list of councils."""

    q = forms.CharField(label="Name of the council", max_length=100, required=False)
    level = forms.ChoiceField(label="Level", choices=[("", "Any level"), *LEVEL_CHOICES], required=False)
    state = forms.ChoiceField(
        label="What waits",
        choices=[("", "Anything"), ("proposed", "A proposal to decide"), ("overdue", "The agreed day is over")],
        required=False,
    )


class ProposeForm(PageForm):
    """To which level, and why."""

    title = "Propose another level"
    button = "Propose it"
    hint = "The council is told only when you ask it what it thinks. Nothing changes before somebody decides."

    def __init__(self, data: Any = None, *, level: int) -> None:
        super().__init__(data)
        choices = [choice for choice in LEVEL_CHOICES if int(choice[0]) != level]
        self.fields["to_level"] = pick("Which level?", choices, "Choose a level")
        self.fields["because"] = words("Why?", "Say why", hint="The council reads this.", most=4000)

    def clean_to_level(self) -> int:
        return int(self.cleaned_data["to_level"])


class DecideForm(PageForm):
    """Whether the council moves, from when, until when, and why."""

    button = "Decide"
    usual_look = Look(mark_optional=False)
    question_of_day = "From which day?"

    def __init__(self, data: Any = None, *, title: str, to_level: int, has_voice: bool, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.title, self.has_plan, self.has_voice = title, to_level in WITH_PLAN, has_voice
        self.fields["is_accepted"] = pick(
            "What do you decide?",
            [("yes", f"The council comes to level {to_level}"), ("no", "The level stays as it is")],
            "Choose what you decide",
        )
        self.fields["because"] = words("Why?", "Say why you decide so", hint="The council reads this.", most=4000)
        if not has_voice:
            self.fields["without_voice_because"] = words(
                "The council has not said what it thinks. Why do you not wait?",
                "Say why you do not wait",
                most=2000,
                rows=3,
            )
        self.fields["moved_on"] = GovukDateField(label=self.question_of_day, what="The day of the move", required=False)
        if self.has_plan:
            self.fields["review_on"] = GovukDateField(
                label="By which day are things to be better?",
                what="The agreed day",
                required=False,
                help_text="The council’s plan is due 28 days after the move. The agreed day comes after that.",
            )
        self.fields["is_public"] = pick(
            "May the plain words of the level be public?",
            [("no", "No"), ("yes", "Yes, the plain words and nothing else")],
            "Say whether the plain words may be public",
            hint=LEVELS[to_level].plain,
        )

    def clean_is_accepted(self) -> bool:
        return self.cleaned_data["is_accepted"] == "yes"

    def clean_is_public(self) -> bool:
        return self.cleaned_data["is_public"] == "yes"

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("is_accepted") and "moved_on" not in self.errors and not values.get("moved_on"):
            self.add_error("moved_on", "Enter the day of the move")
        return values
