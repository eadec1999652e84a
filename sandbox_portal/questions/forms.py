"""The form of one page of questions: raw answers out of what was posted, and back into the controls."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Submit
from django.utils.translation import gettext as _

from sandbox_portal.govuk.forms import PageForm

from . import raw as read
from .checking import Problem, Wrong, problem_with
from .engine import Given, Page, Question, choices_of
from .fields import NONE, fields_for, unknown_name, who_name
from .question_types import QuestionType
from .wording import problem_words

HIDDEN = HTML(
    '<input type="hidden" name="version" value="{{ form.version }}">'
    '<input type="hidden" name="page" value="{{ form.page_token }}">'
)
BOXES = ("day", "month", "year")


class AnswerForm(PageForm):
    """One page. Nothing typed is ever refused a place in `raw_answers`; `errors` says what must still be put right.

    It heads its page and saves itself while somebody types, unless two texts are being compared (`is_page=False`).
    `version` and `page_token` travel hidden: which stored answers the person saw, and which open page this is.
    """

    def __init__(
        self,
        page: Page,
        given: Given,
        *,
        answers: Mapping[str, Any],
        version: str,
        page_token: str,
        data: Any = None,
        is_page: bool = True,
    ) -> None:
        super().__init__(data=data)
        self.page, self.given, self.version, self.page_token = page, given, version, page_token
        self.is_page = is_page
        self.title, self.caption = page.title, page.section.title
        self.button = _("Save and continue")
        for question in page.questions:
            self.fields.update(fields_for(question, given, is_heading=is_page and page.is_single))
            self.initial.update(_controls(question, answers.get(question.key), given))
        if is_page and page.is_single and page.key in self.fields:
            self.question = page.key

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        helper.layout.insert(0, HIDDEN)
        if self.is_page:
            helper.attrs = {"data-autosave": ""}
        helper.add_input(Submit("later", _("Save and come back later")))
        return helper

    @cached_property
    def raw_answers(self) -> dict[str, Any]:
        """What was typed, question by question."""
        return {
            question.key: self._raw(question)
            for question in self.page.questions
            if question.type is not QuestionType.FILE
        }

    def clean(self) -> dict[str, Any]:
        for question in self.page.questions:
            problem = problem_with(question, self.raw_answers.get(question.key), self.given)
            if problem is not None and question.type is not QuestionType.FILE:
                self._tell(problem)
        return self.cleaned_data

    def _tell(self, problem: Problem) -> None:
        question = problem.question
        if problem.wrong is Wrong.NAME_MISSING:
            labels = {choice.key: choice.label for choice in choices_of(question, self.given)}
            for part in problem.parts:
                named = Problem(question, problem.wrong, (part,), {"date": labels[part]})
                self.add_error(f"{question.key}__who__{part}", problem_words(named))
            return
        boxes = tuple(BOXES.index(part) for part in problem.parts if part in BOXES)
        self.fields[question.key].wrong_parts = boxes
        self.add_error(question.key, problem_words(problem))

    def _raw(self, question: Question) -> Any:
        typed = self[question.key].data
        if question.type is QuestionType.ATTEND_DATES:
            return self._raw_dates(question, typed or [])
        raw = _as_kept(typed)
        if question.may_be_unknown and self[unknown_name(question)].data:
            return read.not_known_yet(raw)
        return raw

    def _raw_dates(self, question: Question, ticked: list[str]) -> dict[str, Any]:
        dates = {}
        for choice in choices_of(question, self.given):
            entry = {"coming": choice.key in ticked, "who": _as_kept(self[who_name(question, choice)].data)}
            if entry["coming"] or entry["who"]:
                dates[choice.key] = entry
        return {"dates": dates, "none": NONE in ticked}


def _as_kept(typed: Any) -> Any:
    """What was typed; browsers send line ends as two characters, which nobody typed."""
    if typed is None:
        return ""
    return typed.replace("\r\n", "\n") if isinstance(typed, str) else typed


def _controls(question: Question, raw: Any, given: Given) -> dict[str, Any]:
    """The values of the controls for a raw answer."""
    typed = read.typed_in(raw)
    if question.type is QuestionType.ATTEND_DATES:
        return _date_controls(question, typed, given)
    values = {question.key: typed}
    if question.may_be_unknown:
        values[unknown_name(question)] = read.is_not_known_yet(raw)
    return values


def _date_controls(question: Question, raw: Any, given: Given) -> dict[str, Any]:
    dates = raw.get("dates", {}) if isinstance(raw, dict) else {}
    ticked = [key for key, entry in dates.items() if entry.get("coming")]
    values: dict[str, Any] = {question.key: [*ticked, *([NONE] if read.cannot_come(raw) else [])]}
    for choice in choices_of(question, given):
        values[who_name(question, choice)] = dates.get(choice.key, {}).get("who", "")
    return values
