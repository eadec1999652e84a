"""What comes in at the pages where roles are looked after."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from sandbox_portal.govuk.fields import GovukDateField
from sandbox_portal.govuk.forms import FilterForm, PageForm
from sandbox_portal.govuk.looks import Look

from ..choices import Role
from ..roles import DESCRIPTIONS

ROLE_LOOK = Look(hints={role.value: text for role, text in DESCRIPTIONS.items()})
REASON_LOOK = Look(rows=3)
STATES = [
    ("staff", _("People with a role now")),
    ("ending", _("People whose role ends within 30 days")),
    ("past", _("People whose role has ended")),
    ("all", _("Everybody with an account")),
]


def _reason(help_text: Any) -> forms.CharField:
    return forms.CharField(label=_("Why?"), help_text=help_text, max_length=300, widget=forms.Textarea)


class RoleFields(PageForm):
    """The role, its reason and its last day."""

    looks: ClassVar = {"role": ROLE_LOOK, "reason": REASON_LOOK}
    role = forms.ChoiceField(label=_("Which role?"), choices=Role.choices, widget=forms.RadioSelect)
    reason = _reason(_("For example who asked for it. It stands in the record and in the letter to the person."))

    def __init__(self, *args: Any, today: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["expires_on"] = GovukDateField(
            label=_("Last day of the role"),
            help_text=_("Leave it empty if it has no end. It stops by itself when this day is over."),
            earliest=today,
            required=False,
        )


class GiveRole(RoleFields):
    button = _("Give the role")

    def __init__(self, *args: Any, name: str, **named: Any) -> None:
        self.title = _("Give %(name)s a role") % {"name": name}
        super().__init__(*args, **named)


class InviteStaff(RoleFields):
    title = _("Invite somebody to a role")
    hint = _("For people who have no account yet. We write to them with a link that works once, for 14 days.")
    button = _("Send the invitation")
    field_order: ClassVar = ["email", "role", "reason", "expires_on"]
    email = forms.EmailField(
        label=_("Their email address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )


class EndRole(PageForm):
    button = _("Take the role away")
    button_classes = "govuk-button--warning"
    looks: ClassVar = {"reason": REASON_LOOK}
    reason = _reason(_("It stands in the record and in the letter to the person."))

    def __init__(self, *args: Any, title: str, **named: Any) -> None:
        self.title = title
        super().__init__(*args, **named)


class ResetSecondStep(PageForm):
    button = _("Ask for the reset")
    looks: ClassVar = {"reason": REASON_LOOK}
    reason = _reason(_("Write how you made sure that it is really this person who asks."))

    def __init__(self, *args: Any, title: str, **named: Any) -> None:
        self.title = title
        super().__init__(*args, **named)


class PeopleFilter(FilterForm):
    """The filter beside the list of people, which is of staff unless told."""

    q = forms.CharField(label=_("Name or email address"), required=False, max_length=100)
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", _("Any")), *Role.choices])
    state = forms.ChoiceField(label=_("Who"), required=False, choices=STATES)

    def has_tag(self, name: str, value: str) -> bool:
        return (name, value) != ("state", "staff")
