"""A person's own account."""

from typing import Any

from allauth.account.views import LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sandbox_portal.people.doors import SIGNED_IN, Door
from sandbox_portal.people.second_factor import has_second_factor


class SignOut(LogoutView):
    """Signing out also asks the browser to forget what it kept of us."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().post(*args, **kwargs)
        response["Clear-Site-Data"] = '"cache", "storage"'
        return response


class YourAccount(Door):
    access = frozenset({SIGNED_IN})

    def get(self, request: HttpRequest) -> HttpResponse:
        context = {"has_second_factor": has_second_factor(request.user)}
        return render(request, "people/your_account.html", context)
