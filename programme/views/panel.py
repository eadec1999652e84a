"""The panel of a round in the lead's hands."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from sandbox_portal.govuk.forms import PageForm

from .. import forms
from ..actions import confirm_panel_member, empty_panel_seat, seat_panel_member, set_chair
from ..models import PanelMember
from ..queries import people_to_seat, seats_of
from .steps import RoundForm


class AddSeat(RoundForm):
    step = "seat_panel_member"
    done = _("The seat is added.")

    def form(self, data: Any = None) -> PageForm:
        round_ = self.round
        return forms.AddSeat(data, round_=round_, people=people_to_seat(round_))

    def act(self, values: dict[str, Any]) -> None:
        seat_panel_member(self.round, **values, by=self.user, at=self.at)


class SeatPage(RoundForm):
    """A form about one seat."""

    @property
    def seat(self) -> PanelMember:
        seats = seats_of(self.round).select_related("user", "round__case")
        return get_object_or_404(seats, pk=self.kwargs["seat_id"])


class FillSeat(SeatPage):
    step = "confirm_panel_member"
    done = _("The seat is filled.")

    def form(self, data: Any = None) -> PageForm:
        seat = self.seat
        return forms.FillSeat(data, round_=seat.round, people=people_to_seat(seat.round))

    def act(self, values: dict[str, Any]) -> None:
        confirm_panel_member(self.seat, **values, by=self.user, at=self.at)


class EmptySeat(SeatPage):
    step = "empty_panel_seat"
    done = _("The seat is empty.")

    def form(self, data: Any = None) -> PageForm:
        return forms.EmptySeat(data, round_=self.seat.round)

    def act(self, values: dict[str, Any]) -> None:
        empty_panel_seat(self.seat, by=self.user, at=self.at)


class NameChair(RoundForm):
    step = "set_chair"
    done = _("The chair is named.")

    def form(self, data: Any = None) -> PageForm:
        round_ = self.round
        return forms.NameChair(data, round_=round_, seats=seats_of(round_).filter(user__isnull=False))

    def act(self, values: dict[str, Any]) -> None:
        seat = values.pop("seat")
        set_chair(seat, **values, by=self.user, at=self.at)
