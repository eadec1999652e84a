"""When the database is away, busy or full: say so and when to come back, instead of calling it a fault of ours."""

import logging
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from sandbox_portal.govuk.errors import error_page
from sandbox_portal.govuk.errors import server_error as fault_page

logger = logging.getLogger(__name__)

COME_BACK_AFTER = 5  # seconds
NOTHING_LOST = "The portal is very busy or is being looked after. What you last sent was not saved: send it again."


def server_error(request: HttpRequest) -> HttpResponse:
    """503 with Retry-After while the database cannot answer (C02, C17, C19); the page for a fault otherwise."""
    error = sys.exc_info()[1]
    if not isinstance(error, OperationalError | InterfaceError):
        return fault_page(request)
    code = getattr(error.__cause__, "pgcode", None) or "no connection"
    logger.warning("the database could not answer", extra={"code": code})
    try:
        return error_page(request, 503, message=NOTHING_LOST, retry_after=COME_BACK_AFTER)
    except Exception:
        logger.exception("the page for a busy portal has a fault")
        return fault_page(request)
