"""What people type into an improvement plan, and the filter beside the list of plans."""

from typing import Any

from django import forms

from sandbox_portal.govuk.fields import GovukDateField
from sandbox_portal.govuk.forms import FilterForm, PageForm
from sandbox_portal.govuk.looks import Look

from ..choices.frameworks import SubjectKind
from ..choices.improvement import ActionStatus, PlanStage, Verdict
from .parts import Drafted, line, pick
from .parts import words as text

SUBJECTS = (
    ("", "Providers and councils"),
    (SubjectKind.PROVIDER, "Providers"),
    (SubjectKind.LOCAL_AUTHORITY, "Councils"),
)


class PlanFilter(FilterForm):
    """The filter beside the list of plans."""

    q = forms.CharField(label="Name or reference", max_length=100, required=False)
    stage = forms.ChoiceField(label="Stage", choices=[("", "Any stage"), *PlanStage.choices], required=False)
    subject = forms.ChoiceField(label="Whose", choices=SUBJECTS, required=False)
    state = forms.ChoiceField(
        label="On time", choices=[("", "On time or not"), ("overdue", "Something is late")], required=False
    )


class DeedForm(Drafted, PageForm):
    """What somebody will do about one finding. Only the first field must be filled in at once."""

    button = "Put it into the plan"
    usual_look = Look(mark_optional=False)
    hint = "You can leave parts empty for now. We ask for them when you send the plan."

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["what"] = text("What will you do?", "Say what you will do", rows=3, most=4000)
        self.fields["owner"] = line("Who will do it?", hint="A name or a role in your organisation", most=200)
        self.fields["due_on"] = GovukDateField(label="By when?", what="The day", required=False)
        self.fields["measure"] = text(
            "How will you see that it worked?", hint="For example: no late visits in June", rows=3, most=4000
        )
        self.fields["measure"].look = Look(rows=3, mark_optional=False)  # it may come later, but it must come
        self.fields["support"] = text("What help have you arranged, if any?", rows=2, most=4000)
        self.fields["read_version"] = forms.IntegerField(required=False, widget=forms.HiddenInput)


class ProgressForm(Drafted, PageForm):
    """How one action goes."""

    button = "Tell us"

    def __init__(self, data: Any = None, *, title: str, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self.title = title
        self.fields["status"] = pick("How far is it?", ActionStatus.choices, "Choose how far it is")
        self.fields["words"] = text(
            "How does it go?", "Say how it goes", hint="If you will not do it any more, say why.", rows=4, most=4000
        )


class OwnFindingForm(PageForm):
    """Something the report did not ask for."""

    title = "Add something else you want to get better"
    button = "Add it"
    words = line("What do you want to get better?", "Say what you want to get better")


class ReviewForm(Drafted, PageForm):
    """What a look at the whole plan found."""

    title = "Write down a progress review"
    button = "Keep the review"
    hint = "The organisation gets a letter with what you write here. It does not change afterwards."
    verdict = pick("How does the plan go?", Verdict.choices, "Choose how the plan goes")
    words = text("What did you find?", "Say what you found", most=4000)
    support = text("What more support is arranged?", hint="Leave it empty if none is.", most=4000, rows=3)


class AnotherReviewForm(PageForm):
    title = "Plan another progress review"
    button = "Plan it"

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["due_on"] = GovukDateField(label="On which day?", what="The day")


class PracticeForm(PageForm):
    """What a partner shared."""

    title = "Note good practice"
    button = "Note it"
    partner = line("Who shared it?", "Say who shared it", hint="A council, a provider or another partner", most=200)
    words = text("What works there?", "Say what works", most=4000)
