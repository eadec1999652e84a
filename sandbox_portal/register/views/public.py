"""What anybody may read: who is in the register, and what each service is and was."""

from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.doors import ANYONE, Door

from ..cards import card_of
from ..definitions import ended_statuses
from ..forms import AsAtForm, SearchForm
from ..models import Particulars, Service, StatusEntry
from ..places import Place, place_of
from ..queries import (
    entries_then,
    entries_visible_to,
    kind_label,
    particulars_visible_to,
    services_visible_to,
    shown_by_service,
    trial_rounds,
)
from ..searching import (
    Meant,
    Wanted,
    closed_by_name,
    first_with_status,
    meant_by,
    open_now,
    open_on,
    search_services,
    with_status,
)
from ..service_parts import service_parts_for
from ..showing import changes_of, facts_of, history_of

PAGE = 30
FEW = 3  # with fewer services than this, a search says what else may have been meant


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

    @cached_property
    def particulars(self) -> QuerySet[Particulars]:
        return particulars_visible_to(self.request.user)

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
        return with_status(self.searched(), self.entries, self.wanted) if self.wanted else self.searched()

    @cached_property
    def wanted(self) -> Wanted | None:
        """The status that is asked for, if one is."""
        scheme, _colon, status = self.form.chosen().get("status", "").partition(":")
        return Wanted(scheme, status, self.day) if scheme else None

    def searched(self) -> QuerySet[Service]:
        """Those that match in everything but their status."""
        chosen = self.form.chosen()
        asked = {name: chosen.get(name, "") for name in ("words", "place", "kind")}
        return search_services(self.there, **asked)

    @cached_property
    def there(self) -> QuerySet[Service]:
        """Whom the search is about: who is open, or was on the day; who has ended too, for a status that says so."""
        if self.wanted and self.wanted.status in ended_statuses(self.wanted.scheme):
            return self.services
        is_today = self.day == self.today
        return open_now(self.services) if is_today else open_on(self.services, self.entries, self.day)

    def page_of_rows(self) -> list[Service]:
        """The services of a page, and one more when there are more."""
        after = beyond(self.request.GET.get("after", ""), is_near=bool(self.place.area))
        found = self.searched().filter(after)
        if self.wanted:
            return first_with_status(found, self.entries, self.wanted, PAGE + 1)
        return list(found[: PAGE + 1])

    @cached_property
    def day(self) -> date:
        return self.day_asked(self.form.chosen())

    def get(self, request: HttpRequest) -> HttpResponseBase:
        rows = self.page_of_rows()
        services, more = rows[:PAGE], len(rows) > PAGE
        then = shown_by_service(entries_then(self.user, services, self.day))
        trials = trial_rounds(self.user, services, self.day)
        context = {
            "form": self.form,
            "rows": [
                card_of(
                    each,
                    then.get(each.pk, ()),
                    trial_round=trials.get(each.pk, ""),
                    nearness=self.near_words(each),
                )
                for each in services
            ],
            "meant": self.meant(services),
            "place": self.place,
            "selected": self._selected(),
            "day": self.day,
            "is_today": self.day == self.today,
            "as_at": "" if self.day == self.today else f"?as_at={self.day.isoformat()}",
            "sheet_url": f"{reverse('register-sheet')}?{self._query()}",
            "list_data_url": f"{reverse('register-data')}?{self._query()}",
            "next_url": f"?{self._query(after=mark_of(services[-1]))}" if more else "",
        }
        return render(request, "register/search.html", context)

    def meant(self, services: list[Service]) -> dict[str, Any]:
        """What was perhaps meant, where little was found: services, and the same search in other towns."""
        if len(services) >= FEW or "after" in self.request.GET:
            return {}
        words, town = self.form.chosen().get("words", ""), self.place.town
        closed = closed_by_name(self.services, words, by_day=self.day, found=services)
        known = [*services, *closed]
        meant = meant_by(self.there, words=words, town=town, found=known) if words or town else Meant()
        return {
            "closed": closed,
            "services": [{"service": each, "kind": kind_label(each.kind)} for each in meant.services],
            "towns": [{"name": each, "href": f"?{self._query('place', place=each)}"} for each in meant.towns],
        }

    @cached_property
    def place(self) -> Place:
        return place_of(self.form.chosen().get("place", ""))

    def near_words(self, service: Service) -> str:
        """How near a service found by postcode is, in words."""
        if not self.place.area:
            return ""
        words = (self.place.whole, self.place.district, self.place.area)[service.nearness]  # type: ignore[attr-defined]
        return (_("In %(postcode)s"), _("In the district %(postcode)s"), _("In the area %(postcode)s"))[
            service.nearness  # type: ignore[attr-defined]
        ] % {"postcode": words}

    def _query(self, *without: str, **added: str) -> str:
        kept = {
            name: value
            for name, value in self.request.GET.items()
            if value and name != "after" and name.split("_")[0] not in without
        }
        return urlencode({**kept, **added})

    def _selected(self) -> list[dict[str, str]]:
        return [{"text": words, "href": f"?{self._query(name)}"} for name, words in self.form.in_words().items()]


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
        then = shown_by_service(entries_then(self.user, [self.service], day))
        told = list(self.particulars.filter(service=self.service).order_by("from_day", "recorded_at"))
        particulars = next((each for each in reversed(told) if each.from_day <= day), None)
        parts = service_parts_for(self.service, request.user, day)
        in_parts = {scheme for _template, part in parts for scheme in part.get("schemes", ())}
        context = {
            "service": self.service,
            "kind": kind_label(self.service.kind),
            "parts": parts,
            "statuses": [each for each in then.get(self.service.pk, []) if each.scheme not in in_parts],
            "particulars": particulars,
            "facts": facts_of(particulars) if particulars else [],
            "changes": changes_of(told),
            "history": history_of(self.service, self.entries),
            "form": form,
            "day": day,
            "is_today": day == self.today,
        }
        return render(request, "register/service.html", context)


def mark_of(service: Service) -> str:
    """The mark after which the next page begins."""
    return f"{getattr(service, 'nearness', 0)}~{service.pk}~{service.name}"


def beyond(mark: str, *, is_near: bool) -> Q:
    """Services after the mark of a page; a mark that is none is the beginning."""
    nearness, _tilde, rest = mark.partition("~")
    pk, _tilde, name = rest.partition("~")
    try:
        # The first condition follows from the second: by it the index is entered at the mark, and not walked up to it.
        after = Q(name__gte=name) & (Q(name__gt=name) | Q(pk__gt=UUID(pk)))
        return Q(nearness__gt=int(nearness)) | (Q(nearness=int(nearness)) & after) if is_near else after
    except ValueError:
        return Q()
