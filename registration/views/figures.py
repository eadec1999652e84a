"""The figures of “How registration goes” as a spreadsheet, by the same functions as the page (R-282, R-754)."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from sandbox_portal.casework.sheets import csv_file
from sandbox_portal.people.doors import Door
from sandbox_portal.questions.return_reasons import reason_of

from ..queries.applications import SEES_SENT
from ..queries.workload import return_rate, stage_lines
from ..workflow import REGISTRATION
from .levels import LOOKS_BACK

HEADINGS = ("figure", "what", "number", "there now", "late or stuck", "half took no longer than (working days)")


class FiguresSheet(Door):
    """The last twelve months: every stage, how many came back, and what for."""

    access = SEES_SENT

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return csv_file(self._rows(), name="how-registration-goes.csv")

    def _rows(self) -> Iterator[tuple[Any, ...]]:
        user: Any = self.request.user
        since = self.at - LOOKS_BACK
        rate = return_rate(user, since=since)
        yield HEADINGS
        for line in stage_lines(REGISTRATION.stages, user, self.at, since=since):
            median = "" if line.median_days is None else line.median_days
            yield ("stage", line.label, line.finished, line.now, line.late, median)
        yield ("sent", "", rate.sent, "", "", "")
        yield ("returned as incomplete", "", rate.returned, "", "", "")
        for code, count in rate.reasons:
            yield ("reason", reason_of(code).label, count, "", "", "")
