"""What is written down before somebody types for an organisation; and the filters beside the lists."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from sandbox_portal.govuk.fields import GovukDateField
from sandbox_portal.govuk.forms import FilterForm, PageForm
from sandbox_portal.govuk.looks import Look
from sandbox_portal.people.models import User

from ..choices import Agreement
from ..queries.assistance import OVER, RUNNING


class BeginTyping(PageForm):
    """Who agreed, how, when."""

    title = _("Type for this organisation")
    button = _("Begin to type")
    looks: ClassVar = {"note": Look(rows=2)}

    agreed_by = forms.ChoiceField(
        label=_("Who of the organisation agreed?"),
        help_text=_("Only somebody who may write answers themselves can agree."),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who agreed")},
    )
    agreed_how = forms.ChoiceField(
        label=_("How did they agree?"),
        choices=Agreement.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how they agreed")},
    )
    note = forms.CharField(
        label=_("What they asked you to type"),
        help_text=_("For example “the pages about staff, from their paper form”. The organisation reads this."),
        widget=forms.Textarea,
        max_length=300,
        required=False,
    )
    field_order = ("agreed_by", "agreed_how", "agreed_on", "note")

    def __init__(self, *args: Any, people: Sequence[User], today: date, **named: Any) -> None:
        super().__init__(*args, **named)
        self.people = {str(person.pk): person for person in people}
        self.fields["agreed_by"].choices = [(pk, person.name) for pk, person in self.people.items()]
        self.fields["agreed_on"] = GovukDateField(label=_("On which day did they agree?"), latest=today)
        self.order_fields(self.field_order)

    def agreement(self) -> dict[str, Any]:
        """What `begin_typing` wants to know."""
        given = dict(self.cleaned_data)
        return {**given, "agreed_by": self.people[given["agreed_by"]], "agreed_how": Agreement(given["agreed_how"])}


class FindOrganisation(FilterForm):
    """Whose form it is."""

    button = _("Find")
    q = forms.CharField(label=_("Name of the organisation"), max_length=100, required=False)


STATES = (("", _("All")), (RUNNING, _("Going on now")), (OVER, _("Over")))


class TypingFilter(FilterForm):
    """The filter beside a list of times of typing."""

    state = forms.ChoiceField(label=_("Which"), choices=STATES, required=False)
