"""What managers and lead inspectors type in of an assessment."""

from typing import Any

from django import forms

from sandbox_portal.govuk.fields import GovukDateField
from sandbox_portal.govuk.forms import FilterForm, PageForm
from sandbox_portal.govuk.looks import Look
from sandbox_portal.people.models import User

from ..choices.assessments import AssessmentStage
from ..choices.frameworks import SubjectKind
from ..models import Framework
from .parts import line, pick, ticks, words

SUBJECTS = (
    ("", "Services and councils"),
    (SubjectKind.PROVIDER, "Services"),
    (SubjectKind.LOCAL_AUTHORITY, "Councils"),
)
NOTICE = (("yes", "Yes, with a letter"), ("no", "No, we come without notice"))


class AssessmentFilter(FilterForm):
    """The filter beside the list of assessments."""

    q = forms.CharField(label="Name or reference", max_length=100, required=False)
    stage = forms.ChoiceField(label="Stage", choices=[("", "Any stage"), *AssessmentStage.choices], required=False)
    subject = forms.ChoiceField(label="What is assessed", choices=SUBJECTS, required=False)
    framework = forms.ChoiceField(label="Framework", required=False)
    mine = forms.ChoiceField(label="Whose", choices=[("", "Everybody’s"), ("yes", "Mine")], required=False)

    def __init__(self, data: Any = None, *, frameworks: list[Framework]) -> None:
        super().__init__(data)
        self.fields["framework"].choices = [("", "Any framework"), *((each.code, each.title) for each in frameworks)]


class ServiceFilter(FilterForm):
    q = forms.CharField(label="Name of the service or its organisation", max_length=100, required=False)


class CouncilFilter(FilterForm):
    q = forms.CharField(label="Name of the council", max_length=100, required=False)


class StartForm(PageForm):
    """By which framework, and why now."""

    button = "Begin to plan"

    def __init__(self, data: Any = None, *, subject: str, frameworks: list[Framework]) -> None:
        super().__init__(data)
        self.by_code = {each.code: each for each in frameworks}
        self.title = f"Assess {subject}"
        choices = [(each.code, f"{each.title} ({each.code})") for each in frameworks]
        self.fields["framework"] = pick(
            "Which framework?", choices, "Choose a framework", hint="It stays as it is once somebody is assessed by it."
        )
        self.fields["because"] = words("Why is it assessed now?", "Say why it is assessed now", most=2000)

    def clean_framework(self) -> Framework:
        return self.by_code[self.cleaned_data["framework"]]


class PlanForm(PageForm):
    """What is looked at and why, when, and whether the organisation is told."""

    title = "The plan"
    button = "Keep the plan"

    def __init__(self, data: Any = None, *, initial: dict[str, Any], statements: list[tuple[str, str]]) -> None:
        super().__init__(data, initial=initial)
        self.fields["starts_on"] = GovukDateField(label="First day", what="The first day")
        self.fields["ends_on"] = GovukDateField(label="Last day", what="The last day")
        self.fields["is_announced"] = pick(
            "Is the organisation told before?", NOTICE, "Say whether the organisation is told"
        )
        self.fields["statements"] = ticks("What do you look at?", statements, "Choose at least one statement")
        self.fields["statements"].look = Look(small=True)
        self.fields["scope_because"] = words(
            "Why are some left out?", hint="Leave it empty if you look at every statement.", most=2000, rows=3
        )

    def clean_is_announced(self) -> bool:
        return self.cleaned_data["is_announced"] == "yes"

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("starts_on") and values.get("ends_on") and values["ends_on"] < values["starts_on"]:
            self.add_error("ends_on", "The last day must be the first day or later")
        return values


class TeamForm(PageForm):
    """Who leads, and who else is in the team."""

    title = "The team"
    button = "Keep the team"
    hint = "Each of them then says whether anything ties them to what is assessed."

    def __init__(self, data: Any = None, *, initial: dict[str, Any], people: list[tuple[User, int]]) -> None:
        super().__init__(data, initial=initial)
        self.by_id = {str(person.pk): person for person, _load in people}
        choices = [(str(person.pk), f"{person.name}, {_in_words(load)}") for person, load in people]
        self.fields["lead"] = forms.ChoiceField(
            label="Lead inspector",
            choices=[("", "Choose"), *choices],
            error_messages={"required": "Choose the lead inspector"},
        )
        self.fields["members"] = ticks("Who else?", choices)

    def clean_lead(self) -> User:
        return self.by_id[self.cleaned_data["lead"]]

    def clean_members(self) -> list[User]:
        return [self.by_id[key] for key in self.cleaned_data["members"]]


def _in_words(load: int) -> str:
    if not load:
        return "in no open assessment"
    return "in 1 open assessment" if load == 1 else f"in {load} open assessments"


class InterestForm(PageForm):
    """Whether anything ties the person to the service or the council."""

    button = "Say so"
    hint = (
        "For example: you worked there, somebody close to you works or is cared for there, or you know its leaders "
        "privately. If something does, somebody else assesses it, and you can no longer read the file."
    )
    has_interest = pick(
        "Does anything tie you to it?",
        [("no", "No, nothing does"), ("yes", "Yes, something does")],
        "Say whether anything ties you to it",
    )
    words = line("If something does: what is it, in a few words?", most=500)

    def __init__(self, data: Any = None, *, subject: str) -> None:
        super().__init__(data)
        self.title = f"Does anything tie you to this {subject}?"

    def clean_has_interest(self) -> bool:
        return self.cleaned_data["has_interest"] == "yes"
