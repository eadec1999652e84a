"""Forms of the panel of a round."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..choices import PanelGroup, RoundStage
from ..models import PanelMember
from .base import RoundPageForm, reason_field


class SeatForm(RoundPageForm):
    """Says whom a seat is for. After the sift has started it asks why the panel changes now."""

    reason = reason_field(_("Why does the panel change now?"), required=False)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        if self.round.case.stage == RoundStage.SIFTING:
            self.fields["reason"].required = True
        else:
            del self.fields["reason"]


class PersonForm(SeatForm):
    """Chooses among the people who may sit on a panel and are not on this one."""

    user = forms.ModelChoiceField(label=_("Who?"), queryset=None, required=False, empty_label=_("To be confirmed"))
    field_order = ("user", "group", "reason")

    def __init__(self, *args: Any, people: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["user"].queryset = people


class AddSeat(PersonForm):
    title = _("Add a seat to the panel")
    button = _("Add the seat")

    group = forms.ChoiceField(
        label=_("Whose view do they bring?"), choices=PanelGroup.choices, widget=forms.RadioSelect
    )

    def clean_group(self) -> PanelGroup:
        return PanelGroup(self.cleaned_data["group"])


class FillSeat(PersonForm):
    title = _("Fill a seat on the panel")
    button = _("Fill the seat")

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["user"].required = True
        self.fields["user"].empty_label = _("Choose a person")
        self.fields["user"].error_messages["required"] = _("Choose who sits here")


class EmptySeat(RoundPageForm):
    title = _("Empty a seat on the panel")
    hint = _("The seat is then “to be confirmed” again.")
    button = _("Empty the seat")


class NameChair(SeatForm):
    title = _("Name the chair of the panel")
    button = _("Name the chair")

    seat = forms.ModelChoiceField(
        label=_("Who is the chair?"), queryset=None, widget=forms.RadioSelect, empty_label=None
    )
    field_order = ("seat", "reason")

    def __init__(self, *args: Any, seats: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["seat"].queryset = seats

    def clean_seat(self) -> PanelMember:
        seat: PanelMember = self.cleaned_data["seat"]
        if not seat.is_confirmed:
            raise ValidationError(_("Fill this seat first"))
        return seat
