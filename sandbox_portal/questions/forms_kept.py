"""What comes in at the organisation's file."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext, gettext_lazy

from sandbox_portal.govuk.forms import FilterForm
from sandbox_portal.govuk.looks import Look

from .engine import Given, Page, Section
from .file_rows import CURRENT, ENDED, ENDS_SOON, FILE_ANSWERS, FILE_DOCUMENTS, WantedRows
from .forms import AnswerForm
from .organisation_facts import FactKind

ANY = ("", gettext_lazy("Any"))


class FileFilter(FilterForm):
    """The filter of the file."""

    usual_look = Look(size="s", mark_optional=False)

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

    def wanted(self) -> WantedRows:
        return WantedRows(**self.chosen())


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
