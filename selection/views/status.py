"""Where an application is, in its applicant's words: status, receipt, own scores, own answers."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from inspection.visit_parts import visits_part
from programme.queries import key_dates
from sandbox_portal.casework.queries import decisions_told_to, hold_told_to_provider, timeline_of
from sandbox_portal.documents.queries import documents_of
from sandbox_portal.documents.queries.messages import letterbox_of
from sandbox_portal.questions.queries import response_of
from sandbox_portal.questions.sections import reads_in_part, scope_of
from sandbox_portal.questions.showing import response_document_context

from ..actions.publication import ask_for_scores
from ..queries.letters import decision_in, first_workshop_in
from ..queries.results import own_scores, recompute_facts
from ..queries.told import COLOURS, Told, milestones, receipt_of, result_is_told, told_stage
from .pictures import scores_radar
from .provider import OwnApplication, next_page, withdrawal_refusal

NO_SCORES = frozenset({Told.WITHDRAWN})


class ApplicationStatus(OwnApplication):
    """Stage, who has it, usual time, next date, what is waited for, what happened, what was sent (R10)."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        application = self.application
        told = told_stage(application.case)
        dates = list(key_dates(application.round))
        context = {
            "application": application,
            "round": application.round,
            "told": told.name,
            "hold": hold_told_to_provider(application.case),
            "stage": str(told),
            "colour": COLOURS.get(told, "grey"),
            "decisions": decisions_told_to(self.user, at=self.at, case=application.case),
            "go_on_url": next_page(application) if told is Told.DRAFT else "",
            "milestones": milestones(application, dates, self.at),
            "decision_by": decision_in(dates),
            "first_workshop": first_workshop_in(dates),
            "happenings": timeline_of(application.case, self.user),
            "documents": documents_of(application.case, self.user).order_by("-released_at", "number"),
            "has_scores": result_is_told(application.case) and told not in NO_SCORES,
            "withdrawal_refusal": withdrawal_refusal(application, self.user),
            "is_open": self.at < application.round.closes_at,
            "letterbox": letterbox_of(application.case, self.user),
            "visits": visits_part(application.case, self.user, self.at),
        }
        return render(request, "selection/provider/status.html", context)


class ApplicationSent(OwnApplication):
    """The confirmation: the reference, what happens next, and the receipt while it is being made."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        application = self.application
        if application.submitted_at is None:
            raise Http404
        receipt = receipt_of(application)
        if request.headers.get("X-Fragment") == "1":
            facts = {"done": receipt.done, "total": receipt.total, "text": receipt.text}
            return JsonResponse({**facts, "has_ended": receipt.is_complete}, headers={"Cache-Control": "no-store"})
        context = {
            "application": application,
            "round": application.round,
            "receipt": receipt,
            "milestones": milestones(application, list(key_dates(application.round)), self.at),
        }
        return render(request, "selection/provider/sent.html", context)


class ScoredOwnApplication(OwnApplication):
    """A page that is there only once the applicant knows the result; its reasons speak of every section."""

    def refuse_unless_told(self) -> None:
        case = self.application.case
        if not result_is_told(case) or told_stage(case) in NO_SCORES or reads_in_part(self.user, case):
            raise Http404


class OwnScores(ScoredOwnApplication):
    """One's own scores and reasons, nobody else's (R-186)."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.refuse_unless_told()
        scores = own_scores(self.application)
        context = {
            "application": self.application,
            "round": self.application.round,
            "stage": str(told_stage(self.application.case)),
            "scores": scores,
            "picture": scores_radar(scores),
            "facts": recompute_facts(self.application),
        }
        return render(request, "selection/provider/scores.html", context)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Ask for them as a PDF."""
        self.refuse_unless_told()
        job = ask_for_scores(self.application, by=self.user, at=self.at)
        return redirect("job-page", job=job.pk)


class OwnScoresFile(ScoredOwnApplication):
    """The same as facts that `recompute` reads, to do the sum again."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.refuse_unless_told()
        name = f"{self.application.case.reference}-scores.json"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return JsonResponse(recompute_facts(self.application), json_dumps_params={"indent": 2}, headers=headers)


class OwnAnswers(OwnApplication):
    """What was answered, as far as the person may read it, as a text file, whatever became of the application."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        response = response_of(self.application.case)
        if response is None:
            raise Http404
        name = f"{self.application.case.reference or 'draft'}-answers.txt"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        text = "\n".join(_text_lines(response_document_context(response, scope_of(response, self.user))))
        return HttpResponse(text, content_type="text/plain; charset=utf-8", headers=headers)


def _text_lines(copy: dict[str, Any]) -> Iterator[str]:
    yield copy["title"]
    yield from (f"{name}: {value}" for name, value in copy["facts"])
    for section in copy["sections"]:
        yield from ("", section["title"].upper())
        for answer in section["answers"]:
            yield from ("", answer["label"], *(answer["lines"] or ["(no answer)"]), *answer["files"])
