"""What every page of a panel member begins with: the selection or application as this person may see it."""

from functools import cached_property
from typing import TypeVar

from django.http import Http404

from programme.models import PanelMember
from programme.queries.criteria import ShownCriterion, ShownStep, criteria_by_step
from sandbox_portal.people.choices import Role
from sandbox_portal.people.doors import Door

from ...models import Application, Selection
from ...permissions import seat_of
from ...queries.applications import application_scored_by
from ...queries.scores import step_in_hand
from ...queries.selections import selection_visible_to

STEPS = ("1", "2", "3")


Found = TypeVar("Found")


def found_or_404(found: Found | None) -> Found:
    """What was found; for whoever may not see it there is no such page."""
    if found is None:
        raise Http404
    return found


class PanelDoor(Door):
    """A page of somebody who sits on the panel."""

    access = frozenset({Role.PANEL_MEMBER})


class SelectionDoor(PanelDoor):
    """A page of one selection for a member of its panel."""

    @cached_property
    def selection(self) -> Selection:
        return found_or_404(selection_visible_to(self.user, self.kwargs["selection_id"]))

    @cached_property
    def member(self) -> PanelMember:
        seat = seat_of(self.user, self.selection.round_id)
        if seat is None:
            raise Http404
        return seat


class ApplicationDoor(PanelDoor):
    """A page of one application for a member who is free of any interest in it; for anybody else there is none."""

    @cached_property
    def application(self) -> Application:
        return found_or_404(application_scored_by(self.user, self.kwargs["application_id"]))

    @cached_property
    def selection(self) -> Selection:
        return self.application.round.selection

    @cached_property
    def member(self) -> PanelMember:
        seat = seat_of(self.user, self.application.round_id)
        if seat is None:
            raise Http404
        return seat

    @cached_property
    def step(self) -> int:
        """The step the page is about: the one asked for, the one in hand, or the last."""
        asked = self.request.GET.get("step", "")
        if asked in STEPS:
            return int(asked)
        return step_in_hand(self.application) or 3

    @property
    def is_in_hand(self) -> bool:
        return self.step == step_in_hand(self.application)

    @cached_property
    def shown_step(self) -> ShownStep:
        found = [step for step in criteria_by_step(self.application.round) if step.number == self.step]
        if not found:
            raise Http404
        return found[0]

    def shown_criterion(self, code: str) -> ShownCriterion:
        """The criterion of any step with this code; a code that is none is not found."""
        steps = criteria_by_step(self.application.round)
        found = [criterion for step in steps for criterion in step.criteria if criterion.code == code]
        if not found:
            raise Http404
        return found[0]
