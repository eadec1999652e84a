"""The register for programs and spreadsheets: every row of a list at once, or one service, without an account."""

from abc import ABC, abstractmethod
from uuid import UUID

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_vary_headers, set_response_etag

from sandbox_portal.casework.sheets import csv_lines
from sandbox_portal.people.doors import ANYONE, Door

from ..definitions import schemes, service_kinds
from ..describing import api_description
from ..queries import edition_now
from ..showing import Source, data_lines, service_as_data, sheet_rows
from .public import RegisterPage, RegisterSearch, ServicePage, page_address


class RegisterList(RegisterSearch, ABC):
    """The whole list in one answer, sent as it is read; programs that have this edition already are told so."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        tag = self.tag()
        response = HttpResponseNotModified() if tag in request.headers.get("If-None-Match", "") else self.answer()
        response["ETag"] = tag
        return for_a_minute(response, request)

    @abstractmethod
    def answer(self) -> HttpResponseBase:
        """The list itself."""

    def tag(self) -> str:
        """The edition and the day: the same list of the same reader is the same while these are."""
        return f'W/"{edition_now()}-{self.day.isoformat()}"'


class RegisterSheet(RegisterList):
    """The list as CSV, every row of it."""

    def answer(self) -> HttpResponseBase:
        rows = sheet_rows(self.found(), Source(self.entries, self.particulars, self.day, page_address))
        name = f"register-{self.day.isoformat()}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return StreamingHttpResponse(csv_lines(rows), content_type="text/csv; charset=utf-8", headers=headers)


class RegisterData(RegisterList):
    """The list as JSON, every service of it with what it is on the day."""

    def answer(self) -> HttpResponseBase:
        source = Source(self.entries, self.particulars, self.day, page_address)
        text = data_lines(self.found(), source, edition=edition_now())
        return StreamingHttpResponse(text, content_type="application/json; charset=utf-8")


class AboutTheData(RegisterPage):
    """What programs may ask for, and what each field means."""

    def get(self, request: HttpRequest) -> HttpResponse:
        address = f"{settings.PORTAL_URL}{reverse('register-data')}"
        context = {"address": address, "kinds": service_kinds().values(), "schemes": schemes().values()}
        return render(request, "register/about_the_data.html", context)


class ServiceData(ServicePage):
    """The same as JSON."""

    def get(self, request: HttpRequest, service_id: UUID) -> HttpResponse:
        source = Source(self.entries, self.particulars, self.day_asked({}), page_address)
        data = service_as_data(self.service, source)
        response = JsonResponse(data, json_dumps_params={"indent": 2, "ensure_ascii": False})
        set_response_etag(response)
        for_a_minute(response, request)
        return get_conditional_response(request, etag=response["ETag"], response=response)


class ApiDescription(Door):
    """The data of the register in the words of OpenAPI, for tools that read them."""

    access = frozenset({ANYONE})

    def get(self, request: HttpRequest) -> HttpResponse:
        one = reverse("service-data", args=[UUID(int=0)]).replace(str(UUID(int=0)), "{service_id}")
        paths = {"list": reverse("register-data"), "sheet": reverse("register-sheet"), "service": one}
        described = api_description(address=settings.PORTAL_URL, paths=paths)
        return JsonResponse(described, json_dumps_params={"indent": 2, "ensure_ascii": False})


def for_a_minute(response: HttpResponseBase, request: HttpRequest) -> HttpResponseBase:
    """Let nothing that was withdrawn be kept longer than a minute, and nobody's own rows for anybody else (F06)."""
    response["Cache-Control"] = "private, no-cache" if request.user.is_authenticated else "public, max-age=60"
    patch_vary_headers(response, ["Cookie"])
    return response
