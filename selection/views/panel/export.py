"""The scores of one application as a file: what the pages show this person, and nothing more."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from sandbox_portal.casework.sheets import csv_lines
from sandbox_portal.people.choices import Role
from sandbox_portal.people.doors import Door

from ...queries.applications import applications_visible_to
from ...queries.scores import scores_visible_to

HEADINGS = ("Reference", "Step", "Criterion", "Panel member", "Score", "Reason")
STEPS = (1, 2, 3)


class PanelScoresFile(Door):
    """Members' scores as CSV. What may be seen is decided by `scores_visible_to`, as on every page."""

    access = frozenset({Role.PANEL_MEMBER, Role.PROGRAMME_LEAD, Role.COMMITTEE_MEMBER, Role.AUDITOR})

    def get(self, request: HttpRequest, application_id: Any) -> HttpResponse:
        user: Any = request.user
        application = get_object_or_404(applications_visible_to(user), pk=application_id)
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="scores-{application.case.reference}.csv"'
        response["Cache-Control"] = "no-store"
        rows: list[tuple[object, ...]] = [HEADINGS]
        for step in STEPS:
            for score in scores_visible_to(user, application, step).order_by("criterion", "member__position"):
                said = (score.criterion, str(score.member), score.value, score.reason)
                rows.append((application.case.reference, step, *said))
        response.writelines(csv_lines(rows))
        return response
