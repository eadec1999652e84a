"""Error pages in plain words. Each shows the reference of the request and where to get help.

They are drawn without the request's context processors, so that none of them can touch the database or a session.
"""

import logging

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache

from .context import portal
from .middleware import new_reference

logger = logging.getLogger(__name__)

STATUSES = (400, 403, 404, 409, 413, 422, 429, 500, 503)


def error_page(request, status: int, *, message: str = "", retry_after: int | None = None) -> HttpResponse:
    """Answer with the page of this status; `message` is one plain sentence shown on top of the standard ones."""
    if not getattr(request, "reference", ""):
        request.reference = new_reference()
    context = {**portal(request), "status": status, "message": message}
    html = render_to_string(f"errors/{status}.html", context)
    headers = {"X-Reference": request.reference, "Cache-Control": "no-store"}
    if retry_after is not None:
        headers["Retry-After"] = str(retry_after)
    return HttpResponse(html, status=status, headers=headers)


def bad_request(request, exception=None):
    return error_page(request, 400)


def forbidden(request, exception=None):
    return error_page(request, 403)


def not_found(request, exception=None):
    return error_page(request, 404)


def too_many_requests(request, exception=None):
    """Asked for by whatever counts tries, django-allauth among it, which would answer in its own bare words."""
    return error_page(request, 429, retry_after=60)


def server_error(request):
    """Answer even when the templates or the static files are what is broken."""
    try:
        return error_page(request, 500)
    except Exception:
        logger.exception("the page for a fault has a fault", extra={"reference": request.reference})
    words = f"Sorry, there is a problem with the portal. Try again in a few minutes. Reference: {request.reference}"
    headers = {"X-Reference": request.reference, "Cache-Control": "no-store"}
    return HttpResponse(words, status=500, content_type="text/plain; charset=utf-8", headers=headers)


@never_cache
def csrf_failure(request, reason=""):
    """Say what to do when a form was sent from a page that is too old; the reason goes to the log only."""
    logger.info("form refused: %s", reason, extra={"reference": getattr(request, "reference", "")})
    message = "We could not tell that the form came from you. Go back, load the page again and send it once more."
    return error_page(request, 403, message=message)


# In urls.py: from sandbox_portal.govuk.errors import handler400, handler403, handler404, handler429, handler500
handler400 = bad_request
handler403 = forbidden
handler404 = not_found
handler429 = too_many_requests
handler500 = server_error
