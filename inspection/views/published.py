"""What everybody reads of an assessment: the list of reports, one published report, and the same as data."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import urlencode

from sandbox_portal.casework.action_pages import LookingPage
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.doors import ANYONE

from ..choices.assessments import AssessmentStage
from ..forms.published import ReportFilter
from ..models import Publication
from ..queries.journey import public_level
from ..queries.pages import mark_of, older_than
from ..queries.published import find_published, newer_report_of, paper_of
from ..queries.reports import publications_of, review_of
from ..queries.showing import shown_report

PUBLIC = frozenset({ANYONE})
PAGE = 30


class PublishedList(LookingPage):
    """Reports by the name of who was assessed, the newest first."""

    access = PUBLIC

    def get(self, request: HttpRequest) -> HttpResponse:
        form = ReportFilter(request.GET)
        chosen = form.chosen()
        found = find_published(words=chosen.get("q", ""), kind=chosen.get("kind", ""))
        rows = list(found.filter(older_than(request.GET.get("after", ""), "published_at"))[: PAGE + 1])
        mark = mark_of(rows[PAGE - 1], "published_at") if rows[PAGE:] else ""
        context = {
            "form": form,
            "selected": form.selected(),
            "rows": rows[:PAGE],
            "older_url": f"?{urlencode({**chosen, 'after': mark})}" if mark else "",
        }
        return render(request, "inspection/published/list.html", context)


class OnePublished(LookingPage):
    """A page about one published report; `?version=1` is one that was corrected since."""

    access = PUBLIC

    def versions(self) -> tuple[Publication, list[Publication]]:
        found = publications_of(self.kwargs["case_id"])
        wanted = self.request.GET.get("version", "")
        chosen = [each for each in found if str(each.version) == wanted] if wanted else found[:1]
        if not chosen:
            raise Http404
        return chosen[0], found


class PublishedReportPage(OnePublished):
    """The report: the areas first with the day and age of each judgement, what changed, and every reason (R-411)."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        publication, versions = self.versions()
        assessment = publication.assessment
        review = review_of(assessment)
        context = {
            "publication": publication,
            "versions": versions,
            "report": publication.snapshot,
            "shown": shown_report(publication.snapshot, today=day_in_london(self.at)),
            "review_is_open": assessment.case.stage == AssessmentStage.REVIEW_REQUESTED,
            "review": review if review and review.decided_at else None,
            "newer": newer_report_of(assessment),
            "level": None if assessment.service_id else public_level(assessment.organisation_id),
            "paper": paper_of(publication),
            "service": assessment.service if assessment.service and assessment.service.is_listed else None,
        }
        return render(request, "inspection/published/report.html", context)


class PublishedData(OnePublished):
    """The same words for programs (R-915)."""

    def get(self, request: HttpRequest, **kwargs: Any) -> JsonResponse:
        publication, _versions = self.versions()
        told = {
            **publication.snapshot,
            "version": publication.version,
            "published_on": day_in_london(publication.published_at).isoformat(),
            "correction_note": publication.correction_note,
            "is_under_review": publication.assessment.case.stage == AssessmentStage.REVIEW_REQUESTED,
        }
        return JsonResponse(told, json_dumps_params={"ensure_ascii": False})
