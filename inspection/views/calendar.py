"""The calendar of visits: by month, as a list, and as a file that somebody's own calendar reads."""

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from programme.icalendar import CalendarEntry, calendar_file
from sandbox_portal.casework.action_pages import ActionPage, LookingPage
from sandbox_portal.casework.moments import MONTHS
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.people.doors import ANYONE, Door, may_enter
from sandbox_portal.people.link_secrets import secret_of
from sandbox_portal.people.queries import hash_of

from ..actions.feeds import renew_feed
from ..choices.assessments import VisitMode
from ..forms.parts import Confirm
from ..forms.visits import VisitFilter
from ..models import AssessmentVisit
from ..queries.assessments import STAFF_READERS
from ..queries.pages import mark_of, older_than
from ..queries.visits import (
    by_filter,
    calendar_of,
    feed_by_hash,
    feed_of,
    visits_for_feed,
    visits_visible_to,
)
from ..visited import GO_ON_VISITS, READ_VISITS
from .assessments import PAGE, older

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
FROM_BEFORE = timedelta(days=60)


class VisitCalendar(LookingPage):
    """A month of visits. The same visits stand below as a list, which is what a phone shows."""

    access = READ_VISITS

    def get(self, request: HttpRequest) -> HttpResponse:
        today = day_in_london(self.at)
        first = _month_asked(request.GET.get("month", ""), today)
        is_mine = request.GET.get("mine") == "yes"
        month = calendar_of(request.user, first, is_mine=is_mine, today=today)
        context = {
            "month": month,
            "name": f"{MONTHS[first.month - 1]} {first.year}",
            "weekdays": WEEKDAYS,
            "before_url": _month_url(month.before, is_mine),
            "after_url": _month_url(month.after, is_mine),
            "is_mine": is_mine,
            "whose_url": _month_url(first, not is_mine),
            "reads_assessments": may_enter(self.user, STAFF_READERS),
            "may_feed": may_enter(self.user, GO_ON_VISITS),
        }
        return render(request, "inspection/visits/calendar.html", context)


def _month_asked(text: str, today: date) -> date:
    """The first day of a month written as 2026-09; this month for anything else."""
    try:
        asked = datetime.strptime(text, "%Y-%m").date()  # noqa: DTZ007 - a month, no moment
    except ValueError:
        return today.replace(day=1)
    return asked if 2000 <= asked.year <= 2100 else today.replace(day=1)


def _month_url(first: date, is_mine: bool) -> str:
    return f"?month={first:%Y-%m}" + ("&mine=yes" if is_mine else "")


class VisitList(LookingPage):
    """Visits with a filter, the latest first."""

    access = READ_VISITS

    def get(self, request: HttpRequest) -> HttpResponse:
        form = VisitFilter(request.GET)
        chosen = form.chosen()
        found = by_filter(
            visits_visible_to(request.user),
            request.user,
            words=chosen.get("q", ""),
            mine="mine" in chosen,
            mode=chosen.get("mode", ""),
            state=chosen.get("state", ""),
        )
        rows = list(found.filter(older_than(request.GET.get("after", ""), "starts_at"))[: PAGE + 1])
        context = {
            "form": form,
            "selected": form.selected(),
            "rows": rows[:PAGE],
            "older_url": older(chosen, mark_of(rows[PAGE - 1], "starts_at")) if rows[PAGE:] else "",
            "may_take": may_enter(self.user, GO_ON_VISITS),
        }
        return render(request, "inspection/visits/list.html", context)


class OwnFeed(ActionPage):
    """The secret address of one's own visits, and a button for a new one."""

    access = GO_ON_VISITS
    template = "inspection/visits/feed.html"
    done = "Your calendar has a new address. The old one no longer works."

    @property
    def back_url(self) -> str:
        return reverse("visit-calendar")

    def form(self, data: Any = None) -> PageForm:
        button = "Make a new address" if self.address else "Make an address"
        return Confirm(data, title="Your visits in your own calendar", button=button)

    @property
    def address(self) -> str:
        feed = feed_of(self.user)
        return settings.PORTAL_URL + reverse("visit-feed", args=[secret_of(feed.pk, feed.issue)]) if feed else ""

    def facts(self) -> dict[str, Any]:
        return {"address": self.address}

    def act(self, values: dict[str, Any]) -> object:
        return renew_feed(by=self.user, at=self.at)

    def next_url(self, done: Any) -> str:
        return reverse("visit-own-feed")


class VisitFeed(Door):
    """A person's visits for their calendar, by the secret in the address alone. It names no person and no home."""

    access = frozenset({ANYONE})

    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        feed = feed_by_hash(hash_of(secret))
        if feed is None:
            raise Http404
        entries = [_entry(each) for each in visits_for_feed(feed.person, since=self.at - FROM_BEFORE)]
        text = calendar_file("Visits", entries, made_at=self.at)
        headers = {"Content-Disposition": 'attachment; filename="visits.ics"', "Cache-Control": "private, no-store"}
        return HttpResponse(text, content_type="text/calendar; charset=utf-8", headers=headers)


def _entry(visit: AssessmentVisit) -> CalendarEntry:
    ends_at = visit.starts_at + timedelta(minutes=visit.minutes)
    title = f"{visit.case.reference}, {str(visit).lower()}: {visit.get_mode_display().lower()}"
    place = visit.place if visit.mode == VisitMode.ELSEWHERE else ""
    return CalendarEntry(f"visit-{visit.pk}@inspection", title, visit.starts_at, place, ends_at)
