"""Frameworks: every version, one version, two side by side, and scores to try (R-350 to R-355, R-392)."""

import json
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from sandbox_portal.govuk.paging import page_by_number
from sandbox_portal.people.choices import Role
from sandbox_portal.people.doors import ANYONE, Door
from sandbox_portal.people.queries import roles_of

from ..actions.frameworks import FOLLOWING
from ..forms.frameworks import ComparisonFilter, FrameworkFilter, TryScores
from ..models import Framework
from ..queries.frameworks import framework_codes, framework_of, framework_with_code, frameworks_wanted, read_framework
from ..rulebook.beside import beside, can_carry_over, carried_over
from ..rulebook.comparison import KINDS, aspects, compare
from ..rulebook.framework import FrameworkContent
from ..rulebook.rating import rate
from ..rulebook.telling import LIMITS_TOLD, plain, tell
from ..rulebook.what_if import what_would_change

IMPORTERS = frozenset({Role.INSPECTION_MANAGER, Role.CONTENT_EDITOR})
MANAGERS = frozenset({Role.INSPECTION_MANAGER})


class FrameworkList(Door):
    """Every version this person may read, narrowed and a page at a time."""

    access = frozenset({ANYONE})

    def get(self, request: HttpRequest) -> HttpResponse:
        form = FrameworkFilter(request.GET)
        found, beside = page_by_number(request, frameworks_wanted(request.user, **form.chosen()))
        context = {
            "form": form,
            "selected": form.selected(),
            "clear_url": request.path,
            "frameworks": found,
            "may_import": bool(roles_of(request.user) & IMPORTERS),
            **beside,
        }
        return render(request, "inspection/frameworks/list.html", context)


class FrameworkPage(Door):
    """A page of one version."""

    access = frozenset({ANYONE})

    @cached_property
    def row(self) -> Framework:
        slug, version = self.kwargs["framework_slug"], self.kwargs["framework_version"]
        row = framework_of(slug, version, user=self.request.user)
        if row is None:
            raise Http404
        return row

    @cached_property
    def content(self) -> FrameworkContent:
        return read_framework(self.row)


class FrameworkDetail(FrameworkPage):
    """What one version says: areas, statements, evidence, bands and limits."""

    def get(self, request: HttpRequest, framework_slug: str, framework_version: int) -> HttpResponse:
        roles = roles_of(request.user)
        context = {
            "row": self.row,
            "framework": self.content,
            "statements": len(self.content.by_key),
            "areas": [
                (area, [(each, self._required(each.required)) for each in area.statements])
                for area in self.content.areas
            ],
            "bands": [(band, plain(band.rating)) for band in self.content.bands],
            "limits": [LIMITS_TOLD[code] for code in self.content.limiters],
            "may_change": bool(roles & MANAGERS) and bool(FOLLOWING[self.row.status]),
            "may_prepare": bool(roles & IMPORTERS),
        }
        return render(request, "inspection/frameworks/detail.html", context)

    def _required(self, keys: tuple[str, ...]) -> list[str]:
        return [each.title for each in self.content.categories if each.key in keys]


class FrameworkFile(FrameworkPage):
    """The whole version as JSON, to keep or to prepare the next one from (R-355)."""

    def get(self, request: HttpRequest, framework_slug: str, framework_version: int) -> HttpResponse:
        whole = self.content.model_dump(mode="json", exclude_unset=True)
        headers = {"Content-Disposition": f'attachment; filename="{self.row.code.lower()}.json"'}
        text = json.dumps(whole, indent=2, ensure_ascii=False)
        return HttpResponse(text, content_type="application/json; charset=utf-8", headers=headers)


class FrameworkCompare(Door):
    """Two versions side by side."""

    access = frozenset({ANYONE})

    def get(self, request: HttpRequest) -> HttpResponse:
        form = ComparisonFilter(request.GET, codes=framework_codes(request.user))
        chosen = form.chosen()
        pair = [framework_with_code(chosen.get(name, ""), user=request.user) for name in ("before", "after")]
        context: dict[str, Any] = {"form": form, "selected": form.selected(), "pair": pair}
        if pair[0] is not None and pair[1] is not None:
            context |= self._compared(pair[0], pair[1], chosen)
            context["clear_url"] = f"?before={pair[0].code}&after={pair[1].code}"
        return render(request, "inspection/frameworks/compare.html", context)

    def _compared(self, before: Framework, after: Framework, chosen: dict[str, str]) -> dict[str, Any]:
        one, other = read_framework(before), read_framework(after)
        every = compare(one, other)
        wanted = [row for row in every if chosen.get("kind", "") in ("", *row.kinds)]
        rows, beside = page_by_number(
            self.request, [row for row in wanted if row.speaks_of(chosen.get("words", ""))], size=50
        )
        counts = [(label, sum(kind in row.kinds for row in every)) for kind, label in KINDS.items()]
        return {
            "rows": rows,
            "aspects": aspects(one, other),
            "counts": [(label, count) for label, count in counts if count],
            **beside,
        }


class TryFramework(FrameworkPage):
    """Give scores and see the rating, every step to it, and what would change it. Nothing is kept (R-392)."""

    def get(self, request: HttpRequest, framework_slug: str, framework_version: int) -> HttpResponse:
        others = {each.code: each for each in self._others()}
        form = TryScores(request.GET, framework=self.content, others=list(others.values()))
        given = form.given()
        context: dict[str, Any] = {
            "row": self.row,
            "framework": self.content,
            "groups": list(form.groups()),
            "rest": form.rest(),
        }
        if any((given.category_scores, given.not_sought, given.statement_scores, given.area_ratings)):
            rated = rate(self.content, given)
            other = others.get(form.other_code())
            context |= {
                "other": other,
                "beside": beside(rated, rate(other, carried_over(given, rated, other))) if other else (),
                "trace": tell(self.content, rated),
                "would_change": what_would_change(self.content, given, rated),
            }
        return render(request, "inspection/frameworks/try.html", context)

    def _others(self) -> list[FrameworkContent]:
        """The versions that can read the same scores."""
        rows = frameworks_wanted(self.request.user, subject_kind=self.row.subject_kind).defer(None)
        return [each for each in map(read_framework, rows) if can_carry_over(self.content, each)]
