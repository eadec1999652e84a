"""What every request passes: readable input, a second factor for staff, a session of limited length, no caching."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from sandbox_portal.govuk.errors import error_page
from sandbox_portal.govuk.forms import status_of

from .broken_text import holds_broken_text, is_broken_encoding, is_broken_line, is_broken_text, strict_json
from .devices import move_session
from .kept import KEY, keep
from .queries import roles_of
from .second_factor import address_to_confirm, has_second_factor, second_factor_was_used
from .sessions import has_run_out, needs_touch

Answer = Callable[[HttpRequest], HttpResponse]

UNREADABLE = "Part of what was sent to us cannot be read. Nothing was saved."
FORM = "application/x-www-form-urlencoded"


class InputGate:
    """Refuses what no page of ours can read, before any page or session sees it: 400, or 413 when it is too large."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _content_length(request) > settings.REQUEST_MAX_BYTES:
            return error_page(request, 413)
        try:
            readable = not (_address_is_broken(request) or _cookies_are_broken(request) or _body_is_broken(request))
        except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
            return error_page(request, 413)
        except (BadRequest, MultiPartParserError, ValueError, RecursionError):
            readable = False
        return self.get_response(request) if readable else error_page(request, 400, message=UNREADABLE)


def _content_length(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isascii() and length.isdigit() and len(length) < 16 else 0


def _address_is_broken(request: HttpRequest) -> bool:
    query = request.META.get("QUERY_STRING", "").encode("latin-1", "replace")
    # Django leaves bytes of the path that are not UTF-8 percent-encoded.
    if is_broken_encoding(query) or is_broken_encoding(request.path_info.encode()):
        return True
    return is_broken_line(request.path_info) or any(
        is_broken_text(key) or any(map(is_broken_text, values)) for key, values in request.GET.lists()
    )


def _cookies_are_broken(request: HttpRequest) -> bool:
    return any(map(is_broken_line, request.COOKIES.values()))


def _body_is_broken(request: HttpRequest) -> bool:
    if request.method not in {"POST", "PUT", "PATCH", "DELETE"}:
        return False
    if (request.content_params or {}).get("charset", "utf-8").lower() not in {"utf-8", "utf8"}:
        return True
    if request.content_type == "application/json":
        return bool(request.body) and holds_broken_text(strict_json(request.body))
    if request.content_type == FORM and is_broken_encoding(request.body):
        return True
    return any(is_broken_text(key) or any(map(is_broken_text, values)) for key, values in request.POST.lists()) or any(
        is_broken_line(file.name or "") for _, files in request.FILES.lists() for file in files
    )


class SignedOutInJson:
    """Tells a program that asks for JSON that nobody is signed in (401), where people are led to a page for it.

    A program that follows to that page reads a page where it looked for an answer, and may take it for one.
    """

    pages = (
        "account_login",
        "mfa_index",
        "mfa_authenticate",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "account_reauthenticate",
    )

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        asks = request.headers.get("Accept") == "application/json" and "X-Fragment" not in request.headers
        if asks and isinstance(response, HttpResponseRedirect) and self._leads_to_signing_in(response):
            headers = {"Cache-Control": "no-store"}
            return JsonResponse({"error": "signed-out"}, status=HTTPStatus.UNAUTHORIZED, headers=headers)
        return response

    def _leads_to_signing_in(self, response: HttpResponseRedirect) -> bool:
        return response.url.partition("?")[0] in {reverse(page) for page in self.pages}


class SessionLimits:
    """Ends a session left idle (30 minutes for staff, 60 for others) or older than 12 hours, and says so (B04).

    What was typed into the page is kept until the same person has signed in again. It works once the address is known
    and the form's own secret was compared, so that no other site can leave anything there.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: object, kwargs: object
    ) -> HttpResponse | None:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            return None
        now = timezone.now().timestamp()
        started = request.session.setdefault("started", now)
        seen = request.session.setdefault("seen", now)
        if has_run_out(started=started, seen=seen, now=now, is_staff=bool(roles_of(request.user))):
            return self._sign_out(request)
        if needs_touch(seen=seen, now=now):
            request.session["seen"] = now
        self._new_key_after_new_rights(request)
        return None

    def _new_key_after_new_rights(self, request: HttpRequest) -> None:
        """Somebody whose roles changed goes on with a new key; the old one is dead (B03)."""
        user: Any = request.user
        rights = ",".join(sorted(roles_of(user)))
        if request.session.setdefault("rights", rights) != rights:
            request.session["rights"] = rights
            move_session(request)

    def _sign_out(self, request: HttpRequest) -> HttpResponse:
        kept = keep(request, user=request.user) if request.method == "POST" else None
        logout(request)
        back = {"next": request.get_full_path()} if request.method == "GET" else {}
        if kept is not None:
            request.session[KEY] = kept
            back = {"next": reverse("kept-form")}
        query = urlencode({"signed-out": "time", **back})
        return HttpResponseRedirect(f"{reverse('account_login')}?{query}")


class SecondFactorRequired:
    """Sends people with a staff role to set up, or to use, their second factor before any page of the service."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: object, kwargs: object
    ) -> HttpResponse | None:
        if not getattr(view, "login_required", True) or getattr(view, "before_second_factor", False):
            return None
        if not request.user.is_authenticated or not roles_of(request.user) or second_factor_was_used(request):
            return None
        if not has_second_factor(request.user):
            return redirect("mfa_index")
        back = request.get_full_path() if request.method == "GET" else reverse("home")
        return HttpResponseRedirect(address_to_confirm(request.user, back=back))


class NoStore:
    """Keeps pages of signed-in people out of every cache, so that the back button shows nothing after sign-out."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store, private"
        return response


class NoDevices:
    """Tells the browser that no page of ours, nor anything inside one, uses the camera, the place or the like."""

    policy = ", ".join(f"{feature}=()" for feature in ("camera", "geolocation", "microphone", "payment", "usb"))

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", self.policy)
        return response


class RefusedForms:
    """A page of allauth that comes again because something sent is wrong answers 422, as every form of ours does."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        form = (response.context_data or {}).get("form")
        if response.status_code == HTTPStatus.OK and isinstance(form, BaseForm):
            response.status_code = status_of(form)
        return response
