"""What anybody may read of a selection: the names, the statistics (R-187, R-188)."""

from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from sandbox_portal.casework.sheets import csv_lines
from sandbox_portal.govuk import charts
from sandbox_portal.people.doors import ANYONE

from ..models import Selection
from ..queries.draws import draws_announced
from ..queries.letters import decision_by
from ..queries.results import is_announced, names_published, statistics_of
from ..queries.selections import selection_of
from ..queries.statistics import (
    StatisticsTable,
    statistics_as_data,
    statistics_document,
    statistics_rows,
    tables_of,
)
from .provider import RoundPage


class PublishedSelection(RoundPage):
    """A page of one round's selection; its numbers and names are there once the letters have been sent."""

    access = frozenset({ANYONE})

    @cached_property
    def announced(self) -> Selection | None:
        selection = selection_of(self.round)
        return selection if selection is not None and is_announced(selection) else None

    def announced_or_404(self) -> Selection:
        if self.announced is None:
            raise Http404
        return self.announced


class RoundResults(PublishedSelection):
    """Who was selected and agreed to be named, how the draws went, and where the numbers are."""

    def get(self, request: HttpRequest, round_slug: str) -> HttpResponse:
        context: dict[str, Any] = {"round": self.round, "selection": self.announced}
        if self.announced:
            context["names"] = names_published(self.round)
            context["numbers"] = statistics_of(self.announced)
        else:
            context["decision_by"] = decision_by(self.round)
        context["draws"] = draws_announced(self.round.pk)
        return render(request, "selection/public/results.html", context)


class RoundStatistics(PublishedSelection):
    """The numbers as tables with bars."""

    def get(self, request: HttpRequest, round_slug: str) -> HttpResponse:
        context: dict[str, Any] = {"round": self.round, "selection": self.announced}
        if self.announced:
            numbers = statistics_of(self.announced)
            tables = {table.name: table for table in tables_of(numbers)}
            context |= {
                "numbers": numbers,
                "results": bars(tables["results"]),
                "gates": tables["gates"],
                "totals": tables["totals"],
                "total_bars": bars(tables["totals"]),
                "document": statistics_document(self.announced),
            }
        return render(request, "selection/public/statistics.html", context)


class RoundStatisticsData(PublishedSelection):
    """The same numbers as JSON."""

    def get(self, request: HttpRequest, round_slug: str) -> HttpResponse:
        return JsonResponse(statistics_as_data(self.announced_or_404()), json_dumps_params={"indent": 2})


class RoundStatisticsSheet(PublishedSelection):
    """The same numbers as CSV."""

    def get(self, request: HttpRequest, round_slug: str) -> HttpResponse:
        headers = {"Content-Disposition": f'attachment; filename="{self.round.slug}-statistics.csv"'}
        rows = statistics_rows(self.announced_or_404())
        response = HttpResponse(content_type="text/csv; charset=utf-8", headers=headers)
        response.writelines(csv_lines(rows))
        return response


def bars(table: StatisticsTable) -> list[charts.Bar]:
    """The last column of a table, drawn."""
    return charts.bar_rows(table.counts)
