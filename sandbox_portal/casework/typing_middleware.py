"""Lets a member of staff who types for an organisation into the pages of that one case, and shows it on every page."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse

from sandbox_portal.people.queries import organisation_places, roles_of

from .middleware import refusal_page
from .models import Assistance
from .refusals import Refused
from .voices import OVER, is_of_the_case, running_assistances, voice_of

KEY = "assistance"


class OnBehalf:
    """While somebody types for an organisation, the pages that may be used for it (`Door.on_behalf`) see a voice.

    Every other page sees the person themselves. `request.assistance` is what the banner shows, `request.typist` the
    person behind the voice. It costs others nothing: only a session that typing was begun in asks for it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: Any, view: Callable[..., HttpResponse], args: object, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        pk = request.session.get(KEY) if hasattr(request, "session") else None
        if not pk or not request.user.is_authenticated:
            return None
        door = getattr(view, "view_class", None)
        assistance = self._running(pk, request.user)
        if assistance is None:
            del request.session[KEY]
            return self._over(request, pk) if getattr(door, "on_behalf", False) else None
        request.assistance = assistance
        if getattr(door, "on_behalf", False) and is_of_the_case(kwargs, assistance.case):
            request.typist = request.user
            request.user = voice_of(request.user, assistance)
        return None

    def _running(self, pk: str, user: Any) -> Assistance | None:
        """What runs; a typist who has lost every role, or has come to belong to the organisation, types no more."""
        found = running_assistances().filter(pk=pk, typist=user).select_related("case", "organisation").first()
        if found is None or not roles_of(user) or found.organisation_id in organisation_places(user):
            return None
        return found

    def _over(self, request: HttpRequest, pk: str) -> HttpResponse:
        if request.headers.get("X-Fragment"):
            return JsonResponse({"message": OVER}, status=403)
        if request.method == "POST":
            return refusal_page(request, Refused(OVER))
        return HttpResponseRedirect(reverse("typing-page", args=[pk]))
