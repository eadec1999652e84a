"""What search engines are asked to leave alone: public pages are found, searches and whole lists are not walked."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from sandbox_portal.people.doors import ANYONE, Door

PRIVATE = ("/account/", "/links/", "/check-a-document/")


class Robots(Door):
    """A courtesy and no lock: every page asks for itself who may read it."""

    access = frozenset({ANYONE})

    def get(self, request: HttpRequest) -> HttpResponse:
        lists = (f"{reverse('register-search')}?", reverse("register-sheet"), reverse("register-data"))
        lines = ["User-agent: *", *(f"Disallow: {path}" for path in (*lists, *PRIVATE))]
        return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
