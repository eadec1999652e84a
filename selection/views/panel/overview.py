"""The home of a selection: where it stands, what waits for me, how far the panel is."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from programme.queries.panel import panel_from
from sandbox_portal.casework.action_pages import LookingPage
from sandbox_portal.casework.steps import Stage
from sandbox_portal.people.choices import Role
from sandbox_portal.people.doors import may_enter

from ...choices import DrawPurpose, SelectionStage
from ...models import Selection
from ...permissions import is_programme_lead
from ...queries.declarations import declared_interests, without_hidden_words
from ...queries.in_hand import step_of
from ...queries.leading import to_agree
from ...queries.overview import progress_of, seats_with_progress, stage_counts
from ...queries.selections import selection_visible_to
from ...queries.worklist_rows import TO_DO
from ...workflow import APPLICATION, SELECTION
from ..answers import AnswersDoor
from .difference import waiting_to_be_looked_at
from .doors import found_or_404

PAGES_OF_STEPS = {
    "freeze_draw": "selection-draw",
    "commit_as_witness": "selection-draw",
    "enter_draw_values": "selection-draw",
    "hold_draw": "selection-draw",
    "fix_review_order": "selection-order",
    "set_cut_off": "selection-cut-off",
    "prepare_proposal": "selection-proposal",
    "send_to_committee": "selection-proposal",
    "record_decision": "selection-decision",
    "sign_off": "selection-decision",
    "refer_back": "selection-decision",
    "release_letters": "selection-letters",
    "offer_promotion": "selection-promotion",
    "decide_promotion": "selection-promotion",
}
BUTTONS = frozenset({"start_sift", "finish_step_1", "finish_step_2", "finish_step_3", "place_applications"})
PANEL_AT_WORK = frozenset(
    {
        SelectionStage.WAITING,
        SelectionStage.STEP1,
        SelectionStage.STEP2,
        SelectionStage.REVIEW_ORDER,
        SelectionStage.STEP3,
    }
)


@dataclass(frozen=True)
class OfferedStep:
    """A step of the table that this person may take: a button of its own, or a page; or why not yet."""

    label: str
    address: str
    is_button: bool
    refusal: str | None


@dataclass(frozen=True)
class StageCount:
    stage: Stage
    count: int


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for the person."""

    words: str
    link: str
    address: str


class SelectionOverview(LookingPage):
    """The selection of one round for its panel, its lead, the committee and auditors."""

    access = frozenset({Role.PANEL_MEMBER, Role.PROGRAMME_LEAD, Role.COMMITTEE_MEMBER, Role.AUDITOR})

    def get(self, request: HttpRequest, selection_id: Any) -> HttpResponse:
        user = self.user
        selection = found_or_404(selection_visible_to(user, selection_id))
        seats = tuple(seats_with_progress(selection, user))
        mine = next((seat for seat in seats if seat.user_id == user.pk), None)
        progress = progress_of(seats, selection, user) if selection.case.stage in PANEL_AT_WORK else []
        context = {
            "selection": selection,
            "stage": SELECTION.stage(selection.case.stage),
            "seat": mine,
            "waiting": waiting_for(selection, user, mine) if mine else [],
            "offers": offered_steps(selection, user),
            "counts": in_order(stage_counts(selection, user)),
            "progress": progress,
            "finished": sum(member.is_done for member in progress),
            "step": step_of(selection),
            "panel": panel_from(seats),
            "interests": declared_interests(selection, user),
            "reads_reasons": is_programme_lead.test(user),
            "may_take_answers": may_enter(user, AnswersDoor.access),
        }
        return render(request, "selection/panel/overview.html", context)


def in_order(counts: dict[str, int]) -> list[StageCount]:
    """The stages with something at them, in the order of the stages."""
    return [StageCount(stage, counts[stage.code]) for stage in APPLICATION.stages if stage.code in counts]


def waiting_for(selection: Selection, user: Any, seat: Any) -> list[Waiting]:
    """What this member of the panel can do now, the first things first."""
    found = []
    undeclared = seat.sent - seat.declared
    if undeclared:
        words = _applications(
            undeclared,
            "waits for you to say if anything ties you to it",
            "wait for you to say if anything ties you to them",
        )
        found.append(Waiting(words, "Declare your interests", reverse("selection-declare", args=[selection.pk])))
    if step_of(selection):
        found += _scoring(selection, user, seat)
    for application in waiting_to_be_looked_at(selection, user):
        address = reverse("application-difference", args=[application.pk])
        words = f"What {application.case.reference} was compared with has changed."
        found.append(Waiting(words, f"Look again at {application.case.reference}", address))
    return found


def _scoring(selection: Selection, user: Any, seat: Any) -> list[Waiting]:
    found = []
    mine = seat.waiting
    if mine:
        address = reverse("selection-worklist", args=[selection.pk]) + f"?mine={TO_DO}"
        found.append(Waiting(_applications(mine, "waits for your scores", "wait for your scores"), "Score", address))
    first = to_agree(selection, user, seat)
    if first is not None:
        address = reverse("application-agree", args=[first.pk])
        words = "You have scored applications that the panel can now talk about."
        found.append(Waiting(words, f"Agree on {first.case.reference}", address))
    return found


def _applications(count: int, one: str, more: str) -> str:
    return f"1 application {one}." if count == 1 else f"{count} applications {more}."


def offered_steps(selection: Selection, user: Any) -> list[OfferedStep]:
    """The steps this person may take at this stage, each page offered once."""
    found: dict[str, OfferedStep] = {}
    for offer in SELECTION.offers(selection, user):
        name = offer.step.name
        if name in BUTTONS:
            address = reverse("selection-step", args=[selection.pk, name])
            refusal = without_hidden_words(offer.refusal, selection, user) if offer.refusal else None
            found[address] = OfferedStep(offer.step.label, address, True, refusal)
        elif name in PAGES_OF_STEPS:
            address = reverse(PAGES_OF_STEPS[name], args=_arguments(selection, name))
            found.setdefault(address, OfferedStep(offer.step.label, address, False, None))
    return list(found.values())


def _arguments(selection: Selection, step: str) -> list[Any]:
    if PAGES_OF_STEPS[step] != "selection-draw":
        return [selection.pk]
    is_review = selection.case.stage == SelectionStage.REVIEW_ORDER
    return [selection.pk, (DrawPurpose.REVIEW if is_review else DrawPurpose.PLACES).value]
