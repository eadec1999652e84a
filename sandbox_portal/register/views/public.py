"""What anybody may read: who is in the register, and what each service is and was."""

from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse

from sandbox_portal.casework.sheets import csv_lines
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.doors import ANYONE, Door

from ..forms import AsAtForm, SearchForm
from ..models import Service, StatusEntry
from ..queries import (
    entries_visible_to,
    kind_label,
    search_services,
    services_visible_to,
    shown_by_service,
    statuses_as_at,
    with_status,
)
from ..showing import history_of, service_as_data, sheet_rows

PAGE = 30


def page_address(service: Service) -> str:
    """The service's page as an address for outside the portal."""
    return f"{settings.PORTAL_URL}{reverse('service-detail', args=[service.pk])}"


class RegisterPage(Door):
    """What the pages of the register share: what this person may see, and the day they ask about."""

    access = frozenset({ANYONE})

    @property
    def today(self) -> date:
        return day_in_london(self.at)

    @cached_property
    def services(self) -> QuerySet[Service]:
        return services_visible_to(self.request.user)

    @cached_property
    def entries(self) -> QuerySet[StatusEntry]:
        return entries_visible_to(self.request.user)

    def day_asked(self, chosen: dict[str, Any]) -> date:
        """The day of the form, or `?as_at=2026-09-12` for programs, or today; never a day to come."""
        try:
            plain = date.fromisoformat(self.request.GET.get("as_at", ""))
        except ValueError:
            plain = self.today
        return min(chosen.get("day") or plain, self.today)


class RegisterSearch(RegisterPage):
    """Find a service by name, place, kind of care or status, as the register is or was (R41)."""

    @cached_property
    def form(self) -> SearchForm:
        return SearchForm(self.request.GET)

    def found(self) -> QuerySet[Service]:
        chosen = self.form.chosen()
        services = search_services(
            self.services,
            words=chosen.get("words", ""),
            place=chosen.get("place", ""),
            kind=chosen.get("kind", ""),
        )
        scheme, _colon, status = chosen.get("status", "").partition(":")
        if not scheme:
            return services
        return with_status(services, self.entries, scheme=scheme, status=status, day=self.day)

    @cached_property
    def day(self) -> date:
        return self.day_asked(self.form.chosen())

    def get(self, request: HttpRequest) -> HttpResponseBase:
        rows = list(self.found().filter(beyond(request.GET.get("after", ""))).order_by("name", "pk")[: PAGE + 1])
        services, more = rows[:PAGE], len(rows) > PAGE
        then = shown_by_service(statuses_as_at(self.entries.filter(service__in=services), self.day))
        context = {
            "form": self.form,
            "rows": [
                {"service": each, "kind": kind_label(each.kind), "statuses": then.get(each.pk, [])} for each in services
            ],
            "selected": self._selected(),
            "day": self.day,
            "is_today": self.day == self.today,
            "sheet_url": f"{reverse('register-sheet')}?{self._query()}",
            "next_url": f"?{self._query(after=mark_of(services[-1]))}" if more else "",
        }
        return render(request, "register/search.html", context)

    def _query(self, *without: str, after: str = "") -> str:
        kept = {
            name: value
            for name, value in self.request.GET.items()
            if value and name != "after" and name.split("_")[0] not in without
        }
        return urlencode({**kept, "after": after} if after else kept)

    def _selected(self) -> list[dict[str, str]]:
        return [{"text": words, "href": f"?{self._query(name)}"} for name, words in self.form.in_words().items()]


class RegisterSheet(RegisterSearch):
    """The same list as CSV, every row of it, sent as it is read."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        rows = sheet_rows(self.found(), self.entries, day=self.day, address_of=page_address)
        name = f"register-{self.day.isoformat()}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return StreamingHttpResponse(csv_lines(rows), content_type="text/csv; charset=utf-8", headers=headers)


class ServicePage(RegisterPage):
    """A page of one service."""

    @cached_property
    def service(self) -> Service:
        service = self.services.filter(pk=self.kwargs["service_id"]).first()
        if service is None:
            raise Http404
        return service


class ServiceDetail(ServicePage):
    """What the service is now, or was on another day, and everything that was ever written down (R42)."""

    def get(self, request: HttpRequest, service_id: UUID) -> HttpResponse:
        form = AsAtForm(request.GET)
        chosen = form.cleaned_data if form.is_valid() else {}
        day = self.day_asked(chosen)
        then = shown_by_service(statuses_as_at(self.entries.filter(service=self.service), day))
        context = {
            "service": self.service,
            "kind": kind_label(self.service.kind),
            "statuses": then.get(self.service.pk, []),
            "history": history_of(self.service, self.entries),
            "form": form,
            "day": day,
            "is_today": day == self.today,
        }
        return render(request, "register/service.html", context)


class ServiceData(ServicePage):
    """The same as JSON."""

    def get(self, request: HttpRequest, service_id: UUID) -> HttpResponse:
        data = service_as_data(self.service, self.entries, day=self.day_asked({}), address=page_address(self.service))
        return JsonResponse(data, json_dumps_params={"indent": 2, "ensure_ascii": False})


def mark_of(service: Service) -> str:
    """The mark after which the next page begins."""
    return f"{service.pk}~{service.name}"


def beyond(mark: str) -> Q:
    """Services after the mark of a page; a mark that is none is the beginning."""
    pk, _tilde, name = mark.partition("~")
    try:
        return Q(name__gt=name) | Q(name=name, pk__gt=UUID(pk))
    except ValueError:
        return Q()
