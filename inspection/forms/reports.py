"""Forms of a report: a section, what is wrong in a draft, its answer, a review."""

import uuid
from collections.abc import Iterable
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from sandbox_portal.govuk.fields import GovukDateField
from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.govuk.looks import Look
from sandbox_portal.people.models import User

from ..choices.reports import PointAnswer, PointKind, ReviewOutcome
from ..models.reports import MOST_WORDS_OF_REVIEW
from .parts import Drafted, line, pick, words

LONGEST_SECTION = 60_000


class SectionForm(PageForm):
    """The text of one section; `version` says which one the writer read. It is saved as it is typed.

    `open_page` names the page it is typed on, so that its own save is no conflict for its button.
    """

    kept_under = ""  # the key of what its writer's browser keeps while it cannot reach us

    def __init__(self, data: Any = None, *, heading: str, hint: str, text: str = "", version: int = 0) -> None:
        super().__init__(data, initial={"text": text, "version": version, "open_page": str(uuid.uuid4())})
        self.title, self.button = heading, "Save this section"
        self.fields["text"] = words(heading, hint=hint, most=LONGEST_SECTION, rows=18)
        self.fields["text"].required = False
        self.fields["text"].look = Look(rows=18, mark_optional=False)  # type: ignore[attr-defined]
        self.fields["version"] = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
        self.fields["open_page"] = forms.CharField(required=False, max_length=36, widget=forms.HiddenInput)

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        helper.attrs = {"data-autosave": "", "data-keep-here": self.kept_under}
        return helper


class EasyReadForm(PageForm):
    """The easy-read version as a file."""

    title, button = "Easy read as a file", "Send the file"
    hint = "It stands beside the report as soon as the report is published. What is written in the portal stays too."

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files)
        self.fields["file"] = forms.FileField(
            label="The file",
            help_text="A tagged PDF (PDF/UA), a Word document (.docx) or an .odt text, of up to 25 MB.",
            error_messages={"required": "Choose the file"},
        )


class PointForm(Drafted, PageForm):
    """One point about one paragraph of the draft (R-402)."""

    def __init__(self, data: Any = None, *, paragraph: str) -> None:
        super().__init__(data)
        self.title, self.button = f"What is wrong in paragraph {paragraph}?", "Keep this point"
        self.fields["kind"] = pick("What kind of point is it?", PointKind.choices, "Say what kind of point it is")
        self.fields["words"] = words(
            "What is wrong, and what should it say?", "Say what is wrong, and what it should say", rows=6
        )
        self.fields["evidence"] = words(
            "What shows it?",
            hint="Name a paper or a page, and its day. You can send the paper itself with a message.",
            rows=3,
        )


class AnswerForm(Drafted, PageForm):
    """The answer to one point. `seen` marks the answer that stood there when the page was opened."""

    def __init__(self, data: Any = None, *, number: int, paragraph: str, seen: str) -> None:
        super().__init__(data)
        self.fields["seen"] = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput, initial=seen)
        self.title, self.button = f"Answer point {number}, about paragraph {paragraph}", "Keep the answer"
        self.fields["answer"] = pick("Is it accepted?", PointAnswer.choices, "Say whether the point is accepted")
        self.fields["because"] = words("Why?", "Give the reason", hint="The organisation reads this.")


class ExtendForm(PageForm):
    """More time to reply, with the exceptional reason (R-403)."""

    title, button = "Give more time to reply", "Give more time"

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["until"] = GovukDateField(label="Until which day?", what="The day")
        self.fields["because"] = words(
            "What is the exceptional reason?", "Say what the exceptional reason is", most=2000
        )


class ReviewForm(Drafted, PageForm):
    """A request for a review of the process (R-404)."""

    title, button = "Ask for a review", "Ask for a review"
    hint = "You can ask once. A review asks whether we followed our process. It does not judge the care anew."

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["words"] = words(
            "Which part of our process was not followed?",
            "Say which part of the process was not followed",
            hint=f"In {MOST_WORDS_OF_REVIEW} words or fewer.",
            rows=12,
        )
        self.fields["words"].look = Look(rows=12, max_words=MOST_WORDS_OF_REVIEW)  # type: ignore[attr-defined]


class NameReviewerForm(PageForm):
    """Somebody from outside who decides about one review."""

    title, button = "Name somebody from outside to decide about the review", "Name them"
    hint = "They see the request and the published report, and get this case. They had no part in the assessment."

    def __init__(self, data: Any = None, *, people: list[User], named: User | None = None) -> None:
        super().__init__(data)
        self.fields["instead_of"] = forms.CharField(
            required=False, max_length=36, widget=forms.HiddenInput, initial=str(named.pk) if named else ""
        )
        self.people = {str(each.pk): each for each in people}
        choices = [(key, each.name) for key, each in self.people.items()]
        self.fields["reviewer"] = pick("Who decides?", choices, "Choose who decides")
        self.fields["because"] = words(
            "Why does somebody from outside decide?",
            "Say why somebody from outside decides",
            hint="For example: the only other inspection manager was in the team.",
            most=1000,
        )

    def clean_reviewer(self) -> User:
        return self.people[self.cleaned_data["reviewer"]]


class DecideReviewForm(Drafted, PageForm):
    """What came of a review."""

    title, button = "Decide about the review", "Decide"

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["outcome"] = pick(
            "What came of it?",
            [
                (ReviewOutcome.UPHELD, "Upheld: we did not follow our process"),
                (ReviewOutcome.NOT_UPHELD, "Not upheld: we followed our process"),
            ],
            "Say what came of the review",
        )
        self.fields["because"] = words("Why?", "Give the reasons", hint="The organisation reads this.")


class DisplayForm(PageForm):
    """Where the rating is shown (R-406)."""

    title, button = "Where is the rating shown?", "Note it"

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["where"] = line(
            "Where can people see it?",
            "Say where people can see it",
            hint="For example, at the door and on our website",
        )
        self.fields["shown_on"] = GovukDateField(label="Since which day?", what="The day")


class CorrectForm(Drafted, PageForm):
    """One paragraph of a published report, put right (R-916)."""

    title, button = "Correct the published report", "Publish the correction"
    hint = "The version that was wrong stays readable, with what you say here."

    def __init__(self, data: Any = None, *, paragraphs: Iterable[str]) -> None:
        super().__init__(data)
        choices = [("", "Choose a paragraph"), *((number, number) for number in paragraphs)]
        self.fields["paragraph"] = forms.ChoiceField(
            label="Which paragraph?", choices=choices, error_messages={"required": "Choose a paragraph"}
        )
        self.fields["text"] = words("What should it say?", "Write the paragraph as it should be", rows=6)
        self.fields["note"] = words("What was wrong?", "Say what was wrong", hint="Everybody reads this.", most=1000)
