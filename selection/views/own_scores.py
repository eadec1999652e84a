"""An applicant's own scores as a sheet (R-186)."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase

from sandbox_portal.casework.sheets import csv_file

from ..queries.results import own_scores
from .status import ScoredOwnApplication

HEADINGS = ("Criterion", "Title", "Score", "Highest", "In words", "Reason")


class OwnScoresSheet(ScoredOwnApplication):
    """One's own scores and reasons as CSV, nobody else's."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        self.refuse_unless_told()
        rows = (
            (each.criterion.code, each.criterion.title, each.value, each.criterion.highest, each.in_words, each.reason)
            for each in own_scores(self.application)
        )
        return csv_file([HEADINGS, *rows], name=f"{self.application.case.reference}-scores.csv")
