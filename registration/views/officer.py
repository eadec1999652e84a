"""Versions of the questions about registering, how often each result came, and a place to try a version."""

from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from sandbox_portal.casework.sheets import csv_file
from sandbox_portal.govuk.charts import bar_rows
from sandbox_portal.people.doors import STAFF, Door

from ..forms.scope import TryForm, field_of
from ..models import ScopeTree
from ..queries.scope import counts_by_month, outcome_counts, questions_of, scope_tree, scope_trees
from ..scope import fits, walk
from ..scope_tree import Question, Tree
from .showing import shown

HEAD = ("Version", "Month", "Result", "Services")


class ScopeTreeList(Door):
    """Every version, the newest first."""

    access = frozenset({STAFF})

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "registration/officer/scope_trees.html", {"trees": scope_trees()})


class ScopeCountsSheet(Door):
    """How often each result came, by version and month, as CSV."""

    access = frozenset({STAFF})

    def get(self, request: HttpRequest) -> HttpResponseBase:
        rows = [(version, f"{month:%Y-%m}", outcome, count) for version, month, outcome, count in counts_by_month()]
        return csv_file([HEAD, *rows], name="results-about-registering.csv")


class ScopeTreePage(Door):
    """A page of one version."""

    access = frozenset({STAFF})

    @cached_property
    def row(self) -> ScopeTree:
        row = scope_tree(self.kwargs["scope_version"])
        if row is None:
            raise Http404
        return row

    @cached_property
    def tree(self) -> Tree:
        return questions_of(self.row)


class ScopeTreeDetail(ScopeTreePage):
    """One version: its results as a chart in a table, and every question with where its answers lead."""

    def get(self, request: HttpRequest, scope_version: int) -> HttpResponse:
        counts = outcome_counts(self.row, self.tree)
        context = {
            "row": self.row,
            "tree": self.tree,
            "total": sum(count for _outcome, count in counts),
            "bars": bar_rows([(outcome.headline, count) for outcome, count in counts]),
            "questions": [(question, _ways(self.tree, question)) for question in self.tree.questions],
        }
        return render(request, "registration/officer/scope_tree.html", context)


class TryScopeTree(ScopeTreePage):
    """Answer a version and see where it leads. The answers stand in the address; nothing is kept or counted."""

    @cached_property
    def answers(self) -> dict[str, Any]:
        given = {each.code: self._given(each) for each in self.tree.questions}
        return {code: answer for code, answer in given.items() if answer is not None}

    def _given(self, question: Question) -> Any:
        if question.indicators is None:
            answer: Any = self.request.GET.get(question.code)
        else:
            codes = [item.code for item in self.tree.indicators(question.indicators.list)]
            said = {code: self.request.GET.get(field_of(question, code), "") for code in codes}
            answer = {code: word for code, word in said.items() if word}
        return answer if answer and fits(self.tree, question, answer) else None

    def get(self, request: HttpRequest, scope_version: int) -> HttpResponse:
        walked = walk(self.tree, self.answers)
        asked = walked.next
        form = None
        if asked is not None:
            was_asked = request.GET.get("asked") == asked.code and not walked.explain
            form = TryForm(request.GET if was_asked else None, tree=self.tree, question=asked)
        path = [(code, self._address(walked.path[:place])) for place, code in enumerate(walked.path)]
        context = {
            "row": self.row,
            "tree": self.tree,
            "question": asked,
            "form": form,
            "explain": walked.explain,
            "given": self._fields(walked.path),
            "path": path,
            "services": shown(self.tree, [self.answers], may_change=False),
            "again_url": request.path,
        }
        status = 422 if form is not None and form.errors else 200
        return render(request, "registration/officer/scope_try.html", context, status=status)

    def _fields(self, codes: tuple[str, ...]) -> dict[str, str]:
        """The answers to these questions as fields of a form."""
        found: dict[str, str] = {}
        for code in codes:
            answer, question = self.answers[code], self.tree.question(code)
            assert question is not None
            if isinstance(answer, str):
                found[code] = answer
            else:
                found |= {field_of(question, item): said for item, said in answer.items()}
        return found

    def _address(self, codes: tuple[str, ...]) -> str:
        return f"{reverse('scope-tree-try', args=[self.row.version])}?{urlencode(self._fields(codes))}"


def _ways(tree: Tree, question: Question) -> list[tuple[str, str]]:
    """Each answer of a question, and where it leads in words; nothing where it explains and asks again."""
    if question.indicators is None:
        return [(option.label, _in_words(tree, option.go)) for option in question.options]
    names = {"any": "Yes to anything that counts", "none": "No to all that count", "unsure": "Not sure, and no yes"}
    return [(names[key], _in_words(tree, target)) for key, target in question.indicators.ways.items()]


def _in_words(tree: Tree, target: str | None) -> str:
    if target is None:
        return ""
    question = tree.question(target)
    return f"{question.code}, {question.short}" if question else tree.outcome(target).headline
