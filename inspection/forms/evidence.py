"""What inspectors type in of evidence."""

from datetime import datetime, time
from typing import Any

from django import forms

from sandbox_portal.casework.working_days import LONDON
from sandbox_portal.govuk.fields import GovukDateField
from sandbox_portal.govuk.forms import FilterForm, PageForm
from sandbox_portal.govuk.looks import Look

from ..choices.evidence import Confidentiality, Direction, EvidenceKind, Way
from ..models import AssessmentVisit, EvidenceItem
from ..rulebook.naming import suspected
from .parts import Drafted, line, pick, ticks, words

Pairs = list[tuple[str, str]]
NOT_WANTED = "We do not look for it any more"
MAY_NAME = ("text", "source", "weight_note")  # where somebody may write a name instead of a code


class EvidenceFilter(FilterForm):
    """The filter beside the list of evidence."""

    q = forms.CharField(label="Words, or a code such as P1", max_length=100, required=False)
    statement = forms.ChoiceField(label="Statement", required=False)
    category = forms.ChoiceField(label="Kind of evidence", required=False)
    kind = forms.ChoiceField(
        label="Where it comes from", choices=[("", "Anywhere"), *EvidenceKind.choices], required=False
    )
    way = forms.ChoiceField(label="How it came", choices=[("", "Any way"), *Way.choices], required=False)
    direction = forms.ChoiceField(label="What it shows", choices=[("", "Anything"), *Direction.choices], required=False)
    unused = forms.ChoiceField(
        label="Used", choices=[("", "Used or not"), ("yes", "For no statement yet")], required=False
    )

    def __init__(self, data: Any = None, *, statements: Pairs, categories: Pairs) -> None:
        super().__init__(data)
        self.fields["statement"].choices = [("", "Any statement"), *statements]
        self.fields["category"].choices = [("", "Any kind"), *categories]


class EvidenceForm(Drafted, PageForm):
    """One thing seen, heard or read.

    `warning` says what in the text looks like a name or an NHS number. The page then comes back with everything typed,
    and asks to take it out, or to say that it names nobody (R-372).
    """

    title = "Add evidence"
    button = "Keep it"
    warning: tuple[str, ...] = ()

    def __init__(
        self,
        data: Any = None,
        *,
        initial: dict[str, Any],
        categories: Pairs,
        statements: Pairs,
        visits: list[AssessmentVisit],
        is_correction: bool = False,
    ) -> None:
        super().__init__(data, initial=initial)
        self.visits = {str(each.pk): each for each in visits}
        self.fields["text"] = words(
            "What did you see, hear or read?",
            "Write what you saw, heard or read",
            hint="Use codes such as P1 or C2, and no names.",
        )
        self.fields["category"] = pick("Which kind of evidence is it?", categories, "Choose the kind of evidence")
        self.fields["kind"] = pick(
            "Whom or what does it come from?", EvidenceKind.choices, "Choose where it comes from"
        )
        self.fields["period"] = line("If they are figures: which time are they about?", most=100)
        self.fields["way"] = pick("How did it come to us?", Way.choices, "Choose how it came to us")
        self.fields["visit"] = forms.ChoiceField(
            label="If it came on a visit: which one?", choices=[("", "Choose"), *_named(visits)], required=False
        )
        self.fields["source"] = line(
            "Where exactly?", "Say where it comes from", hint="For example: talk at the base, or rota of March 2026"
        )
        self.fields["seen_on"] = GovukDateField(label="On which day?", what="The day")
        self.fields["statements"] = ticks(
            "Which statements does it support?",
            statements,
            hint="It may support several. It is still one piece of evidence, and is counted once.",
        )
        self.fields["statements"].look = Look(small=True)
        self.fields["direction"] = pick("What does it show?", Direction.choices, "Choose what it shows")
        self.fields["weight_note"] = line("How much does it weigh, and why?", most=500)
        self.fields["may_quote"] = forms.BooleanField(
            label="It may be quoted, without saying who said it", required=False
        )
        self.fields["confidentiality"] = pick("Who may read it?", Confidentiality.choices, "Choose who may read it")
        if is_correction:
            self.fields["because"] = line("Why is it corrected?", "Say why it is corrected", most=500)
        self.fields["is_checked"] = forms.BooleanField(
            label="I have looked at what the warning names. It is nobody’s name or number", required=False
        )
        if not self.is_bound or not suspected(self._typed()):
            del self.fields["is_checked"]

    def _typed(self) -> str:
        return "\n".join(str(self.data.get(name, "")) for name in MAY_NAME)

    def clean_visit(self) -> AssessmentVisit | None:
        return self.visits.get(self.cleaned_data["visit"])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        found = suspected(self._typed())
        if found and not values.get("is_checked"):
            self.warning = found
            place = next((name for name in MAY_NAME if suspected(str(self.data.get(name, "")))), "text")
            self.add_error(place, f"This seems to hold {' and '.join(found)}. Use a code, or tick the box at the end")
        if values.get("way") == Way.VISIT and not values.get("visit") and "visit" not in self.errors:
            self.add_error("visit", "Choose the visit it comes from")
        if values.get("kind") == EvidenceKind.DATA and not values.get("period"):
            self.add_error("period", "Say which time the figures are about")
        return values

    @property
    def piece(self) -> dict[str, Any]:
        """What the action wants to know."""
        values = {key: value for key, value in self.cleaned_data.items() if key not in {"seen_on", "because"}}
        values.setdefault("is_checked", False)
        return {**values, "seen_at": datetime.combine(self.cleaned_data["seen_on"], time(), LONDON)}


def _named(visits: list[AssessmentVisit]) -> Pairs:
    return [(str(each.pk), f"{each}, {each.get_mode_display()}") for each in visits]


class UseForm(PageForm):
    """For which statements one item is used."""

    title = "What is this evidence used for?"
    button = "Keep it"

    def __init__(self, data: Any = None, *, initial: list[str], statements: Pairs) -> None:
        super().__init__(data, initial={"statements": initial})
        self.fields["statements"] = ticks(
            "Statements", statements, hint="It stays one piece of evidence, and is counted once, however many you tick."
        )
        self.fields["statements"].look = Look(small=True)


class PlanEvidenceForm(PageForm):
    """What to look for."""

    title = "Plan to look for evidence"
    button = "Plan it"

    def __init__(
        self,
        data: Any = None,
        *,
        initial: dict[str, Any],
        statements: Pairs,
        categories: Pairs,
        visits: list[AssessmentVisit],
    ) -> None:
        super().__init__(data, initial=initial)
        self.visits = {str(each.pk): each for each in visits}
        self.fields["statement"] = forms.ChoiceField(
            label="For which statement?",
            choices=[("", "Choose"), *statements],
            error_messages={"required": "Choose a statement"},
        )
        self.fields["category"] = pick("Which kind of evidence?", categories, "Choose the kind of evidence")
        self.fields["what"] = line("What do you look for?", "Say what you look for", most=500)
        self.fields["visit"] = forms.ChoiceField(
            label="On which visit?", choices=[("", "On none yet"), *_named(visits)], required=False
        )

    def clean_visit(self) -> AssessmentVisit | None:
        return self.visits.get(self.cleaned_data["visit"])


class SettleForm(PageForm):
    """Which item it became, or why it is not looked for any more."""

    button = "Keep it"

    def __init__(self, data: Any = None, *, title: str, items: list[EvidenceItem]) -> None:
        super().__init__(data)
        self.title = title
        self.items = {str(each.pk): each for each in items}
        self.fields["found"] = forms.ChoiceField(
            label="Which evidence is it?",
            choices=[
                ("", "We do not look for it any more"),
                *((key, _short(each)) for key, each in self.items.items()),
            ],
            required=False,
        )
        self.fields["dropped_because"] = line(
            "If you do not look for it any more: why?", hint="For example: nobody there manages medicines", most=500
        )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        values["found"] = self.items.get(values.get("found") or "")
        if values["found"] is None and not values.get("dropped_because"):
            self.add_error("dropped_because", "Say why it is not looked for any more, or choose the evidence")
        return values


def _short(item: EvidenceItem) -> str:
    return f"Evidence {item.number}: {item.text[:60]}"
