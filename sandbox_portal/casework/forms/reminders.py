"""Which reminders a person wants; and the filter beside what was sent."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sandbox_portal.govuk.forms import FilterForm, PageForm
from sandbox_portal.govuk.looks import Look

from ..queries.reminders import FAILED, SENT, WAITS, OwnReminder
from ..reminder_definitions import all_definitions

RESULTS = (("", _("Any")), (SENT, _("Sent")), (WAITS, _("Waits to be sent")), (FAILED, _("Given up")))


class ChooseReminders(PageForm):
    title = _("Your reminders")
    button = _("Save")
    usual_look = Look(mark_optional=False)
    wanted = forms.MultipleChoiceField(
        label=_("Which reminders do you want?"),
        help_text=_("Take the tick away from those you do not want by email."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, reminders: Sequence[OwnReminder], **named: Any) -> None:
        free = [each for each in reminders if not each.why_not]
        super().__init__(*args, initial={"wanted": [each.code for each in free if each.is_on]}, **named)
        self.fields["wanted"].choices = [(each.code, each.about) for each in free]


class SentFilter(FilterForm):
    """Kind of reminder, and what became of it."""

    code = forms.ChoiceField(label=_("Reminder"), required=False)
    result = forms.ChoiceField(label=_("What became of it"), choices=RESULTS, required=False)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["code"].choices = [
            ("", _("Any")),
            *((each.code, each.about) for each in all_definitions().values()),
        ]
