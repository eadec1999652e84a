"""Pages for everybody: the front page, help, and how we keep our promises."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sandbox_portal.people.doors import ANYONE, Door


class Home(Door):
    access = frozenset({ANYONE})

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "people/home.html")
