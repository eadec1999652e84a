"""Turns a refusal that reached the door into a page: nothing was changed, and here is why."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme

from sandbox_portal.govuk.context import portal

from .refusals import Conflict, Refused


class RefusalPages:
    """Answers a Refused exception with 409: its own sentence, and the way back to the page it came from."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refused):
            return refusal_page(request, exception)
        return None


def refusal_page(request: HttpRequest, refused: Refused) -> HttpResponse:
    """The page of one refusal; a conflict also shows what is stored now, when that is words."""
    theirs = refused.theirs if isinstance(refused, Conflict) else None
    context = {
        **portal(request),
        "sentence": refused.sentence,
        "is_conflict": isinstance(refused, Conflict),
        "theirs": theirs if isinstance(theirs, str) else "",
        "back_url": way_back(request),
    }
    html = render_to_string("casework/refused.html", context)
    return HttpResponse(html, status=getattr(refused, "status", 409), headers={"Cache-Control": "no-store"})


def way_back(request: HttpRequest) -> str:
    """The page the person came from, when it is one of ours; the front page otherwise."""
    referer = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure()):
        return referer
    return "/"
