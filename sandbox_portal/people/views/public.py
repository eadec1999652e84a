"""Pages for everybody: the front page, help, and how we keep our promises."""

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from sandbox_portal.govuk.context import DEFAULT_PORTAL
from sandbox_portal.people.doors import ANYONE, Door
from sandbox_portal.people.front import parts_for


class Home(Door):
    """The front page. Other apps add their part by `front.add_part`: open rounds, a person's next actions."""

    access = frozenset({ANYONE})

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "people/home.html", {"parts": parts_for(request.user, self.at)})


class Words(Door):
    """A page of words alone."""

    access = frozenset({ANYONE})
    template_name: ClassVar[str] = ""

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, self.template_name)


class SecurityContact(Door):
    """Where to tell us of a weakness, as RFC 9116 has it."""

    access = frozenset({ANYONE})

    def get(self, request: HttpRequest) -> HttpResponse:
        lines = [
            f"Contact: mailto:{DEFAULT_PORTAL['help']['email']}",  # type: ignore[index]
            f"Expires: {(self.at + timedelta(days=180)).strftime('%Y-%m-%dT00:00:00Z')}",
            "Preferred-Languages: en",
            f"Canonical: {settings.PORTAL_URL}{reverse('security-contact')}",
            f"Policy: {settings.PORTAL_URL}{reverse('security')}",
        ]
        return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
