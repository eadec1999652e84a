"""How a rating came about, what would change it, the same evidence by another framework, and pictures of it (R-392)."""

import json
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from sandbox_portal.casework.sheets import csv_file

from ..forms.trace import BesideForm, WhatIfForm
from ..queries.evidence import content_of
from ..queries.frameworks import frameworks_wanted, read_framework
from ..queries.results import last_result_before, newest_result
from ..queries.score_desk import evidence_told
from ..queries.scores import given_of, rated_now
from ..rulebook.beside import beside, can_carry_over, carried_over
from ..rulebook.framework import FrameworkContent
from ..rulebook.kept import data_of_given, outcome_of, same_outcome
from ..rulebook.rating import rate
from ..rulebook.telling import tell
from ..rulebook.what_if import effects, turning_areas, turning_points, without_limiters
from .pictures import Pictures, pictures_of
from .score_pages import ScoresPage


class Trace(ScoresPage):
    """Every step of the sum, dates, the evidence behind it, limiters in words, and what would change it.

    The steps of each statement and its evidence stand on the page of its area: `?area=safe`.
    """

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        content, given = content_of(self.assessment), given_of(self.assessment)
        rated, stored = rate(content, given), newest_result(self.assessment)
        area = content.area(request.GET.get("area", ""))
        context = self.context(
            content=content,
            trace=tell(content, rated),
            area=area,
            evidence=evidence_told(self.assessment, area) if area else [],
            turning_points=turning_points(content, given, rated),
            turning_areas=turning_areas(content, given, rated),
            lifted=without_limiters(rated),
            stored=stored,
            is_as_stored=stored is not None and same_outcome(stored.outcome, outcome_of(rated)),
            has_rating=rated.overall.final is not None or any(area.final for area in rated.areas),
        )
        return render(request, "inspection/scoring/trace.html", context)


class WhatIf(ScoresPage):
    """Other scores for a moment: what they would change. Nothing is kept (R-392)."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        content, given = content_of(self.assessment), given_of(self.assessment)
        form = WhatIfForm(request.GET, content=content, given=given, statements=self.assessment.statements)
        context = self.context(content=content, form=form, groups=list(form.groups()), others=form.others())
        if form.picked():
            before, after = rate(content, given), rate(content, form.changed(given))
            context |= {"effects": effects(before, after), "trace": tell(content, after), "is_tried": True}
        return render(request, "inspection/scoring/what_if.html", context)


class BesideAnother(ScoresPage):
    """The same evidence and scores by another framework that can read them."""

    @cached_property
    def others(self) -> dict[str, FrameworkContent]:
        own = content_of(self.assessment)
        rows = frameworks_wanted(self.user, subject_kind=own.subject_kind).defer(None)
        return {each.code: each for each in map(read_framework, rows) if can_carry_over(own, each)}

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        content, given = content_of(self.assessment), given_of(self.assessment)
        form = BesideForm(request.GET or None, others=list(self.others.values()))
        other = self.others.get(form.chosen().get("framework", ""))
        context = self.context(content=content, form=form, other=other, has_others=bool(self.others))
        if other is not None:
            rated = rated_now(self.assessment)
            there = rate(other, carried_over(given, rated, other))
            context |= {"rows": beside(rated, there), "trace": tell(other, there)}
        return render(request, "inspection/scoring/beside.html", context)


class Charts(ScoresPage):
    """The areas as one shape and the statements as bars, with the last assessment beside them."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        last = last_result_before(self.assessment)
        pictures = pictures_of(rated_now(self.assessment), last.outcome if last else None)
        context = self.context(pictures=pictures, last=last, areas_noun=content_of(self.assessment).area_noun)
        return render(request, "inspection/scoring/charts.html", context)


class ChartsSheet(ScoresPage):
    """The numbers of the charts as a file for a spreadsheet."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        last = last_result_before(self.assessment)
        pictures: Pictures = pictures_of(rated_now(self.assessment), last.outcome if last else None)
        return csv_file(pictures.sheet, name=f"{self.assessment}-scores.csv")


class RatingFile(ScoresPage):
    """What was given and what came out, as data, to be reckoned again by anybody who may read it."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        whole: Mapping[str, Any] = {
            "level": "assessment",
            "framework": self.assessment.framework.code,
            "given": data_of_given(given_of(self.assessment)),
        }
        headers = {
            "Content-Disposition": f'attachment; filename="{self.assessment}-rating.json"',
            "Cache-Control": "no-store",
        }
        text = json.dumps(whole, indent=2, ensure_ascii=False)
        return HttpResponse(text, content_type="application/json; charset=utf-8", headers=headers)
