"""Pages of the programme lead and of those who read whole applications: one application's file, and the letters."""

from collections import Counter
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from inspection.visit_parts import visit_links
from sandbox_portal.casework.action_pages import LookingPage
from sandbox_portal.casework.queries import timeline_of
from sandbox_portal.documents.queries import attachments_visible_to, documents_of
from sandbox_portal.documents.queries.messages import letterbox_of
from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.people.choices import Role
from sandbox_portal.questions.queries import read_response, response_of
from sandbox_portal.questions.returns import may_look_after_returns
from sandbox_portal.questions.showing import shown_sections
from sandbox_portal.questions.typed import checks_shown

from ..actions.letters import release_outcome_letters
from ..forms.chair import Confirm
from ..models import Application
from ..queries.applications import application_files_visible_to
from ..queries.confirmations import confirmations_visible_to
from ..queries.letters import LetterState, letter_rows
from ..queries.results import own_scores
from ..queries.selections import applications_read_in
from ..workflow import APPLICATION, SELECTION
from .steps import SelectionForm, SelectionPage

COLOURS = {
    LetterState.BEING_MADE: "blue",
    LetterState.HELD: "yellow",
    LetterState.SENT: "green",
    LetterState.FAILED: "red",
}


class ApplicationFile(LookingPage):
    """Everything on one application, for those who oversee the selection."""

    access = frozenset({Role.PROGRAMME_LEAD, Role.COMMITTEE_MEMBER, Role.AUDITOR})

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        user: Any = request.user
        application = get_object_or_404(application_files_visible_to(user), pk=kwargs["application_id"])
        response = response_of(application.case)
        context = {
            "application": application,
            "round": application.round,
            "stage": APPLICATION.stage(application.case.stage),
            "sections": shown_sections(read_response(response)) if response else (),
            "files": attachments_visible_to(user).filter(case=application.case, replaced_at=None),
            "confirmations": confirmations_visible_to(user).filter(application=application),
            "checks": checks_shown(application.case, user, at=self.at),
            "scores": own_scores(application),
            "documents": documents_of(application.case, user),
            "asks_again_url": self.asks_again_url(application),
            "happenings": timeline_of(application.case, user),
            "letterbox": letterbox_of(application.case, user),
            "visits": visit_links(application.case, user),
            "back_url": reverse("selection-overview", args=[application.round.selection.pk]),
        }
        return render(request, "selection/lead/application_file.html", context)

    def asks_again_url(self, application: Application) -> str:
        """The page on which a programme lead asks again; nobody else has one."""
        may_ask = may_look_after_returns(application.case, self.request.user)  # type: ignore[arg-type]
        return reverse("response-ask-again", args=[application.pk]) if may_ask else ""


class SelectionLetters(SelectionPage):
    """Every letter of the results, how far each is, and the way to send them all (R-186)."""

    access = frozenset({Role.PROGRAMME_LEAD})

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        selection = self.selection
        every = letter_rows(selection)
        states = Counter(row.state for row in every)
        done = states[LetterState.HELD] + states[LetterState.SENT]
        facts = {"done": done, "total": len(every), "text": f"{done} of {len(every)} letters made"}
        facts["has_ended"] = not states[LetterState.BEING_MADE]
        if request.headers.get("X-Fragment") == "1":
            return JsonResponse(facts, headers={"Cache-Control": "no-store"})
        seen = set(applications_read_in(selection, self.user).values_list("pk", flat=True))
        context = {
            "selection": selection,
            "stage": SELECTION.stage(selection.case.stage),
            "rows": [(row, COLOURS[row.state]) for row in every if row.application.pk in seen],
            "hidden": sum(row.application.pk not in seen for row in every),
            "states": [(str(state), states[state]) for state in LetterState if states[state]],
            "facts": facts,
            "failed": states[LetterState.FAILED],
            "refusal": SELECTION.refusal("release_letters", selection, self.user),
            "back_url": reverse("selection-overview", args=[selection.pk]),
        }
        return render(request, "selection/lead/letters.html", context)


class SendLetters(SelectionForm):
    """Look once more, then let every letter go at once."""

    access = frozenset({Role.PROGRAMME_LEAD})
    fresh_sign_in = True
    step = "release_letters"
    done = "The letters are sent. The owners of each organisation get a mail."

    def form(self, data: Any = None) -> PageForm:
        count = len(letter_rows(self.selection))
        return Confirm(
            data,
            title=f"Send all {count} letters",
            hint="Every applicant can then read its own result. The names of the selected organisations that agreed "
            "to it, and the statistics, become public. This cannot be undone.",
            button="Send the letters",
        )

    def act(self, values: dict[str, Any]) -> None:
        release_outcome_letters(self.selection, by=self.user, at=self.at)

    def next_url(self, done: Any) -> str:
        return reverse("selection-letters", args=[self.selection.pk])
