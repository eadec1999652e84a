"""What is typed in when something is recommended, proposed, decided, answered or appealed."""

from collections.abc import Sequence
from typing import Any

from django import forms

from sandbox_portal.casework.reason_lists import Reasons
from sandbox_portal.govuk.fields import GovukDateField
from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.govuk.looks import Look

from ..choices import AppealEnd, Considered, Outcome
from ..grounds import Grounds, Worded
from ..models import Condition
from ..visit_plan import standard_conditions
from .assessment import pick, words

SLOTS = 5


class WriteGrounds(PageForm):
    """An outcome, coded reasons, the reasons in one's own words, and up to five conditions.

    A condition that is chosen and whose words are left empty takes its standard words; what stands in square brackets
    is then asked for.
    """

    looks = {"text": Look(rows=8)}

    def __init__(
        self,
        *args: Any,
        title: str,
        button: str,
        reasons: Reasons,
        outcomes: Sequence[str],
        conditions: Sequence[Condition] = (),
        considered: bool = False,
        hint: str = "",
        **named: Any,
    ) -> None:
        super().__init__(*args, **named)
        self.title, self.button, self.hint = title, button, hint
        labels = dict(Outcome.choices)
        if considered:
            self.fields["considered"] = pick(
                "What came of the representations?", Considered.choices, "Choose what came of the representations"
            )
        self.fields["outcome"] = pick("What?", [(code, labels[Outcome(code)]) for code in outcomes], "Choose what")
        self.fields["reasons"] = forms.MultipleChoiceField(
            label="Why?",
            help_text="Choose every reason that applies.",
            choices=[(each.code, each.label) for each in reasons.reasons if set(each.outcomes) & set(outcomes)],
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": "Choose at least one reason"},
        )
        self.fields["text"] = words("The reasons in your own words", "Write the reasons in your own words")
        self.with_conditions = Outcome.CONDITIONS in outcomes
        if self.with_conditions:
            self._add_conditions(conditions)

    def _add_conditions(self, conditions: Sequence[Condition]) -> None:
        standard = [("", "No condition"), *((each.code, each.title) for each in standard_conditions().values())]
        for slot in range(1, SLOTS + 1):
            known = conditions[slot - 1] if slot <= len(conditions) else None
            self.fields[f"code_{slot}"] = forms.ChoiceField(
                label=f"Condition {slot}", choices=standard, required=False, initial=known.code if known else ""
            )
            text = words(
                f"Words of condition {slot}", "", required=False, hint="Leave empty to take the standard words."
            )
            text.initial = known.words if known else ""
            text.look = Look(rows=3)  # type: ignore[attr-defined]
            self.fields[f"words_{slot}"] = text
            self.fields[f"agreed_{slot}"] = forms.BooleanField(
                label=f"The applicant has agreed to condition {slot} in writing",
                required=False,
                initial=known.is_agreed if known else False,
            )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        for slot in range(1, SLOTS + 1) if self.with_conditions else ():
            if values.get(f"words_{slot}") and not values.get(f"code_{slot}"):
                self.add_error(f"code_{slot}", f"Choose which condition number {slot} is")
            if values.get(f"code_{slot}") and "[" in self._words(slot):
                message = (
                    f"Write the words of condition {slot}, with what stands in square brackets: {self._words(slot)}"
                )
                self.add_error(f"words_{slot}", message)
        return values

    def _words(self, slot: int) -> str:
        code = self.cleaned_data.get(f"code_{slot}", "")
        return str(self.cleaned_data.get(f"words_{slot}") or standard_conditions()[code].words)

    @property
    def grounds(self) -> Grounds:
        values, chosen = self.cleaned_data, []
        for slot in range(1, SLOTS + 1) if self.with_conditions else ():
            if values[f"code_{slot}"]:
                chosen.append(Worded(values[f"code_{slot}"], self._words(slot), values[f"agreed_{slot}"]))
        return Grounds(values["outcome"], values["reasons"], values["text"], chosen)


class Grant(PageForm):
    """Register as applied for."""

    title = "Register as applied for"
    button = "Sign and register"
    hint = "This serves the notice of decision and puts the service on the public register, in one step."
    looks = {"text": Look(rows=6)}

    text = words("The reasons, for the notice", "Write the reasons for the notice")


class AnswerNotice(PageForm):
    """Representations in writing."""

    title = "Tell us why you do not agree"
    button = "Send your representations"
    looks = {"text": Look(rows=12)}

    text = words(
        "Your representations",
        "Write why you do not agree",
        hint="Say what is wrong or missing in our reasons, and which papers show it.",
    )


class AddPaper(PageForm):
    """One paper that goes with the representations."""

    button = "Add this paper"
    form_tag = False
    button_classes = "govuk-button--secondary"

    paper = forms.FileField(label="A paper to send with it", error_messages={"required": "Choose a file"})


class Agree(PageForm):
    """Agreement in writing to proposed conditions."""

    title = "Agree to the conditions"
    button = "Agree"
    hint = "When you agree, we can register you sooner. You can still appeal when you have our decision."
    looks = {"text": Look(rows=4)}

    agreed = forms.BooleanField(
        label="We agree to every condition in the notice", error_messages={"required": "Tick the box if you agree"}
    )
    text = words("Anything you want to add", "", required=False)


class AcceptLate(PageForm):
    """A later last day, and why."""

    title = "Accept late representations"
    button = "Accept until this day"
    looks = {"because": Look(rows=5)}

    until = GovukDateField(label="Until which day can they answer?", what="The last day")
    because = words("Why are they accepted late?", "Say why late representations are accepted")


class RecordAppeal(PageForm):
    """That an appeal was made."""

    title = "Record an appeal"
    button = "Record the appeal"

    lodged_on = GovukDateField(label="When was the appeal made?", what="The day of the appeal")
    tribunal_reference = forms.CharField(label="The tribunal's reference", max_length=60, required=False)


class EndAppeal(PageForm):
    """What came of an appeal."""

    title = "What came of the appeal"
    button = "Carry it out"
    looks = {"words": Look(rows=6)}

    end = pick("How did it end?", AppealEnd.choices, "Choose how the appeal ended")
    result = pick(
        "What follows?",
        [("register", "The service is registered"), ("refuse", "The application is refused for good")],
        "Choose what follows",
    )
    decided_on = GovukDateField(label="When did it end?", what="The day it ended")
    words = words("What was decided or settled?", "Say what was decided or settled")


class EndAppealOfConditions(PageForm):
    """What came of an appeal of a service that is registered already."""

    title = "What came of the appeal against the conditions"
    button = "Carry it out"
    looks = {"words": Look(rows=6), "conditions": Look(rows=5)}

    end = pick("How did it end?", AppealEnd.choices, "Choose how the appeal ended")
    conditions = forms.CharField(
        label="Which conditions are left?",
        help_text="Only for what was settled: one on each line, as the register will tell it. An appeal that was"
        " allowed takes all of them away, and one that was dismissed changes nothing.",
        widget=forms.Textarea,
        required=False,
    )
    decided_on = GovukDateField(label="When did it end?", what="The day it ended")
    words = words("What was decided or settled?", "Say what was decided or settled")

    def clean_conditions(self) -> tuple[str, ...]:
        return tuple(line.strip() for line in self.cleaned_data["conditions"].splitlines() if line.strip())
