"""What staff type at the desk of a case."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sandbox_portal.govuk.fields import GovukDateField
from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.govuk.looks import Look
from sandbox_portal.people.models import User

from ..desk_words import FlagWord, HoldReason

PERSON = {"required": "Choose a person"}
WHY = {"required": "Say why"}


class ReasonForm(PageForm):
    """A page with a reason that colleagues and auditors read."""

    looks = {"reason": Look(rows=3)}
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("Colleagues and auditors read this. The organisation does not."),
        widget=forms.Textarea,
        max_length=300,
        error_messages=WHY,
    )


class GiveCase(ReasonForm):
    title = _("Give this case to a person")
    button = _("Give it to them")

    to = forms.ChoiceField(label=_("Who is to have it?"), error_messages=PERSON)
    field_order = ("to", "reason")

    def __init__(self, *args: Any, people: Sequence[User], **named: Any) -> None:
        super().__init__(*args, **named)
        self.people = {str(person.pk): person for person in people}
        self.fields["to"].choices = [("", _("Choose a person")), *((pk, each.name) for pk, each in self.people.items())]

    @property
    def person(self) -> User:
        return self.people[self.cleaned_data["to"]]


class GiveCases(GiveCase):
    title = _("Give out cases")
    button = _("Give these cases out")
    form_tag = False


class PutBack(ReasonForm):
    title = _("Put this case back in its queue")
    hint = _("Anybody who works in the queue can take it then.")
    button = _("Put it back")


class RaiseFlag(ReasonForm):
    title = _("Raise a flag")
    hint = _("A flag is seen at once by everybody who works on the case. The organisation does not see it.")
    button = _("Raise the flag")

    code = forms.ChoiceField(
        label=_("Which flag?"), widget=forms.RadioSelect, error_messages={"required": "Choose a flag"}
    )
    field_order = ("code", "reason")

    def __init__(self, *args: Any, words: Sequence[FlagWord], **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["code"].choices = [(word.code, word.label) for word in words]
        self.fields["code"].look = Look(hints={word.code: word.about for word in words})


class LowerFlag(PageForm):
    title = _("Take this flag down")
    hint = _("Who raised it, and why, stays in the record.")
    button = _("Take it down")


class WriteNote(PageForm):
    title = _("Write a note")
    hint = _("Only staff read notes: they are on no page, in no letter and in no file of the organisation.")
    button = _("Save the note")
    looks = {"text": Look(rows=6)}

    text = forms.CharField(
        label=_("Your note"),
        help_text=_("Plain text. A note cannot be changed later, only corrected by another one."),
        widget=forms.Textarea,
        max_length=5000,
        error_messages={"required": "Write the note first"},
    )


class CorrectNote(WriteNote):
    title = _("Correct a note")
    hint = _("The first note stays, with yours beside it.")


class PutOnHold(PageForm):
    title = _("Put this case on hold")
    hint = _("Its clocks stand still until you go on. Dates the law sets run on.")
    button = _("Put it on hold")
    looks = {"told": Look(rows=3), "staff_reason": Look(rows=3)}

    reason = forms.ChoiceField(
        label=_("Why must it wait?"), widget=forms.RadioSelect, error_messages={"required": "Choose a reason"}
    )
    until = GovukDateField(
        label=_("Until when?"), help_text=_("On this day somebody looks at it again."), what="The day the hold ends"
    )
    told = forms.CharField(
        label=_("What the organisation reads"),
        help_text=_("Leave this empty to use the sentence shown under the reason."),
        widget=forms.Textarea,
        required=False,
        max_length=500,
    )
    staff_reason = forms.CharField(
        label=_("For colleagues alone"), widget=forms.Textarea, required=False, max_length=500
    )

    def __init__(self, *args: Any, reasons: Sequence[HoldReason], **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["reason"].choices = [(reason.code, reason.label) for reason in reasons]
        hints = {each.code: f"“{each.told}” At most {each.most_days} days." for each in reasons}
        self.fields["reason"].look = Look(hints=hints)


class TakeOffHold(PageForm):
    title = _("Go on with this case")
    hint = _("Its usual time is longer by the days it was on hold, and dates that stood still move on by as many.")
    button = _("Go on")
