"""An applicant's own scores as a sheet (R-186)."""

from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from sandbox_portal.casework.sheets import csv_lines

from ..queries.results import own_scores
from .status import ScoredOwnApplication

HEADINGS = ("Criterion", "Title", "Score", "Highest", "In words", "Reason")


class OwnScoresSheet(ScoredOwnApplication):
    """One's own scores and reasons as CSV, nobody else's."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.refuse_unless_told()
        rows = (
            (each.criterion.code, each.criterion.title, each.value, each.criterion.highest, each.in_words, each.reason)
            for each in own_scores(self.application)
        )
        name = f"{self.application.case.reference}-scores.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return StreamingHttpResponse(  # type: ignore[return-value]
            csv_lines([HEADINGS, *rows]), content_type="text/csv; charset=utf-8", headers=headers
        )
