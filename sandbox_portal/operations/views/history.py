"""Who changed which row, and what stood there before."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from sandbox_portal.casework.queries import cases_visible_to
from sandbox_portal.govuk.paging import page_by_key
from sandbox_portal.people.choices import Role
from sandbox_portal.people.doors import Door

from ..forms import HistoryFilter
from ..models import RowChange
from ..queries import row_changes_visible_to
from ..showing import shown

LOOK_BACK = frozenset({Role.AUDITOR, Role.SYSTEM_ADMINISTRATOR})


class RowHistory(Door):
    """The history of every watched row, the newest first, a page at a time."""

    access = LOOK_BACK

    def get(self, request: HttpRequest) -> HttpResponse:
        return page(request, row_changes_visible_to(request.user))  # type: ignore[arg-type]


class RowHistoryOfCase(Door):
    """The rows of one case, for those who may see the case."""

    access = LOOK_BACK

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        case = cases_visible_to(request.user).filter(pk=pk).first()  # type: ignore[arg-type]
        if case is None:
            raise Http404
        return page(request, row_changes_visible_to(request.user).filter(case_id=pk), case=case)  # type: ignore[arg-type]


def page(request: HttpRequest, changes: QuerySet[RowChange], **more: object) -> HttpResponse:
    """The filter, the rows after the mark in the address, and the way to the next ones."""
    history_filter = HistoryFilter(request.GET)
    rows, beside = page_by_key(request, history_filter.filtered(changes))
    context = {"filter": history_filter, "chosen": history_filter.chosen(), "rows": shown(rows), **beside, **more}
    return render(request, "operations/row_history.html", context)
