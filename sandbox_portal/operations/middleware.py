"""Who acts in a request: the person who is signed in when a row changes, and the page they are on."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

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
    user = getattr(request, "_cached_user", None) or getattr(request, "user", None)
    by_id = str(user.pk) if user is not None and user.pk else ""
    match = request.resolver_match
    return Acting(
        ActedAs.PERSON.value if by_id else ActedAs.VISITOR.value,
        by_id=by_id,
        reference=getattr(request, "reference", ""),
        reason=(match.url_name or "") if match else "",
    )
