"""What is typed in about good practice of partners: by the team, and by partners with their link."""

from typing import Any

from django import forms

from sandbox_portal.govuk.fields import GovukDateField
from sandbox_portal.govuk.forms import FilterForm, PageForm

from ..choices.evidence import Direction
from ..choices.practice import PracticeState
from ..rulebook.naming import suspected
from .feedback import NamesWarning
from .parts import line, pick, ticks, words


class PracticeFilter(FilterForm):
    """The filter beside what partners shared."""

    q = forms.CharField(label="Partner, or words", max_length=100, required=False)
    state = forms.ChoiceField(label="How far it is", choices=[("", "Anything"), *PracticeState.choices], required=False)


class AskForPractice(PageForm):
    """Whom to ask, and until when."""

    title = "Ask a partner for good practice"
    button = "Send the letter"
    hint = (
        "A partner is a council, a provider or somebody else who knows what works elsewhere. They get a link of their "
        "own and need no account. What they say is kept as their words, and is no evidence until you take it over."
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["partner"] = line("Name of the partner", "Say whom you ask", most=200)
        self.fields["email"] = forms.EmailField(
            label="Their email address",
            max_length=254,
            error_messages={
                "required": "Enter their email address",
                "invalid": "Enter an email address, such as name@place.uk",
            },
        )
        self.fields["until"] = GovukDateField(label="Last day to answer", what="The last day")


class PracticeWords(NamesWarning):
    """The first page of a partner."""

    title = "What works well, and where?"
    question = "words"

    def __init__(self, data: Any = None, **named: Any) -> None:
        super().__init__(data, **named)
        hint = "Say what is done, for whom, and what got better. Name nobody."
        self.fields["words"] = words(self.title, "Say what works well", hint=hint, most=5_000, rows=8)
        self.must_look_again(["words"])


class PracticeKnownBy(NamesWarning):
    """The second page of a partner."""

    title = "How do you know that it works?"
    question = "known_by"

    def __init__(self, data: Any = None, **named: Any) -> None:
        super().__init__(data, **named)
        self.fields["known_by"] = words(self.title, hint="For example figures, or what people say.", most=2_000)
        self.must_look_again(["known_by"])


class TakeAsEvidence(PageForm):
    """For which statements a partner's words count from now on."""

    title = "Take it over as evidence"
    button = "Take it over"
    hint = "It becomes one piece of evidence in the partner’s own words, which nobody changes."

    def __init__(self, data: Any = None, *, statements: list[tuple[str, str]], text: str) -> None:
        super().__init__(data, initial={"direction": Direction.NEUTRAL})
        self.fields["statements"] = ticks(
            "Which statements does it say something about?", statements, "Choose at least one statement"
        )
        self.fields["direction"] = pick(
            "What does it show of what is assessed?", Direction.choices, "Choose what it shows"
        )
        found = suspected(text)
        if found:
            label = f"I have looked at {' and '.join(found)}. It is nobody’s name or number"
            missing = "Look at what seems to be a name or number, and tick this box if it is none"
            self.fields["is_checked"] = forms.BooleanField(label=label, error_messages={"required": missing})
