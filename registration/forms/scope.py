"""One question about registering, and what is asked before a result is saved."""

from collections.abc import Mapping
from typing import Any

from django import forms

from sandbox_portal.govuk.forms import FilterForm, PageForm
from sandbox_portal.govuk.looks import Look
from sandbox_portal.people.models import Organisation

from ..scope_tree import NO, UNSURE, YES, Question, Tree

SAID = ((YES, "Yes"), (NO, "No"), (UNSURE, "Not sure"))


def field_of(question: Question, indicator: str = "") -> str:
    """The name of a field: the question's code, with the indicator's behind it."""
    return f"{question.code}_{indicator}" if indicator else question.code


class ScopeForm(PageForm):
    """One question: a choice, or each thing of a list with yes, no or not sure (R-203)."""

    form_tag = False
    button = ""

    def __init__(self, data: Any = None, *, tree: Tree, question: Question, given: Any = None) -> None:
        super().__init__(data)
        self.title = question.title
        self.asked = question
        if question.indicators is None:
            self.items = ()
            self.fields[question.code] = self._choice(question, given)
            return
        self.items = tree.indicators(question.indicators.list)
        said = given if isinstance(given, Mapping) else {}
        for item in self.items:
            self.fields[field_of(question, item.code)] = forms.ChoiceField(
                label=item.text,
                choices=SAID,
                initial=said.get(item.code),
                widget=forms.RadioSelect,
                error_messages={"required": f"Say yes, no or not sure: {item.text}"},
            )
            self.fields[field_of(question, item.code)].look = Look(inline=True, small=True, size="s")

    def _choice(self, question: Question, given: Any) -> forms.ChoiceField:
        field = forms.ChoiceField(
            label="Your answer",
            choices=[(option.code, option.label) for option in question.options],
            initial=given,
            widget=forms.RadioSelect,
            error_messages={"required": "Choose one of the answers"},
        )
        field.look = Look(
            hide_label=True, hints={option.code: option.hint for option in question.options if option.hint}
        )
        return field

    def answer(self) -> Any:
        """The answer as the rulebook reads it."""
        if not self.items:
            return self.cleaned_data[self.asked.code]
        return {item.code: self.cleaned_data[field_of(self.asked, item.code)] for item in self.items}


class SaveRun(PageForm):
    """For whom the result is kept, and under which name."""

    title = "Save this result"
    button = "Save"

    name = forms.CharField(
        label="What should we call it?",
        help_text="So that you and your colleagues know it again. For example: our plans for next year",
        max_length=120,
        error_messages={"required": "Write a name for the result"},
    )
    key = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={
            "invalid": "This page is damaged. Open it again and save from there",
            "required": "This page is damaged. Open it again and save from there",
        },
    )

    def __init__(self, data: Any = None, *, organisations: list[Organisation], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.by_id = {str(each.pk): each for each in organisations}
        if len(organisations) == 1:
            return
        self.fields["organisation"] = forms.ChoiceField(
            label="For which organisation?",
            choices=[(key, each.name) for key, each in self.by_id.items()],
            widget=forms.RadioSelect,
            error_messages={"required": "Choose the organisation"},
        )
        self.order_fields(["organisation", "name", "key"])

    def organisation(self) -> Organisation:
        """The one chosen, or the only one there is."""
        return self.by_id[self.cleaned_data.get("organisation") or next(iter(self.by_id))]


class TryForm(ScopeForm):
    """The same question on a page that only looks: its answers stand in the address, and no token beside them."""

    form_method = "get"


class FindRuns(FilterForm):
    """The filter of saved results."""

    words = forms.CharField(label="Name", required=False, max_length=120)
