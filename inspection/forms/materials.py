"""What is typed in about the materials of inspections."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from sandbox_portal.govuk.fields import GovukDateField
from sandbox_portal.govuk.forms import FilterForm, PageForm

from ..choices.materials import CommentSays, Disposition, MaterialsStatus, RefinementOutcome
from ..models import Framework, MaterialsUse, MaterialsVersion
from ..rulebook.comparison import KINDS
from ..rulebook.materials import Part
from .parts import line, pick, words

Pairs = list[tuple[str, str]]
DIFFERENCES = [(kind, label) for kind, label in KINDS.items() if kind != "moved"]


class MaterialsFilter(FilterForm):
    """The filter beside the list of versions."""

    words = forms.CharField(label="Words of the title", max_length=100, required=False)
    series = forms.ChoiceField(label="Framework", required=False)
    status = forms.ChoiceField(label="Status", choices=[("", "Any status"), *MaterialsStatus.choices], required=False)

    def __init__(self, data: Any, *, series: list[str]) -> None:
        super().__init__(data)
        self.fields["series"].choices = [("", "Any framework"), *((each, each) for each in series)]


class MaterialsComparison(FilterForm):
    """Which two versions of a series, and which pieces of them."""

    before = forms.ChoiceField(label="This version", required=False)
    after = forms.ChoiceField(label="With this one", required=False)
    kind = forms.ChoiceField(label="Show", choices=[("", "Everything"), *DIFFERENCES], required=False)
    words = forms.CharField(label="Words", max_length=100, required=False)

    def __init__(self, data: Any, *, numbers: list[str]) -> None:
        super().__init__(data)
        for name in ("before", "after"):
            self.fields[name].choices = [("", "Choose a version"), *((each, each) for each in numbers)]

    def has_tag(self, name: str, value: str) -> bool:
        return name in ("kind", "words")


class TrialFilter(FilterForm):
    """The filter beside the inspections of each version."""

    series = forms.ChoiceField(label="Framework", required=False)
    number = forms.ChoiceField(label="Version", required=False)
    open_only = forms.ChoiceField(
        label="Record", choices=[("", "Open or closed"), ("yes", "Still open")], required=False
    )

    def __init__(self, data: Any, *, series: list[str], numbers: list[str]) -> None:
        super().__init__(data)
        self.fields["series"].choices = [("", "Any framework"), *((each, each) for each in series)]
        self.fields["number"].choices = [("", "Any version"), *((each, each) for each in numbers)]


class BeginForm(PageForm):
    """For which framework, and what the materials are for."""

    title = "Begin materials for another framework"
    button = "Begin a draft"
    hint = "You get version 0.1 as a draft, with a question for each statement. Change its words, then put it into use."

    def __init__(self, data: Any = None, *, frameworks: list[Framework]) -> None:
        super().__init__(data)
        self.by_slug = {each.slug: each for each in frameworks}
        choices = [(each.slug, f"{each.title} ({each.code})") for each in frameworks]
        self.fields["framework"] = pick("Which framework?", choices, "Choose a framework")
        self.fields["version_title"] = line(
            "Title", "Give it a title", hint="For example: visits to councils", most=200
        )
        self.fields["summary"] = words("What are they for?", "Say what these materials are for", most=2000, rows=3)

    def clean_framework(self) -> Framework:
        return self.by_slug[self.cleaned_data["framework"]]


class PartForm(PageForm):
    """One piece of a draft, line by line."""

    button = "Keep the change"
    hint = "It changes this draft alone. Versions in use keep their words."

    def __init__(self, data: Any = None, *, part: Part) -> None:
        super().__init__(data, initial={"part_title": part.title, "says": "\n".join(part.says)})
        self.title = f"Change “{part.title}”"
        self.fields["part_title"] = line("Title", "Give it a title", most=200)
        self.fields["says"] = words("What it says", hint="One question, or one paragraph, a line.", rows=10)

    @property
    def lines(self) -> list[str]:
        return str(self.cleaned_data["says"]).splitlines()


class AskForComments(PageForm):
    """Whom to send a draft to, and until when they may answer."""

    title = "Ask for comments"
    button = "Send the letters"
    hint = "Each gets a letter with a link of its own. Until the last day everybody can read the draft."

    def __init__(self, data: Any = None, *, participants: Pairs) -> None:
        super().__init__(data, initial={"whom": "\n".join(", ".join(each) for each in participants)})
        known = "Those who take part now stand here already: leave out whom you do not ask, and add others. "
        self.fields["whom"] = words(
            "Whom do you ask?",
            "Say whom you ask",
            hint=f"{known if participants else ''}One organisation a line: its name, a comma, its email address.",
            most=12_000,
            rows=8,
        )
        self.fields["until"] = GovukDateField(label="Last day to answer", what="The last day")

    def clean_whom(self) -> list[tuple[str, str]]:
        return list(_named(self.cleaned_data["whom"]))


def _named(text: str) -> Iterator[tuple[str, str]]:
    for number, each in enumerate((row.strip() for row in text.splitlines() if row.strip()), start=1):
        name, comma, email = (part.strip() for part in each.rpartition(","))
        try:
            validate_email(email)
        except ValidationError:
            email = ""
        if not (comma and name and email):
            raise forms.ValidationError(f"Line {number} is not a name, a comma and an email address")
        yield name[:200], email


class CommentSaysForm(PageForm):
    """The first page of somebody who was asked."""

    question = "says"
    says = pick("", CommentSays.choices, "Choose the answer that fits best")

    def __init__(self, *args: Any, title: str, address: str, **named: Any) -> None:
        self.title = "What do you think of the draft?"
        super().__init__(*args, **named)
        self.fields["says"].label = self.title
        self.fields["says"].help_text = f"{title}. Read it at {address}"


class CommentWordsForm(PageForm):
    """The second page: what should be different, and why."""

    title = "What should be different, and why?"
    question = "words"
    words = words("What should be different, and why?", hint="Say which part you mean. Name nobody.", most=5_000)


class SettleComment(PageForm):
    """What becomes of a comment."""

    button = "Say so"
    hint = "Your reply stands beside the comment. It is said once."

    def __init__(self, data: Any = None, *, name: str) -> None:
        super().__init__(data)
        self.title = f"What becomes of the comment of {name}?"
        self.fields["disposition"] = pick("What becomes of it?", Disposition.choices, "Say what becomes of it")
        self.fields["reply"] = words("Reply", "Write a reply", most=2000)


class LookBackForm(PageForm):
    """What was learnt from one inspection."""

    title = "Look back on this inspection"
    button = "Keep it"
    hint = "The team and inspection managers write here until the record is closed."

    def __init__(self, data: Any = None, *, use: MaterialsUse) -> None:
        names = ("what_worked", "what_did_not", "proposed", "accepted")
        super().__init__(data, initial={name: getattr(use, name) for name in names})
        self.fields["what_worked"] = words("What worked?")
        self.fields["what_did_not"] = words("What did not work?")
        self.fields["proposed"] = words("Which changes to the materials do you propose?", hint="One a line.")
        self.fields["accepted"] = words("Which of them are accepted?", hint="One a line.")


class CloseForm(PageForm):
    """How the record ends."""

    title = "Close the record"
    button = "Close it"
    hint = "It stays as it is after this, and the next trial inspection can begin."

    def __init__(self, data: Any = None, *, drafts: list[MaterialsVersion]) -> None:
        super().__init__(data)
        self.by_number = {each.number: each for each in drafts}
        self.fields["outcome"] = pick("How does it end?", RefinementOutcome.choices, "Say how it ends")
        choices = [("", "No new version"), *((number, f"Version {number}") for number in self.by_number)]
        self.fields["next_version"] = forms.ChoiceField(
            label="If there is a new version: which?", choices=choices, required=False
        )
        self.fields["because"] = words("If no change is needed: why not?", most=2000)

    def clean_next_version(self) -> MaterialsVersion | None:
        return self.by_number.get(self.cleaned_data["next_version"])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("outcome") == RefinementOutcome.NEW_VERSION and not values.get("next_version"):
            self.add_error("next_version", "Choose the new version. Prepare it first if there is none")
        if values.get("outcome") == RefinementOutcome.NO_CHANGE and not values.get("because"):
            self.add_error("because", "Say why no change is needed")
        return values
