"""The evidence index: every version with when, where and on what it was saved, and whether it is what was saved."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import urlencode

from sandbox_portal.casework.sheets import csv_file

from ..forms.tablets import CustodyFilter
from ..queries.captured import HEAD, custody_of, index_visible_to, sheet_of
from .assessments import PAGE
from .evidence import EvidencePage


class EvidenceIndex(EvidencePage):
    """The chain of custody of one assessment, in the order of its numbers."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = CustodyFilter(request.GET)
        chosen = form.chosen()
        found = index_visible_to(request.user, self.assessment, words=chosen.get("q", ""), way=chosen.get("way", ""))
        skipped = _place(request.GET.get("from", ""))
        rows = list(found[skipped : skipped + PAGE + 1])
        context = self.context(
            form=form,
            selected=form.selected(),
            rows=custody_of(rows[:PAGE]),
            older_url=f"?{urlencode({**chosen, 'from': skipped + PAGE})}" if rows[PAGE:] else "",
        )
        return render(request, "inspection/evidence/index.html", context)


class EvidenceIndexSheet(EvidencePage):
    """The same as a file for a spreadsheet, whole."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        rows = custody_of(index_visible_to(request.user, self.assessment))
        return csv_file([HEAD, *sheet_of(rows)], name=f"{self.assessment}-evidence-index.csv")


def _place(said: str) -> int:
    return int(said) if said.isascii() and said.isdigit() and len(said) < 7 else 0
