"""What comes in at the pages of a team, and where somebody accepts an invitation."""

from typing import Any, ClassVar

from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _

from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.govuk.looks import Look

from ..choices import Place
from ..models import User
from ..names import something_to_see
from ..roles import PLACES
from .accounts import PASSWORD_HELP

PLACE_LOOK = Look(hints={place.value: text for place, text in PLACES.items()})


class Invite(PageForm):
    title = _("Invite somebody to your team")
    hint = _("We write to them with a link that works once, for 14 days. They need no account yet.")
    button = _("Send the invitation")
    looks: ClassVar = {"place": PLACE_LOOK}
    email = forms.EmailField(
        label=_("Their email address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    place = forms.ChoiceField(label=_("What may they do?"), choices=Place.choices, widget=forms.RadioSelect)


class ChangePlace(PageForm):
    button = _("Save")
    looks: ClassVar = {"place": PLACE_LOOK}
    place = forms.ChoiceField(label=_("What may they do?"), choices=Place.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, name: str, **named: Any) -> None:
        self.title = _("What may %(name)s do?") % {"name": name}
        super().__init__(*args, **named)
        self.question = "place"
        self.fields["place"].label = self.title


class YourName(PageForm):
    title = _("Change your name")
    button = _("Save")
    name = forms.CharField(
        label=_("Full name"),
        max_length=200,
        help_text=_("As you want it to stand in our letters to you."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        validators=[something_to_see],
    )


class JoinAsNewPerson(PageForm):
    """An account for somebody who holds the letter: its link is the proof that the address is theirs."""

    title = _("Create your account")
    button = _("Create my account and accept")
    name = forms.CharField(
        label=_("Full name"),
        max_length=200,
        help_text=_("As you want it to stand in our letters to you."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        validators=[something_to_see],
    )
    password1 = forms.CharField(
        label=_("Password"),
        help_text=PASSWORD_HELP,
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **named: Any) -> None:
        self.email = email
        super().__init__(*args, **named)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        password = cleaned.get("password1")
        if password:
            somebody = User(email=self.email, name=cleaned.get("name", ""))
            try:
                password_validation.validate_password(password, somebody)
            except forms.ValidationError as error:
                self.add_error("password1", error)
        return cleaned
