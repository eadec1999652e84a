"""What comes in at the organisation's file."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext, gettext_lazy

from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.govuk.looks import Look

from .engine import Given, Page, Section
from .file_rows import CURRENT, ENDED, ENDS_SOON, FILE_ANSWERS, FILE_DOCUMENTS, WantedRows
from .forms import AnswerForm
from .organisation_facts import FactKind

ANY = ("", gettext_lazy("Any"))


class FileFilter(PageForm):
    """The filter of the file. Everything may stay empty."""

    words = forms.CharField(label=gettext_lazy("Words"), required=False, max_length=100)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        required=False,
        choices=[ANY, (FILE_ANSWERS, gettext_lazy("Answers")), (FILE_DOCUMENTS, gettext_lazy("Documents"))],
    )
    state = forms.ChoiceField(
        label=gettext_lazy("How fresh"),
        required=False,
        choices=[
            ANY,
            (ENDED, gettext_lazy("Old or ended")),
            (ENDS_SOON, gettext_lazy("Ends within 60 days")),
            (CURRENT, gettext_lazy("Fresh")),
        ],
    )
    form_tag = False
    form_method = "get"
    looks = {name: Look(size="s", mark_optional=False) for name in ("words", "kind", "state")}

    def wanted(self) -> WantedRows:
        """The fields that make sense; the others count as empty."""
        self.is_valid()
        return WantedRows(**{name: self.cleaned_data.get(name) or "" for name in self.fields})

    def in_words(self) -> dict[str, str]:
        """Each chosen field as a reader would say it."""
        wanted = self.wanted()
        fields: Any = self.fields
        chosen = {name: dict(fields[name].choices).get(getattr(wanted, name)) for name in ("kind", "state")}
        said = {"words": wanted.words, **chosen}
        return {name: str(words) for name, words in said.items() if words and getattr(wanted, name)}


class FactForm(AnswerForm):
    """Write one fact in the file. `version` travels hidden: what the person saw when they began."""

    def __init__(self, kind: FactKind, given: Given, *, raw: Any, version: int, data: Any = None) -> None:
        question = kind.as_question()
        page = Page(question.key, Section("file", gettext("Your organisation's file"), (question,)), (question,))
        super().__init__(page, given, answers={question.key: raw}, version=str(version), page_token="", data=data)
        self.button = gettext_lazy("Save in your file")

    @property
    def helper(self) -> FormHelper:
        """No saving while somebody types, and nothing to come back to later."""
        helper = super().helper
        helper.attrs = {}
        helper.inputs = helper.inputs[:-1]
        return helper
