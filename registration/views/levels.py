"""How registration goes: every clock, how long each stage takes, what is late, what comes back and why."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sandbox_portal.govuk.charts import bar_rows
from sandbox_portal.people.doors import Door
from sandbox_portal.questions.return_reasons import reason_of

from ..queries.applications import SEES_SENT
from ..queries.workload import late_applications, return_rate, stage_lines
from ..workflow import REGISTRATION

LOOKS_BACK = timedelta(days=365)


class ServiceLevels(Door):
    """The last twelve months, in working days (R-282)."""

    access = SEES_SENT

    def get(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        since = self.at - LOOKS_BACK
        rate = return_rate(user, since=since)
        lines = list(stage_lines(REGISTRATION.stages, user, self.at, since=since))
        context = {
            "lines": lines,
            "bars": bar_rows([(line.label, line.median_days) for line in lines if line.median_days is not None]),
            "late": late_applications(user, self.at),
            "rate": rate,
            "reasons": [(reason_of(code).label, count) for code, count in rate.reasons],
            "since": since,
            "at": self.at,
        }
        return render(request, "registration/officer/service_levels.html", context)
