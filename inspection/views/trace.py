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
from ..models import Departure
from ..queries.evidence import content_of
from ..queries.frameworks import frameworks_wanted, read_framework
from ..queries.results import last_result_before, newest_result
from ..queries.scores import departures_of, given_of, rated_now
from ..queries.tracing import areas_looked_at, evidence_behind, ground_of, reasons_of_scores
from ..rulebook.beside import beside, can_carry_over, carried_over
from ..rulebook.framework import Area, FrameworkContent
from ..rulebook.given import Given
from ..rulebook.kept import data_of_given, outcome_of, same_outcome
from ..rulebook.rating import Rated, rate
from ..rulebook.telling import tell, tell_area
from ..rulebook.way_of_rating import way_of_rating
from ..rulebook.what_if import effects, keeps_ratings, what_would_change, what_would_change_area
from .pictures import Pictures, pictures_of
from .score_pages import ScoresPage
from .traced_evidence import heap_in_words, pieces_in_words


class Trace(ScoresPage):
    """Every step of the sum, dates, evidence, limiters in words, and what would change it.

    `?area=safe` tells one area: its statements with their steps, and the evidence behind each.
    """

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        area = content_of(self.assessment).area(request.GET.get("area", ""))
        return self._area(area) if area else self._whole()

    def _whole(self) -> HttpResponse:
        content, given, rated = self._rated()
        trace, looked_at = tell(content, rated), areas_looked_at(self.assessment)
        ground, stored = ground_of(self.assessment), newest_result(self.assessment)
        context = self.context(
            content=content,
            way=way_of_rating(content),
            ground=ground,
            evidence=heap_in_words(ground.evidence) if ground.evidence else "",
            trace=trace,
            areas=[(each, each.key in looked_at) for each in trace.areas],
            would_change=what_would_change(content, given, rated),
            waiting=self._waiting(content),
            stored=stored,
            is_as_stored=stored is not None and same_outcome(stored.outcome, outcome_of(rated)),
            has_rating=rated.overall.final is not None or any(area.final for area in rated.areas),
        )
        return render(self.request, "inspection/scoring/trace.html", context)

    def _waiting(self, content: FrameworkContent) -> list[tuple[str, Departure]]:
        """Departures that wait for their second signature, each with the area it is about."""
        titles = {area.key: area.title for area in content.areas}
        found = [each for each in departures_of(self.assessment) if not each.signed_at and each.ended_at is None]
        return [(titles.get(each.about, "The whole"), each) for each in found]

    def _area(self, area: Area) -> HttpResponse:
        content, given, rated = self._rated()
        traced = tell_area(content, rated, area.key)
        lines = {each.code: each for each in traced.statements}
        evidence, reasons = evidence_behind(self.assessment, area), reasons_of_scores(self.assessment)
        chosen = areas_looked_at(self.assessment)
        context = self.context(
            area=area,
            traced=traced,
            reasons=reasons.get(area.key, ""),
            statements=[
                (each, lines.get(each.code), reasons.get(each.key, ""), pieces_in_words(each, found))
                for each, found in evidence
            ],
            left_out=[each for each in traced.statements if not each.counts],
            would_change=what_would_change_area(content, given, rated, area.key),
            others=[each for each in content.areas if each.key in chosen and each.key != area.key],
        )
        return render(self.request, "inspection/scoring/trace_area.html", context)

    def _rated(self) -> tuple[FrameworkContent, Given, Rated]:
        return content_of(self.assessment), given_of(self.assessment), rated_now(self.assessment)


class WhatIf(ScoresPage):
    """Other scores for a moment: what they would change. Nothing is kept (R-392)."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        content, given = content_of(self.assessment), given_of(self.assessment)
        form = WhatIfForm(request.GET, content=content, given=given, statements=self.assessment.statements)
        context = self.context(content=content, form=form, groups=list(form.groups()), others=form.others())
        if form.picked():
            before, after = rate(content, given), rate(content, form.changed(given))
            context |= {"effects": effects(before, after), "keeps_ratings": keeps_ratings(before, after)}
            context |= {"trace": tell(content, after), "is_tried": True}
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
