"""What sign-up asks besides address and password. Apart from forms.py, because allauth builds its own forms on it."""

from typing import Any

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from .broken_text import seen_line
from .names import something_to_see


class NamedPerson(forms.Form):
    """What sign-up asks besides address and password; allauth builds its form on this one."""

    name = forms.CharField(
        max_length=200,
        validators=[something_to_see],
        label=_("Full name"),
        help_text=_("As you want it to stand in our letters to you."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def signup(self, request: Any, user: Any) -> None:
        """Keep the name; allauth calls this when the account is made."""
        user.name = seen_line(self.cleaned_data["name"])
        user.save(update_fields=["name"])


def sign_in_new_person(request: HttpRequest, user: Any, *, go_to: str) -> HttpResponse:
    """Open the first session of somebody who has just made an account by a letter's link."""
    return perform_password_login(
        request, {"email": user.email}, Login(user=user, email=user.email, redirect_url=go_to)
    )
