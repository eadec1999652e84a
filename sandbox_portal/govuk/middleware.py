"""Gives every request a reference that a person can read out on the telephone."""

import logging
import secrets

logger = logging.getLogger(__name__)

# No 0 O, 1 I L, 2 Z, 5 S, 8 B, U V: nothing that sounds or looks like another.
ALPHABET = "34679ACDEFGHJKMNPQRTWXY"
LENGTH = 8


def new_reference() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


class RequestReference:
    """Sets `request.reference`, returns it as X-Reference, and logs it with every answer that is an error."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.reference = new_reference()
        response = self.get_response(request)
        response["X-Reference"] = request.reference
        if response.status_code >= 400:
            # The path alone: a query may hold what somebody typed.
            logger.log(
                logging.ERROR if response.status_code >= 500 else logging.INFO,
                "request answered with %s",
                response.status_code,
                extra={"reference": request.reference, "method": request.method, "path": request.path},
            )
        return response
