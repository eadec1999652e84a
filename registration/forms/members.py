"""Forms about members: what a body writes of them, and what each of them says by link."""

from typing import Any, ClassVar

from django import forms

from sandbox_portal.govuk.forms import FilterForm, PageForm
from sandbox_portal.govuk.looks import Look
from sandbox_portal.questions.forms_sheets import SendRows

from ..choices import Checked, Insured, MemberKind, MemberSays, MemberState
from ..member_sheet import HEADINGS, facts_of, problem_of


class EditMember(PageForm):
    """One member, typed in."""

    title = "Add a member"
    button = "Keep this member"
    name = forms.CharField(label="Name", max_length=300, required=False)
    email = forms.CharField(label="Email address", max_length=300, required=False)
    kind = forms.ChoiceField(
        label="What are they?", choices=MemberKind.choices, widget=forms.RadioSelect, required=False
    )
    town = forms.CharField(label="Town where they work", max_length=300, required=False)
    postcode = forms.CharField(label="Postcode, if you know it", max_length=20, required=False)
    people_supported = forms.CharField(label="How many people do they support now?", max_length=10, required=False)
    looks: ClassVar = {name: Look(size="s", mark_optional=False) for name in HEADINGS}

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        texts = {name: " ".join(str(values.get(name, "")).split()) for name in HEADINGS}
        for name, text in texts.items():
            problem = problem_of(name, text)
            if problem:
                self.add_error(name, problem)
        return values if self.errors else {"facts": facts_of(texts)}


class SendMembers(SendRows):
    """A spreadsheet of members."""

    title = "Add members by spreadsheet"
    things = "members"


class FindMembers(FilterForm):
    """The filter of the list of members."""

    words = forms.CharField(label="Name, town or email address", required=False, max_length=100)
    state = forms.ChoiceField(label="How far", required=False, choices=[("", "Any"), *MemberState.choices])


class AreTheyRight(PageForm):
    """The member's first page: their own facts, and whether they are right."""

    question = "says"
    says = forms.ChoiceField(
        label="",
        choices=MemberSays.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the answer that fits best"},
    )

    def __init__(self, *args: Any, body: str, facts: str, **named: Any) -> None:
        self.title = f"Is what {body} writes of you right?"
        super().__init__(*args, **named)
        self.fields["says"].label = self.title
        self.fields["says"].help_text = facts


class WhenChecked(PageForm):
    """The member's second page."""

    title = "When was your last criminal record check?"
    question = "checked"
    checked = forms.ChoiceField(
        label="When was your last criminal record check?",
        help_text="The day stands on the certificate.",
        choices=Checked.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose when you were checked"},
    )


class AreYouInsured(PageForm):
    """The member's third page."""

    title = "Are you insured for your work?"
    question = "insured"
    insured = forms.ChoiceField(
        label="Are you insured for your work?",
        choices=Insured.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the answer that fits best"},
    )


class AnythingElse(PageForm):
    """The member's last page."""

    title = "Is there anything to put right or to add?"
    question = "words"
    looks: ClassVar = {"words": Look(rows=5)}
    words = forms.CharField(
        label="Is there anything to put right or to add?",
        help_text="If something about you is wrong, write what is right. No other member reads it.",
        widget=forms.Textarea,
        max_length=2_000,
        required=False,
    )
