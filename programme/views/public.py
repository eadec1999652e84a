"""Rounds as anybody may read of them."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render

from sandbox_portal.casework.sheets import csv_file
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.doors import ANYONE, STAFF, Door, may_enter

from ..icalendar import CalendarEntry, calendar_file
from ..models import KeyDate, Round
from ..queries import key_dates, pauses_of, phases_of, rounds_by_time, rounds_visible_to
from ..round_page import picture_of, public_facts


class RoundList(Door):
    access = frozenset({ANYONE})

    def get(self, request: HttpRequest) -> HttpResponse:
        rounds = rounds_by_time(rounds_visible_to(request.user), self.at)
        context = {"rounds": rounds, "may_manage": may_enter(request.user, frozenset({STAFF}))}
        return render(request, "programme/public/round_list.html", context)


class ReadRound(Door):
    """A page of one round: published, or previewed by the regulator's people."""

    access = frozenset({ANYONE})

    @property
    def round(self) -> Round:
        return get_object_or_404(rounds_visible_to(self.request.user), slug=self.kwargs["round_slug"])


class RoundDetail(ReadRound):
    """What the round is, who can apply, how it is decided, and when."""

    is_print = False

    def get(self, request: HttpRequest, round_slug: str) -> HttpResponse:
        facts = public_facts(self.round, request.user, self.at)
        may_manage = may_enter(request.user, frozenset({STAFF}))
        context = {**facts, "is_print": self.is_print, "may_manage": may_manage}
        return render(request, "programme/public/round_detail.html", context)


class RoundCalendar(ReadRound):
    """The key dates as a file for the reader's own calendar."""

    def get(self, request: HttpRequest, round_slug: str) -> HttpResponse:
        round_ = self.round
        entries = [_entry(round_, each) for each in key_dates(round_)]
        closing = CalendarEntry(_uid(round_, "closing"), f"{round_.title}: applications close", round_.closes_at)
        text = calendar_file(round_.title, [closing, *entries], made_at=self.at)
        headers: dict[str, Any] = {"Content-Disposition": f'attachment; filename="{round_.slug}.ics"'}
        return HttpResponse(text, content_type="text/calendar; charset=utf-8", headers=headers)


class RoundSheet(ReadRound):
    """The phases and key dates as CSV: the numbers behind the picture of the round."""

    def get(self, request: HttpRequest, round_slug: str) -> StreamingHttpResponse:
        round_ = self.round
        picture = picture_of(list(phases_of(round_)), list(key_dates(round_)), list(pauses_of(round_)), self.at)
        rows = [("What", "From", "To"), *((row.name, row.starts_on, row.ends_on or "") for row in picture.rows)]
        return csv_file(rows, name=f"{round_.slug}-dates.csv")


def _entry(round_: Round, key_date: KeyDate) -> CalendarEntry:
    when = day_in_london(key_date.starts_at) if key_date.is_all_day else key_date.starts_at
    return CalendarEntry(_uid(round_, key_date.code), f"{round_.title}: {key_date.name}", when, key_date.place)


def _uid(round_: Round, code: str) -> str:
    return f"{round_.slug}-{code}@{urlsplit(settings.PORTAL_URL).hostname}"
