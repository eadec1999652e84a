"""What a panel member types in: interests, scores, and what the panel agrees."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms

from programme.queries.criteria import ShownCriterion
from sandbox_portal.govuk.forms import FilterForm, PageForm
from sandbox_portal.govuk.looks import Look

from ..choices import ApplicationStage
from ..models import Application, Consensus, MemberScore
from ..queries.worklist_rows import FINISHED, TO_DO, Wanted

FREE, CONFLICTED = "free", "conflicted"
MOST_LETTERS = 5000


@dataclass(frozen=True)
class Word:
    """A member's word on one application."""

    application: Application
    has_conflict: bool
    interest: str


class Declarations(PageForm):
    """One question for each application that waits for the member's word. What is left open stays open."""

    title = "Declare your interests"
    form_tag = False

    def __init__(self, *args: Any, applications: Sequence[Application], **named: Any) -> None:
        super().__init__(*args, **named)
        self.applications = applications
        for application in applications:
            self._add(application)

    def _add(self, application: Application) -> None:
        name = application.organisation.name
        said = forms.ChoiceField(
            label=f"Does anything tie you to {name}?",
            choices=[(FREE, "Nothing ties me to it"), (CONFLICTED, "I have an interest")],
            widget=forms.RadioSelect,
            required=False,
        )
        said.look = Look(size="s", mark_optional=False, inline=True)
        interest = forms.CharField(
            label=f"What ties you to {name}?",
            help_text="Only if you have an interest. Only the programme team reads this.",
            required=False,
            max_length=500,
        )
        interest.look = Look(mark_optional=False)
        self.fields[f"said_{application.pk}"], self.fields[f"interest_{application.pk}"] = said, interest

    @property
    def questions(self) -> Iterable[tuple[Application, Any, Any]]:
        """Each application with its two fields."""
        for each in self.applications:
            yield each, self[f"said_{each.pk}"], self[f"interest_{each.pk}"]

    @property
    def words(self) -> list[Word]:
        """What was said, application by application, without those left open."""
        said = [(each, self.cleaned_data.get(f"said_{each.pk}")) for each in self.applications]
        return [
            Word(
                each, word == CONFLICTED, self.cleaned_data.get(f"interest_{each.pk}", "") if word == CONFLICTED else ""
            )
            for each, word in said
            if word
        ]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        for each in self.applications:
            said, interest = values.get(f"said_{each.pk}"), values.get(f"interest_{each.pk}", "").strip()
            if said == CONFLICTED and not interest:
                self.add_error(f"interest_{each.pk}", f"Say what ties you to {each.organisation.name}")
            if said != CONFLICTED and interest:
                self.add_error(
                    f"said_{each.pk}",
                    f"You wrote about an interest in {each.organisation.name}. Choose “I have an interest”",
                )
        return values


class LateInterest(PageForm):
    title = "I have realised I have an interest"
    hint = (
        "Your scores of this application are set aside, and you will not see it again. "
        "You cannot take this back, so do it only if you are sure."
    )
    button = "Declare the interest"
    button_classes = "govuk-button--warning"
    looks = {"interest": Look(rows=3)}

    interest = forms.CharField(
        label="What ties you to this application?",
        help_text="Only the programme team reads this.",
        widget=forms.Textarea,
        max_length=500,
        error_messages={"required": "Say in a few words what ties you to this application"},
    )


class Confirm(PageForm):
    """A page with a button and nothing to fill in."""

    title = "Finish your scores"
    button = "Finish my scores"


class ScoreForm(PageForm):
    """One criterion: its scores with what each looks like, and the reason. Saved on choosing, or by the button."""

    form_tag = False
    button = ""

    criterion = forms.CharField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    value = forms.TypedChoiceField(
        label="", coerce=int, widget=forms.RadioSelect, error_messages={"required": "Choose a score"}
    )
    reason = forms.CharField(label="Your reason", widget=forms.Textarea, required=False, max_length=MOST_LETTERS)

    def __init__(self, *args: Any, shown: ShownCriterion, score: MemberScore | None = None, **named: Any) -> None:
        initial = {"criterion": shown.code, "version": score.version if score else 0}
        if score is not None:
            initial |= {"value": score.value, "reason": score.reason}
        super().__init__(*args, auto_id=f"{shown.code}-%s", initial=initial, **named)
        offer_marks(self.fields["value"], shown, label=f"Your score for {shown.code}")
        reason = self.fields["reason"]
        reason.help_text = "Needed if you fail it." if shown.is_gate else "Needed for every score but 3."
        reason.look = Look(rows=3, mark_optional=False)


class AgreeForm(PageForm):
    """What the panel agrees on one criterion. The suggestion is chosen already, and saved only by the button."""

    form_tag = False
    button = ""

    criterion = forms.CharField(widget=forms.HiddenInput)
    value = forms.TypedChoiceField(
        label="",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the score the panel agrees on"},
    )
    reason = forms.CharField(
        label="Reason",
        help_text="The applicant will read this. Write to them, in plain words.",
        widget=forms.Textarea,
        max_length=MOST_LETTERS,
        error_messages={"required": "Write the reason that the applicant will read"},
    )
    moderation_note = forms.CharField(
        label="Moderation note",
        help_text="How the panel came to agree. Needed when a member is 2 or more points away. Not for the applicant.",
        widget=forms.Textarea,
        required=False,
        max_length=MOST_LETTERS,
    )

    def __init__(
        self,
        *args: Any,
        shown: ShownCriterion,
        agreed: Consensus | None = None,
        suggestion: int | None = None,
        **named: Any,
    ) -> None:
        initial = {"criterion": shown.code, "value": suggestion}
        if agreed is not None:
            initial |= {"value": agreed.value, "reason": agreed.reason, "moderation_note": agreed.moderation_note}
        super().__init__(*args, auto_id=f"{shown.code}-%s", initial=initial, **named)
        offer_marks(self.fields["value"], shown, label=f"What the panel agrees for {shown.code}")
        self.fields["reason"].look = Look(rows=4)
        self.fields["moderation_note"].look = Look(rows=3, mark_optional=False)
        if shown.is_gate:
            del self.fields["moderation_note"]


class DifferenceForm(AgreeForm):
    """Confirm or change a score for difference after what it was compared with has changed."""


def offer_marks(field: Any, shown: ShownCriterion, *, label: str) -> None:
    """Give a field the scores of a criterion, each with its label and what it looks like."""
    field.label = label
    field.choices = [
        (str(mark.score), mark.label if shown.is_gate else f"{mark.score}: {mark.label}") for mark in shown.marks
    ]
    field.look = Look(size="s", hints={str(mark.score): mark.looks_like for mark in shown.marks})


ANY = "any"  # said in the address, because an address that says nothing means the step in hand
WORKLIST_STAGES = (
    ApplicationStage.STEP1,
    ApplicationStage.STEP2,
    ApplicationStage.STEP3,
    ApplicationStage.SCORED,
    ApplicationStage.OUT_OF_SCOPE,
    ApplicationStage.NOT_COMMITTED,
    ApplicationStage.WITHDRAWN,
)


class WorklistFilter(FilterForm):
    """Which applications to list. A value that means nothing is ignored, not refused."""

    looks: ClassVar = {"mine": Look(mark_optional=False, small=True)}

    words = forms.CharField(label="Name or reference", required=False, max_length=100)
    stage = forms.ChoiceField(
        label="Stage",
        required=False,
        choices=[(ANY, "Any stage"), *((stage.value, stage.label) for stage in WORKLIST_STAGES)],
    )
    mine = forms.ChoiceField(
        label="Your scores",
        required=False,
        widget=forms.RadioSelect,
        choices=[(ANY, "All"), (TO_DO, "Mine to do"), (FINISHED, "Finished by me")],
    )

    def wanted(self) -> Wanted:
        """What the list is narrowed to."""
        return Wanted(**{name: value for name, value in self.chosen().items() if value != ANY})

    def has_tag(self, name: str, value: str) -> bool:
        return value != ANY

    def without(self, name: str) -> dict[str, str]:
        return {"stage": ANY, **super().without(name)}

    def in_words(self, name: str, value: str) -> str:
        return str(dict(getattr(self.fields[name], "choices", [])).get(value, value))
