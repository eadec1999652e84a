"""A person's own account."""

from typing import Any

from allauth.account.views import LoginView, LogoutView
from allauth.mfa.base.views import AuthenticateView, IndexView, ReauthenticateView
from allauth.usersessions.views import ListUserSessionsView
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from sandbox_portal.govuk.forms import status_of
from sandbox_portal.people.actions import change_name, sign_out_device
from sandbox_portal.people.demo import PASSWORD, demo_accounts, demo_code_for
from sandbox_portal.people.devices import devices_of, living_devices_of, sign_out_everywhere
from sandbox_portal.people.doors import SIGNED_IN, Door
from sandbox_portal.people.forms import YourName
from sandbox_portal.people.kept import forget, kept_for
from sandbox_portal.people.queries import events_of_person, own_organisations, roles_of
from sandbox_portal.people.roles import DESCRIPTIONS
from sandbox_portal.people.second_factor import has_second_factor

from .pages import page_of_events


class SignIn(LoginView):
    """Also lists the made-up accounts of a demonstration."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "demo_accounts": demo_accounts(), "demo_password": PASSWORD}


class GiveCode(AuthenticateView):
    """Also shows the code of a demonstration account, whose phone nobody holds."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "demo_code": demo_code_for(self.stage.login.user)}


class GiveCodeAgain(ReauthenticateView):
    """The second step once more, before something that counts; also shows the code of a demonstration account."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "demo_code": demo_code_for(self.request.user)}


class SignOut(LogoutView):
    """Signing out also asks the browser to forget what it kept of us: all of it, but what was never sent of a visit.

    A tablet says by `keeps_visits` that it holds such a thing, which is nowhere else (static/js/capture/unsent.js).
    """

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().post(*args, **kwargs)
        is_kept = self.request.POST.get("keeps_visits") == "yes"
        response["Clear-Site-Data"] = '"cache"' if is_kept else '"cache", "storage"'
        return response


class SecondStep(IndexView):
    """Says to people with a staff role why they cannot go on without a second step."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        due = bool(roles_of(user)) and not has_second_factor(user)
        return {**super().get_context_data(**kwargs), "second_factor_is_due": due}


class ChangeName(Door):
    access = frozenset({SIGNED_IN})

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(YourName(initial={"name": request.user.name}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = YourName(request.POST)
        if not form.is_valid():
            return self._page(form)
        change_name(request.user, name=form.cleaned_data["name"], by=request.user, at=self.at)
        messages.success(request, _("Your name is changed."))
        return redirect("your-account")

    def _page(self, form: YourName) -> HttpResponse:
        context = {"form": form, "back_url": reverse("your-account")}
        return render(self.request, "components/page_form.html", context, status=status_of(form))


class AccountHistory(Door):
    """What happened to the person's own account: so that they see what they did not do themselves."""

    access = frozenset({SIGNED_IN})

    def get(self, request: HttpRequest) -> HttpResponse:
        events = events_of_person(request.user, user=request.user)
        return render(request, "people/account_history.html", page_of_events(events, request))


class Devices(ListUserSessionsView):
    """Where the person is signed in. Allauth deletes dead rows here; a look of ours changes nothing."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super(ListUserSessionsView, self).get_context_data(**kwargs)
        sessions = living_devices_of(self.request.user)
        return {**context, "sessions": sessions, "session_count": len(sessions)}


class SignOutDevice(Door):
    """Ends one of the person's sessions: a device they lost, or a shared computer they forgot."""

    access = frozenset({SIGNED_IN})

    def post(self, request: HttpRequest, device_id: int) -> HttpResponse:
        device = get_object_or_404(devices_of(request.user), pk=device_id)
        sign_out_device(device, by=request.user, at=self.at)
        messages.success(request, _("That device is signed out."))
        return redirect("usersessions_list")


class SignOutEverywhere(Door):
    """Ends every session of the person, this one too."""

    access = frozenset({SIGNED_IN})

    def post(self, request: HttpRequest) -> HttpResponse:
        sign_out_everywhere(request.user)
        logout(request)
        messages.success(request, _("You are signed out on all devices."))
        return redirect("home")


class StaySignedIn(Door):
    """“Still here”, said by the warning that comes five minutes before the end; the middleware has noted it."""

    access = frozenset({SIGNED_IN})

    def post(self, request: HttpRequest) -> HttpResponse:
        request.session["seen"] = self.at.timestamp()
        if request.headers.get("X-Fragment"):
            return HttpResponse(status=204)
        return redirect(way_back(request))


class KeptForm(Door):
    """What somebody was about to send when they had to sign in again: to look at, send, or throw away."""

    access = frozenset({SIGNED_IN})

    def get(self, request: HttpRequest) -> HttpResponse:
        kept = kept_for(request, request.user)
        return render(request, "people/kept_form.html", {"kept": kept})

    def post(self, request: HttpRequest) -> HttpResponse:
        forget(request)
        messages.success(request, _("Thrown away. Nothing was sent."))
        return redirect("home")


def way_back(request: HttpRequest) -> str:
    """The page the person came from, when it is one of ours; the front page otherwise."""
    referer = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure())
    return referer if referer and ours else reverse("home")


class YourAccount(Door):
    access = frozenset({SIGNED_IN})

    def get(self, request: HttpRequest) -> HttpResponse:
        context = {
            "has_second_factor": has_second_factor(request.user),
            "organisations": own_organisations(request.user),
            "roles": [(role.label, DESCRIPTIONS[role]) for role in sorted(roles_of(request.user))],
        }
        return render(request, "people/your_account.html", context)
