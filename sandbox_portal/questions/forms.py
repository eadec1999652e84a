"""The form of one page of questions: raw answers out of what was posted, and back into the controls."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Submit
from django.utils.translation import gettext as _

from sandbox_portal.govuk.fields import lower_first
from sandbox_portal.govuk.forms import PageForm

from .checking import Problem, Wrong, problem_with
from .controls import NOT_TYPED, controls_for, raw_from, rows_shown
from .engine import Given, Page, Question, choices_of
from .fields import fields_for, not_applicable_name, who_name, why_name, words_name
from .layouts import whole
from .parts import most_rows
from .question_types import HAS_PARTS, QuestionType
from .wording import problem_words

Crossed = Callable[[Mapping[str, Any]], Mapping[str, Problem]]
HIDDEN = HTML(
    '<input type="hidden" name="version" value="{{ form.version }}">'
    '<input type="hidden" name="page" value="{{ form.page_token }}">'
)
BOXES = {QuestionType.MONTH: ("month", "year")}
DAY_BOXES = ("day", "month", "year")


def _none_crossed(answers: Mapping[str, Any]) -> Mapping[str, Problem]:
    return {}


class AnswerForm(PageForm):
    """One page. Nothing typed is ever refused a place in `raw_answers`; `errors` says what must still be put right.

    It heads its page and saves itself while somebody types, unless two texts are being compared (`is_page=False`).
    With `kept_under` what has not reached us stays in its writer's browser; not that of a table that grows, since the
    page that is opened again may have fewer rows. `crossed` gives the cross-checks these answers fail together with the
    others; `rows` how many rows of a growing table are wanted. `version` and `page_token` travel hidden: which stored
    answers the person saw, and which open page this is.
    """

    kept_under = ""

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
        crossed: Crossed = _none_crossed,
        rows: int = 0,
    ) -> None:
        super().__init__(data=data)
        self.page, self.given, self.version, self.page_token = page, given, version, page_token
        self.is_page, self.crossed = is_page, crossed
        self.title, self.caption = page.title, page.section.title
        self.button = _("Save and continue")
        self.rows: dict[str, int] = {}
        for question in page.questions:
            self._add(question, answers.get(question.key), rows)
        if is_page and page.is_single and (page.key in self.fields or self._is_whole):
            self.question = page.key

    def _add(self, question: Question, raw: Any, wanted: int) -> None:
        rows = self.rows[question.key] = rows_shown(question, raw, self.data if self.is_bound else None, wanted=wanted)
        is_heading = self.is_page and self.page.is_single
        self.fields.update(fields_for(question, self.given, is_heading=is_heading, raw=raw, rows=rows))
        self.initial.update(controls_for(question, raw, self.given, rows=rows))

    @property
    def _is_whole(self) -> bool:
        """True when the page asks one thing in several controls, under one heading."""
        return self.page.is_single and self.page.questions[0].type in HAS_PARTS

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        if self._is_whole:
            helper.layout = whole(self, self.page.questions[0], tuple(helper.layout), heading=self.is_page)
        helper.layout.insert(0, HIDDEN)
        if self.is_page:
            kept = {} if self.can_grow or not self.kept_under else {"data-keep-here": self.kept_under}
            helper.attrs = {"data-autosave": "", **kept}
        if self.can_grow:
            helper.add_input(Submit("add_row", _("Add another row")))
        helper.add_input(Submit("later", _("Save and come back later")))
        return helper

    @property
    def can_grow(self) -> bool:
        """True when the page is a table that may have more rows."""
        question = self.page.questions[0]
        is_growing = question.type is QuestionType.TABLE and not question.rows
        return self.is_page and is_growing and self.rows[question.key] < most_rows(question)

    @cached_property
    def raw_answers(self) -> dict[str, Any]:
        """What was typed, question by question."""
        return {
            question.key: raw_from(self._typed, question, self.given, rows=self.rows[question.key])
            for question in self.page.questions
            if question.type not in NOT_TYPED
        }

    def clean(self) -> dict[str, Any]:
        crossed = self.crossed(self.raw_answers)
        for question in self.page.questions:
            problem = problem_with(question, self.raw_answers.get(question.key), self.given)
            problem = problem or crossed.get(question.key)
            if problem is not None and question.type not in NOT_TYPED:
                self._tell(problem)
        return self.cleaned_data

    def _typed(self, name: str) -> Any:
        return self[name].data

    def _tell(self, problem: Problem, *, cell: str = "") -> None:
        for inner in problem.inner:
            is_cell = problem.question.type is QuestionType.TABLE and inner.wrong is not Wrong.MISSING
            self._tell(inner, cell=f"{inner.question.label}: " if is_cell else "")
        if problem.inner:
            return
        question = problem.question
        if problem.wrong in {Wrong.NAME_MISSING, Wrong.WORDS_MISSING}:
            self._tell_beside(problem)
            return
        names = BOXES.get(question.type, DAY_BOXES)
        control = self._control(problem)
        self.fields[control].wrong_parts = tuple(names.index(part) for part in problem.parts if part in names)
        words = problem_words(problem)
        self.add_error(control, f"{cell}{lower_first(words)}" if cell else words)

    def _control(self, problem: Problem) -> str:
        """The control that an error belongs to: the first of a whole, unless it is about why there is no answer."""
        question = problem.question
        if problem.wrong is Wrong.WHY_MISSING:
            return why_name(question)
        if problem.wrong is Wrong.SET_ASIDE_TWICE:
            return not_applicable_name(question)
        return question.key if question.key in self.fields else next(iter(self.fields))

    def _tell_beside(self, problem: Problem) -> None:
        """Errors of the words that belong to a date or a choice."""
        question = problem.question
        for choice in choices_of(question, self.given):
            if choice.key in problem.parts:
                is_name = problem.wrong is Wrong.NAME_MISSING
                values = {"date": choice.label, "asks": choice.asks}
                control = who_name(question, choice) if is_name else words_name(question, choice)
                self.add_error(control, problem_words(Problem(question, problem.wrong, (choice.key,), values)))
