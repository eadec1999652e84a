"""Queues: every case a member of staff may see, filtered, paged, as a file; and the next case to work on."""

import logging
from abc import ABC, abstractmethod
from collections.abc import Iterator
from datetime import datetime
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sandbox_portal.people.doors import PROVIDER, STAFF, Door
from sandbox_portal.people.models import User

from ..actions.assigning import take_next_case
from ..forms import ActionFilter, QueueFilter, StuckFilter
from ..kinds import kind_of
from ..models import Case
from ..moments import day_in_words
from ..queries import next_actions_of, queue_of, similarly_named, stuck_count, stuck_for
from ..queries.cases import cases_worked_by
from ..queries.queue_pages import found_in
from ..queries.queues import BY_DUE, MOST_COUNTED, ORDERS, Wanted, number_waiting, with_what_is_shown
from ..refusals import Refused
from ..sheets import csv_file
from ..working_days import day_in_london
from .rows import PAGE, Row, owner_of, page_with, rows_of, shown_flags, working_age

logger = logging.getLogger(__name__)

CHUNK = 2000
SIMILAR = 10


class CaseTable(Door, ABC):
    """A list of cases with its filter, its count and its pages. The address says everything, so it can be shared."""

    template_name: ClassVar[str]
    filter_form: ClassVar[type[Any]]

    @staticmethod
    @abstractmethod
    def cases(user: User) -> QuerySet[Case]:
        """The cases of the list before it is narrowed."""

    def order(self, wanted: Wanted) -> str:
        return wanted.order

    def more(self, wanted: Wanted, is_empty: bool) -> dict[str, Any]:
        """What one list says besides its rows."""
        return {}

    def get(self, request: HttpRequest) -> HttpResponse:
        form = self.filter_form(request.GET, user=self.user)
        wanted = form.wanted()
        after = request.GET.get("after", "")
        order = self.order(wanted)
        found, count = found_in(self.cases, self.user, wanted, after, order=order, at=self.at, most=PAGE + 1)
        page = page_with(found, user=self.user, at=self.at, order=order)
        context = {
            "form": form,
            "chosen": wanted.chosen,
            "selected": form.selected(**_organisation_name(page.rows, wanted)),
            "clear_url": request.path,
            "rows": page.rows,
            "count": in_numbers(count),
            "newer_url": self.address(wanted) if after else "",
            "older_url": self.address(wanted, after=page.after) if page.after else "",
            **self.more(wanted, not page.rows),
        }
        response = render(request, self.template_name, context)
        patch_vary_headers(response, ["X-Fragment"])
        return response

    def address(self, wanted: Wanted, **more: str) -> str:
        return f"{self.request.path}?{urlencode({**wanted.chosen, **more})}"


class MyActions(CaseTable):
    """What waits for this person, their role or their organisation; what is overdue or due soon comes first (R-910)."""

    access = frozenset({PROVIDER, STAFF})
    template_name = "casework/my_actions.html"
    filter_form = ActionFilter

    cases = staticmethod(next_actions_of)

    def order(self, wanted: Wanted) -> str:
        return ORDERS[BY_DUE]


class CaseQueue(CaseTable):
    """Every case a member of staff may see, with its age, owner, stage, date and flags (R31)."""

    access = frozenset({STAFF})
    template_name = "casework/case_queue.html"
    filter_form = QueueFilter

    cases = staticmethod(cases_worked_by)

    def more(self, wanted: Wanted, is_empty: bool) -> dict[str, Any]:
        waiting = number_waiting(self.user)
        similar = similar_rows(self.user, wanted.q, self.at) if is_empty and wanted.q else []
        return {
            "file_url": f"{reverse('case-queue-file')}?{urlencode(wanted.chosen)}",
            "waiting": waiting,
            "stuck_count": stuck_count(self.user),
            "similar": similar,
        }


class CaseQueueFile(Door):
    """The filtered list as a CSV file, read row by row, however long it is."""

    access = frozenset({STAFF})

    def get(self, request: HttpRequest) -> HttpResponseBase:
        user: Any = request.user
        wanted = QueueFilter(request.GET, user=user).wanted()
        cases = with_what_is_shown(queue_of(user, wanted, at=self.at)).order_by(wanted.order, "pk")
        logger.info("list of cases exported", extra={"by": str(user.pk), "filter": wanted.chosen})
        return csv_file(_rows_of_file(cases, user, self.at), name=f"cases-{day_in_london(self.at).isoformat()}.csv")


class TakeNextCase(Door):
    """Take the case that should go first, and open it."""

    access = frozenset({STAFF})

    def post(self, request: HttpRequest) -> HttpResponse:
        try:
            case = take_next_case(by=request.user, at=self.at)  # type: ignore[arg-type]
        except Refused as refused:
            messages.info(request, refused.sentence)
            return redirect("case-queue")
        messages.success(request, _("You have this case now: %(case)s.") % {"case": case})
        return redirect("case-desk", case.pk)


class StuckCases(CaseTable):
    """Every case that is stuck, why, and what to do; never hidden (R31)."""

    access = frozenset({STAFF})
    template_name = "casework/stuck.html"
    filter_form = StuckFilter

    cases = staticmethod(stuck_for)

    def order(self, wanted: Wanted) -> str:
        return "stuck_from"


def _rows_of_file(cases: QuerySet[Case], user: User, at: datetime) -> Iterator[tuple[str, ...]]:
    heads = ("Reference", "Title", "Organisation", "Kind", "Stage", "In stage since", "Working days in stage")
    yield (*heads, "Who has it", "Due", "Flags", "On hold until")
    for case in cases.iterator(chunk_size=CHUNK):
        kind = kind_of(case)
        yield (
            case.reference or "",
            case.title,
            case.organisation_name,
            str(kind.label),
            str(kind.stage_label(case, user)),
            day_in_words(day_in_london(case.stage_since)),
            working_age(case.stage_since, at).partition(" ")[0],
            str(owner_of(case)),
            day_in_words(day_in_london(case.due_at)) if case.due_at else "",
            ", ".join(str(word.label) for word in shown_flags(case, user)),
            day_in_words(day_in_london(case.hold_until)) if case.hold_until else "",
        )


def in_numbers(count: int) -> str:
    if count > MOST_COUNTED:
        return _("More than %(most)s cases") % {"most": f"{MOST_COUNTED:,}"}
    return ngettext("%(count)s case", "%(count)s cases", count) % {"count": f"{count:,}"}


def similar_rows(user: User, text: str, at: datetime) -> list[Row]:
    """Cases of organisations with nearly this name, when nothing has exactly these words."""
    nearly = similarly_named(cases_worked_by(user).filter(closed_at=None), text)[:SIMILAR]
    return rows_of(list(nearly), user=user, at=at)


def _organisation_name(rows: list[Row], wanted: Wanted) -> dict[str, str]:
    if not wanted.organisation:
        return {}
    name = rows[0].organisation if rows else _("chosen")
    return {"organisation": _("Organisation: %(name)s") % {"name": name}}
