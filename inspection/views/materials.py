"""Materials of inspections: every version, one version, two side by side, and which inspections used which (G.8)."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from sandbox_portal.casework.action_pages import LookingPage
from sandbox_portal.govuk.paging import page_by_number
from sandbox_portal.people.choices import Role
from sandbox_portal.people.doors import ANYONE
from sandbox_portal.people.queries import roles_of

from ..forms.materials import MaterialsComparison, MaterialsFilter, TrialFilter
from ..models import MaterialsVersion
from ..permissions import inspects_it, is_inspection_manager, manages_it
from ..queries.assessments import STAFF_READERS
from ..queries.materials import (
    comments_visible_to,
    find_materials,
    find_trials,
    materials_numbered,
    materials_use_of,
    materials_visible_to,
    read_materials,
    series_of_materials,
    uses_visible_to,
)
from ..rulebook.comparison import KINDS
from ..rulebook.materials import PART_KINDS, MaterialsContent, compare_materials, counted, warning_of
from .evidence import EvidencePage, statements_of

MANAGERS = frozenset({Role.INSPECTION_MANAGER})
FEW = 5


class MaterialsList(LookingPage):
    """Every version this person may read, the newest first."""

    access = frozenset({ANYONE})

    def get(self, request: HttpRequest) -> HttpResponse:
        form = MaterialsFilter(request.GET, series=series_of_materials())
        rows, beside = page_by_number(request, find_materials(request.user, **form.chosen()))
        context = {
            "form": form,
            "selected": form.selected(),
            "clear_url": request.path,
            "rows": rows,
            "reads_trials": bool(roles_of(request.user) & STAFF_READERS),
            "may_begin": is_inspection_manager.test(request.user),
            **beside,
        }
        return render(request, "inspection/materials/list.html", context)


class MaterialsPage(LookingPage):
    """A page of one version."""

    access = frozenset({ANYONE})

    @cached_property
    def version(self) -> MaterialsVersion:
        found = materials_numbered(self.request.user, self.kwargs["series"], self.kwargs["number"])
        if found is None:
            raise Http404
        return found

    @cached_property
    def content(self) -> MaterialsContent:
        return read_materials(self.version)


class MaterialsDetail(MaterialsPage):
    """What one version says, what was said of it, and which inspections used it."""

    def get(self, request: HttpRequest, series: str, number: str) -> HttpResponse:
        user: Any = request.user
        manages = is_inspection_manager.test(user)
        context = {
            "version": self.version,
            "content": self.content,
            "groups": [(label, self.content.of_kind(kind)) for kind, label in PART_KINDS.items()],
            "reads_trials": bool(roles_of(user) & STAFF_READERS),
            "may_prepare": manages and not self.version.is_draft,
            "may_change": manages and self.version.is_draft,
        }
        if context["reads_trials"]:
            uses = list(uses_visible_to(user).filter(version=self.version).order_by("-locked_at")[: FEW + 1])
            comments, beside = page_by_number(request, comments_visible_to(user).filter(version=self.version))
            context |= {"uses": uses[:FEW], "has_more": uses[FEW:], "comments": comments, "manages": manages, **beside}
        return render(request, "inspection/materials/detail.html", context)


class MaterialsCompare(LookingPage):
    """Two versions of a series side by side (R-418)."""

    access = frozenset({ANYONE})

    def get(self, request: HttpRequest, series: str) -> HttpResponse:
        versions = {each.number: each for each in materials_visible_to(request.user).filter(series=series)}
        if not versions:
            raise Http404
        form = MaterialsComparison(request.GET, numbers=list(versions))
        chosen = form.chosen()
        before, after = versions.get(chosen.get("before", "")), versions.get(chosen.get("after", ""))
        context: dict[str, Any] = {"form": form, "selected": form.selected(), "series": series, "pair": ()}
        if before is not None and after is not None:
            context |= {"pair": (before, after), **self._compared(before, after, chosen)}
            context["clear_url"] = f"?before={before.number}&after={after.number}"
        return render(request, "inspection/materials/compare.html", context)

    def _compared(self, before: MaterialsVersion, after: MaterialsVersion, chosen: dict[str, str]) -> dict[str, Any]:
        every = compare_materials(read_materials(before), read_materials(after))
        wanted = [row for row in every if chosen.get("kind", "") in ("", row.kind)]
        words = chosen.get("words", "").casefold()
        rows, beside = page_by_number(self.request, [row for row in wanted if words in row.part.title.casefold()])
        told = counted(every)
        return {
            "rows": rows,
            "counts": [(label, told[kind]) for kind, label in KINDS.items() if kind in told],
            **beside,
        }


class TrialList(LookingPage):
    """Inspections by the materials they used; where several versions stand together, the page says so (R-419)."""

    access = STAFF_READERS

    def get(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        numbers = list(dict.fromkeys(each.number for each in materials_visible_to(user).defer("content")))
        form = TrialFilter(request.GET, series=series_of_materials(), numbers=numbers)
        chosen = form.chosen()
        found = find_trials(
            user,
            series=chosen.get("series", ""),
            number=chosen.get("number", ""),
            open_only="open_only" in chosen,
        )
        rows, beside = page_by_number(request, found)
        context = {
            "form": form,
            "selected": form.selected(),
            "clear_url": request.path,
            "rows": rows,
            "warning": warning_of({each.version.number for each in rows}),
            **beside,
        }
        return render(request, "inspection/materials/trials.html", context)


class AssessmentMaterials(EvidencePage):
    """What one assessment works with, statement by statement, and what was learnt from it."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        use = materials_use_of(self.assessment)
        context = self.context(use=use)
        if use is not None:
            content = read_materials(use.version)
            context |= {
                "content": content,
                "prompts": list(self._prompts(content)),
                "groups": [(label, content.of_kind(kind)) for kind, label in PART_KINDS.items() if kind != "prompts"],
                "inspects": inspects_it.test(request.user, self.assessment),
                "oversees": manages_it.test(request.user, self.assessment),
            }
        return render(request, "inspection/materials/assessment.html", context)

    def _prompts(self, content: MaterialsContent) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Of the statements that are looked at: what may be asked."""
        asked = content.prompts()
        for key, title in statements_of(self.assessment):
            if key in asked:
                yield title, asked[key]
