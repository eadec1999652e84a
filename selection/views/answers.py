"""The answers of a round's applications as files for a spreadsheet: what the person may read, and nothing more."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from sandbox_portal.casework.sheets import csv_file
from sandbox_portal.people.choices import Role
from sandbox_portal.questions.engine import Document
from sandbox_portal.questions.exporting import (
    CODEBOOK,
    Row,
    codebook,
    columns_of,
    list_columns,
    list_rows,
    lists_of,
    row_of,
)
from sandbox_portal.questions.queries import document_of, said_in

from ..models import Selection
from ..queries.answers import answers_read_in, questions_of
from .steps import SelectionPage

FACTS = ("reference", "organisation", "sent")
ANSWERS, MEANINGS = "answers", "codebook"


class AnswersDoor(SelectionPage):
    """Shared by the page and its files."""

    access = frozenset({Role.PROGRAMME_LEAD, Role.COMMITTEE_MEMBER})

    @cached_property
    def document(self) -> Document:
        questions = questions_of(self.selection)
        if questions is None:
            raise Http404
        return document_of(questions)


class SelectionAnswers(AnswersDoor):
    """Which files there are, and how many applications are in them."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        selection = self.selection
        lists = lists_of(self.document)
        files = [
            (ANSWERS, "All answers, one row for each application"),
            *((key, f"{question.name}, one row for each") for key, question in lists.items()),
            (MEANINGS, "What each column means"),
        ]
        context = {
            "selection": selection,
            "count": answers_read_in(selection, self.user).count(),
            "files": [(reverse("selection-answers-file", args=[selection.pk, key]), words) for key, words in files],
            "back_url": reverse("selection-overview", args=[selection.pk]),
        }
        return render(request, "selection/lead/answers.html", context)


class SelectionAnswersFile(AnswersDoor):
    """One file, sent row by row as the database gives it."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        selection, part = self.selection, kwargs["part"]
        columns, rows = self._columns_and_rows(selection, part)
        return csv_file(lines(columns, rows), name=f"{selection.round.slug}-{part}.csv")

    def _columns_and_rows(self, selection: Selection, part: str) -> tuple[Iterable[str], Iterator[Row]]:
        if part == MEANINGS:
            return CODEBOOK, codebook(self.document)
        said = said_in(answers_read_in(selection, self.user))
        if part == ANSWERS:
            columns = [column.name for column in columns_of(self.document)]
            return (*FACTS, *columns), (row_of(self.document, each) for each in said)
        question = lists_of(self.document).get(part)
        if question is None:
            raise Http404
        columns = [column.name for column in list_columns(question)]
        rows = (row for each in said for row in list_rows(self.document, question, each))
        return (*FACTS, "number", *columns), rows


def lines(columns: Iterable[str], rows: Iterator[Row]) -> Iterator[list[object]]:
    """The heading of a file, then its rows, each when it is asked for."""
    names = list(columns)
    yield list(names)
    yield from ([row.get(name, "") for name in names] for row in rows)
