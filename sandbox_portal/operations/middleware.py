"""What every request passes: who acts in it, for the row history; and who sends the file it asks for."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.encoding import iri_to_uri
from django.utils.functional import SimpleLazyObject

from sandbox_portal.casework.acting import Acting, acting

from .choices import ActedAs


class ActingPerson:
    """Names the person, the reference of the request and the page to the row history."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with acting(lambda: who_acts(request)):
            return self.get_response(request)


def who_acts(request: HttpRequest) -> Acting:
    """Read without a question to the database: nobody is asked for who was not looked up already."""
    user = _known_person(request)
    by_id = str(user.pk) if user is not None and user.pk else ""
    match = request.resolver_match
    return Acting(
        ActedAs.PERSON.value if by_id else ActedAs.VISITOR.value,
        by_id=by_id,
        reference=getattr(request, "reference", ""),
        reason=(match.url_name or "") if match else "",
    )


def _known_person(request: HttpRequest) -> Any:
    """Whoever was looked up already, or has just signed in; looking somebody up here would ask within an answer."""
    just_set = vars(request).get("user")
    return vars(request).get("_cached_user") if isinstance(just_set, SimpleLazyObject) else just_set


class HandOverFiles:
    """Lets nginx send stored files, when SENDFILE says so: the answer names the file, which nginx alone can reach.

    The view has decided by then that this person may have the file; its headers stay.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        name = _stored_name(response) if settings.SENDFILE == "nginx" else ""
        if not name:
            return response
        kept = {key: value for key, value in response.headers.items() if key.lower() != "content-length"}
        handed_over = HttpResponse(status=response.status_code, headers=kept)
        handed_over.cookies = response.cookies
        handed_over["X-Accel-Redirect"] = iri_to_uri(f"/stored/{name}")
        response.close()
        return handed_over


def _stored_name(response: HttpResponse) -> str:
    """The name below MEDIA_ROOT of the file that is sent, if it is one."""
    path = getattr(getattr(response, "file_to_stream", None), "name", None)
    if not isinstance(path, str) or response.status_code != 200:
        return ""
    root = Path(settings.MEDIA_ROOT).resolve()
    place = Path(path).resolve()
    return place.relative_to(root).as_posix() if place.is_relative_to(root) else ""
