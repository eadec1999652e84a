"""A person's own account."""

from typing import Any

from allauth.account.views import LoginView, LogoutView
from allauth.mfa.base.views import AuthenticateView, IndexView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sandbox_portal.people.demo import PASSWORD, demo_accounts, demo_code_for
from sandbox_portal.people.doors import SIGNED_IN, Door
from sandbox_portal.people.queries import own_organisations, roles_of
from sandbox_portal.people.roles import DESCRIPTIONS
from sandbox_portal.people.second_factor import has_second_factor


class SignIn(LoginView):
    """Also lists the made-up accounts of a demonstration."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "demo_accounts": demo_accounts(), "demo_password": PASSWORD}


class GiveCode(AuthenticateView):
    """Also shows the code of a demonstration account, whose phone nobody holds."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "demo_code": demo_code_for(self.stage.login.user)}


class SignOut(LogoutView):
    """Signing out also asks the browser to forget what it kept of us."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().post(*args, **kwargs)
        response["Clear-Site-Data"] = '"cache", "storage"'
        return response


class SecondStep(IndexView):
    """Says to people with a staff role why they cannot go on without a second step."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        due = bool(roles_of(user)) and not has_second_factor(user)
        return {**super().get_context_data(**kwargs), "second_factor_is_due": due}


class YourAccount(Door):
    access = frozenset({SIGNED_IN})

    def get(self, request: HttpRequest) -> HttpResponse:
        context = {
            "has_second_factor": has_second_factor(request.user),
            "organisations": own_organisations(request.user),
            "roles": [(role.label, DESCRIPTIONS[role]) for role in sorted(roles_of(request.user))],
        }
        return render(request, "people/your_account.html", context)
