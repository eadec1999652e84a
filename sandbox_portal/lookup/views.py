"""What a page asks while somebody types the beginning of a name."""

from allauth.core.internal import ratelimit
from django.http import Http404, HttpRequest, JsonResponse

from sandbox_portal.people.doors import SIGNED_IN, Door

from .choices import PublicList
from .queries import find, is_enough

SUGGESTED = 8


class Suggestions(Door):
    """The first few that match, as JSON; at most 60 questions a minute from one person."""

    access = frozenset({SIGNED_IN})

    def get(self, request: HttpRequest) -> JsonResponse:
        which = request.GET.get("list", "")
        if which not in PublicList.values:
            raise Http404
        if not ratelimit.consume(request, app="allauth.account", action="look_up", user=request.user, limit_get=True):
            return JsonResponse({"message": "Too many questions in one minute. Use the button instead."}, status=429)
        words = request.GET.get("q", "")[:100]
        found = find(PublicList(which), words)[0][:SUGGESTED] if is_enough(words) else []
        rows = [{"number": each.number, "name": each.name, "about": each.lines[0]} for each in found]
        return JsonResponse({"found": rows})
