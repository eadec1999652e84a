"""The history of one case."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from sandbox_portal.people.choices import Role
from sandbox_portal.people.doors import SIGNED_IN, Door
from sandbox_portal.people.queries import roles_of

from ..kinds import kind_of
from ..permissions import reads_desk
from ..queries import cases_visible_to, timeline_of

LOOKS_AT_ROWS = frozenset({Role.AUDITOR, Role.SYSTEM_ADMINISTRATOR})


class CaseTimeline(Door):
    """What happened to one case, as far as this person may know."""

    access = frozenset({SIGNED_IN})

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        case = cases_visible_to(request.user).filter(pk=pk).select_related("organisation").first()  # type: ignore[arg-type]
        if case is None:
            raise Http404
        kind = kind_of(case)
        context = {
            "case": case,
            "kind": kind.label,
            "stage": kind.stage_label(case, request.user),  # type: ignore[arg-type]
            "happenings": timeline_of(case, request.user),  # type: ignore[arg-type]
            "has_rows": bool(roles_of(request.user) & LOOKS_AT_ROWS),  # type: ignore[arg-type]
            "has_desk": reads_desk.test(request.user, case),
            "back_url": kind.address(case, request.user),  # type: ignore[arg-type]
        }
        return render(request, "casework/timeline.html", context)
