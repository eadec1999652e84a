"""Pages on all cases alike: what waits for me, every case, one case's timeline."""

from typing import Any, ClassVar
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from sandbox_portal.people.doors import PROVIDER, SIGNED_IN, STAFF, Door

from ..forms import CaseFilter
from ..kinds import kind_of
from ..models import Case
from ..queries import cases_visible_to, matching, next_actions_of, stuck, timeline_of
from .rows import page_of


class CaseTable(Door):
    """A list of cases with its filter and its pages."""

    template_name: ClassVar[str]

    def cases(self) -> QuerySet[Case]:
        raise NotImplementedError

    def more(self) -> dict[str, Any]:
        """What one list says besides its rows."""
        return {}

    def get(self, request: HttpRequest) -> HttpResponse:
        case_filter = CaseFilter(request.GET)
        page = page_of(
            filtered(self.cases(), case_filter.chosen()),
            user=request.user,  # type: ignore[arg-type]
            at=self.at,
            after=request.GET.get("after", ""),
        )
        context = {"filter": case_filter, "chosen": case_filter.chosen(), "rows": page.rows, **self.more()}
        if page.after:
            context["next_url"] = "?" + urlencode({**case_filter.chosen(), "after": page.after})
        return render(request, self.template_name, context)


class NextActions(CaseTable):
    """What waits for this person, their role or their organisation."""

    access = frozenset({PROVIDER, STAFF})
    template_name = "casework/next_actions.html"

    def cases(self) -> QuerySet[Case]:
        return next_actions_of(self.request.user)  # type: ignore[arg-type]


class CaseList(CaseTable):
    """Every case a member of staff may see, with its age, owner and stage (R31)."""

    access = frozenset({STAFF})
    template_name = "casework/case_list.html"

    def cases(self) -> QuerySet[Case]:
        return cases_visible_to(self.request.user)  # type: ignore[arg-type]

    def more(self) -> dict[str, Any]:
        return {"stuck_count": stuck(self.cases()).count()}


class CaseTimeline(Door):
    """What happened to one case, as far as this person may know."""

    access = frozenset({SIGNED_IN})

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        case = cases_visible_to(request.user).filter(pk=pk).select_related("organisation").first()  # type: ignore[arg-type]
        if case is None:
            raise Http404
        kind = kind_of(case)
        context = {
            "case": case,
            "kind": kind.label,
            "stage": kind.stage_label(case, request.user),  # type: ignore[arg-type]
            "happenings": timeline_of(case, request.user),  # type: ignore[arg-type]
            "back_url": kind.address(case, request.user),  # type: ignore[arg-type]
        }
        return render(request, "casework/timeline.html", context)


def filtered(cases: QuerySet[Case], chosen: dict[str, str]) -> QuerySet[Case]:
    """The cases the filter leaves; closed ones only when somebody searches for them."""
    if "kind" in chosen:
        cases = cases.filter(kind=chosen["kind"])
    if "stage" in chosen:
        cases = cases.filter(stage=chosen["stage"])
    if "q" in chosen:
        return matching(cases, chosen["q"])
    return stuck(cases) if "stuck" in chosen else cases.filter(closed_at=None)
