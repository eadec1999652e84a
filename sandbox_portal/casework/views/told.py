"""What was decided about one's organisations, on every case of theirs."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import ngettext

from sandbox_portal.govuk.paging import page_by_number
from sandbox_portal.people.doors import PROVIDER, Door

from ..forms import DecisionFilter
from ..kinds import kind_of
from ..queries import decisions_told_to

PAGE = 20


class OwnDecisions(Door):
    """Every decision the person's organisations were told of, the newest first, with what can be done now."""

    access = frozenset({PROVIDER})

    def get(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        every = decisions_told_to(user, at=self.at)
        form = DecisionFilter(request.GET, decisions=every)
        found = form.kept()
        shown, beside = page_by_number(request, found, size=PAGE)
        context = {
            "form": form,
            "chosen": form.chosen(),
            "selected": form.selected(),
            "clear_url": request.path,
            "decisions": [(each, kind_of(each.case).address(each.case, user)) for each in shown],
            "count": ngettext("%(count)s decision", "%(count)s decisions", len(found)) % {"count": len(found)},
            **beside,
        }
        response = render(request, "casework/own_decisions.html", context)
        patch_vary_headers(response, ["X-Fragment"])
        return response
