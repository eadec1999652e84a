"""Pages of a council's journey: for those who decide, for the council, and the few words for everybody (R-420)."""

from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from sandbox_portal.casework.action_pages import ActionPage, LookingPage
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.people.doors import ANYONE, PROVIDER

from ..actions import journey as actions
from ..forms.journey import DecideForm, JourneyFilter, ProposeForm
from ..forms.parts import Confirm, Say
from ..models import Assessment, JourneyProposal, SeriousRisk
from ..permissions import is_inspection_manager, plans_it
from ..queries.assessments import INSPECTS, STAFF_READERS, assessment_files_visible_to, is_tied
from ..queries.councils import own_councils
from ..queries.improvement import own_plans, plans_looked_after
from ..queries.journey import (
    councils_on_their_way,
    find_councils,
    level_of,
    moves_of,
    newest_assessment_with_result,
    own_proposals,
    proposals_visible_to,
    public_level,
    serious_risks_visible_to,
    words_of,
)
from ..queries.journey_picture import journey_picture
from ..queries.pages import named_after, named_mark
from ..queries.results import result_of
from ..queries.scores import reads_scores
from ..rulebook.journey import draft_due
from ..workflow.improvement import IMPROVEMENT
from .assessments import MANAGERS, PAGE, older


class JourneyList(LookingPage):
    """Councils by name, level and what waits."""

    access = STAFF_READERS

    def get(self, request: HttpRequest) -> HttpResponse:
        form = JourneyFilter(request.GET)
        chosen = form.chosen()
        today = day_in_london(self.at)
        found = find_councils(
            councils_on_their_way(request.user),
            words=chosen.get("q", ""),
            level=chosen.get("level", ""),
            state=chosen.get("state", ""),
            today=today,
        )
        rows = list(found.filter(named_after(request.GET.get("after", "")))[: PAGE + 1])
        context = {
            "form": form,
            "selected": form.selected(),
            "rows": [
                (each, words_of(each.level), bool(each.review_on and each.review_on < today)) for each in rows[:PAGE]
            ],
            "older_url": older(chosen, named_mark(rows[PAGE - 1])) if rows[PAGE:] else "",
        }
        return render(request, "inspection/journey/list.html", context)


class JourneyDetail(LookingPage):
    """Where one council stands, how it came there, what is proposed, and what it says of that."""

    access = STAFF_READERS

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        user: Any = request.user
        council = get_object_or_404(councils_on_their_way(user), pk=kwargs["organisation_id"])
        today = day_in_london(self.at)
        moves = moves_of(council.pk, user)
        proposals = list(proposals_visible_to(user).filter(council=council))
        assessment = newest_assessment_with_result(council.pk)
        is_free = assessment is None or not is_tied(assessment, user)
        context = {
            "council": council,
            "words": words_of(council.level),
            "moves": list(reversed(moves)),
            "picture": journey_picture(moves, today=today),
            "open": next((each for each in proposals if each.decided_at is None), None),
            "declined": [each for each in proposals if each.is_accepted is False],
            "is_overdue": bool(council.review_on and council.review_on < today),
            "may_decide": is_free and is_inspection_manager.test(user),
            "plans": plans_shown(plans_looked_after(user), council),
            "assessment": assessment,
            "result": result_of(assessment) if assessment and reads_scores(assessment, user) else None,
            "risk": serious_risks_visible_to(user).filter(assessment=assessment).first() if assessment else None,
            "may_note_risk": assessment is not None and plans_it.test(user, assessment),
        }
        return render(request, "inspection/journey/detail.html", context)


def plans_shown(found: Any, council: Any) -> list[tuple[Any, Any]]:
    """The newest plans of a council, each with its stage."""
    rows = found.filter(organisation=council).order_by("-case__opened_at")[:10]
    return [(each, IMPROVEMENT.stage(each.case.stage)) for each in rows]


class CouncilAct(ActionPage):
    """One form about one council, for managers."""

    access = MANAGERS

    @cached_property
    def council(self) -> Any:
        return get_object_or_404(councils_on_their_way(self.user), pk=self.kwargs["organisation_id"])

    @property
    def back_url(self) -> str:
        return reverse("journey-detail", args=[self.council.pk])

    def next_url(self, done: Any) -> str:
        return self.back_url


class ProposeMove(CouncilAct):
    done = "The move is proposed. Ask the council what it thinks, then decide."

    def form(self, data: Any = None) -> PageForm:
        form = ProposeForm(data, level=level_of(self.council.pk))
        form.caption = self.council.name
        return form

    def act(self, values: dict[str, Any]) -> object:
        return actions.propose_move(self.council, **values, by=self.user, at=self.at)


class ProposalAct(CouncilAct):
    @cached_property
    def proposal(self) -> JourneyProposal:
        found = proposals_visible_to(self.user).filter(council=self.council)
        return get_object_or_404(found, pk=self.kwargs["proposal_id"])


class AskCouncil(ProposalAct):
    done = "The council has a letter, and can say what it thinks."

    def form(self, data: Any = None) -> PageForm:
        title = f"Ask {self.proposal.council.name} what it thinks"
        hint = "It reads the level that is proposed and the reason, and can answer once. Its words are kept."
        return Confirm(data, title=title, button="Ask the council", hint=hint)

    def act(self, values: dict[str, Any]) -> object:
        return actions.ask_council(self.proposal, by=self.user, at=self.at)


class DecideMove(ProposalAct):
    done = "It is decided. The council gets a letter."
    template = "inspection/journey/decide.html"

    def form(self, data: Any = None) -> PageForm:
        proposal = self.proposal
        title = f"Decide: {str(proposal).lower()} for {self.council.name}"
        named = {"to_level": proposal.to_level, "has_voice": bool(proposal.voice)}
        return DecideForm(data, title=title, initial={"moved_on": day_in_london(self.at)}, **named)

    def facts(self) -> dict[str, Any]:
        return {"proposal": self.proposal, "plan_due": draft_due(day_in_london(self.at))}

    def act(self, values: dict[str, Any]) -> object:
        return actions.decide_move(self.proposal, verdict=actions.Verdict(**values), by=self.user, at=self.at)


class NoteRisk(ActionPage):
    """On the file of an assessment of a council: a serious or lasting risk to people."""

    access = INSPECTS
    done = "The risk is noted."

    @cached_property
    def assessment(self) -> Assessment:
        found = assessment_files_visible_to(self.user).filter(service=None)
        assessment = get_object_or_404(found, pk=self.kwargs["case_id"])
        if not plans_it.test(self.user, assessment):
            raise Http404
        return assessment

    @property
    def back_url(self) -> str:
        return reverse("journey-detail", args=[self.assessment.organisation_id])

    def next_url(self, done: Any) -> str:
        return self.back_url

    def form(self, data: Any = None) -> PageForm:
        return Say(
            data,
            title="Note a serious or lasting risk to people",
            label="What is the risk?",
            missing="Say what the risk to people is",
            button="Note it",
            hint="With an inadequate rating, level 1 is then proposed by itself. Somebody still decides.",
            text_hint="Use no names.",
        )

    def act(self, values: dict[str, Any]) -> object:
        return actions.note_serious_risk(self.assessment, because=values["because"], by=self.user, at=self.at)


class LiftRisk(NoteRisk):
    done = "It is noted that the risk is resolved."

    @cached_property
    def risk(self) -> SeriousRisk:
        return get_object_or_404(serious_risks_visible_to(self.user), assessment=self.assessment)

    def form(self, data: Any = None) -> PageForm:
        return Say(
            data,
            title="Note that the risk is resolved",
            label="How was it resolved?",
            missing="Say how the risk was resolved",
            button="Note it",
            hint="The level of the council stays as it is until somebody decides.",
        )

    def act(self, values: dict[str, Any]) -> object:
        self.risk.assessment = self.assessment
        return actions.lift_serious_risk(self.risk, because=values["because"], by=self.user, at=self.at)


class OwnJourney(LookingPage):
    """What a council reads of its own journey."""

    access = frozenset({PROVIDER})

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        council = get_object_or_404(own_councils(request.user), pk=kwargs["organisation_id"])
        moves = moves_of(council.pk, request.user)
        level = moves[-1].to_level if moves else 0
        context = {
            "council": council,
            "level": level,
            "words": words_of(level),
            "moves": list(reversed(moves)),
            "proposals": list(own_proposals(request.user).filter(council=council)),
            "plans": plans_shown(own_plans(request.user), council),
        }
        return render(request, "inspection/journey/own.html", context)


class SayVoice(ActionPage):
    """The council says what it thinks of a proposal."""

    access = frozenset({PROVIDER})
    done = "Thank you. What you said is kept, and is read before anybody decides."
    template = "inspection/journey/voice.html"

    @cached_property
    def proposal(self) -> JourneyProposal:
        found = own_proposals(self.user).filter(council=self.kwargs["organisation_id"])
        return get_object_or_404(found, pk=self.kwargs["proposal_id"])

    @property
    def back_url(self) -> str:
        return reverse("journey-own", args=[self.proposal.council_id])

    def next_url(self, done: Any) -> str:
        return self.back_url

    def form(self, data: Any = None) -> PageForm:
        return Say(
            data,
            title="What do you think of this?",
            label="What does your council say?",
            missing="Say what you think of it",
            button="Send it",
            text_hint="You can say it once. It is kept with the decision, whatever that is.",
        )

    def facts(self) -> dict[str, Any]:
        return {"proposal": self.proposal, "words": words_of(self.proposal.to_level)}

    def act(self, values: dict[str, Any]) -> object:
        return actions.say_voice(self.proposal, words=values["because"], by=self.user, at=self.at)


class PublicJourney(LookingPage):
    """The plain words of a council's level, when they may be public; nothing else (R-424)."""

    access = frozenset({ANYONE})

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        level = public_level(kwargs["organisation_id"])
        if level is None:
            raise Http404
        return render(request, "inspection/journey/public.html", {"level": level})
