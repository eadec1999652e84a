"""Reminders: choose one's own, switch one off from its mail without signing in, and for staff what was sent."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sandbox_portal.govuk.paging import page_by_key
from sandbox_portal.people.choices import Role
from sandbox_portal.people.doors import ANYONE, SIGNED_IN, Door

from ..actions.reminder_choices import choose_reminders, switch_off
from ..forms.reminders import ChooseReminders, SentFilter
from ..queries.reminders import THE_DIGEST, may_be_switched_off, reminder_standing, reminders_of, reminders_sent
from ..reminder_choices import choice_by_token
from ..reminder_definitions import all_definitions

PAGE = 50


class SwitchOffReminder(Door):
    """The address in a mail. Looking asks first; what a mail program sends for its reader works at once (RFC 8058).

    A mail program has no secret of our form, so none is asked for: the address is the secret, and it can only switch
    off. A form from a page of somebody else is refused all the same.
    """

    access = frozenset({ANYONE})

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Callable[..., HttpResponseBase]:
        view = super().as_view(**initkwargs)
        view.csrf_exempt = True  # type: ignore[attr-defined]
        return view

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self._show(token, done=False)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        origin = request.headers.get("Origin", "")
        if origin and origin != "null" and urlsplit(origin).netloc not in {request.get_host(), _own_host()}:
            raise PermissionDenied
        choice = choice_by_token(token)
        if choice is not None and not may_be_switched_off(choice.code):
            switch_off(choice, by=None, at=self.at)
        return self._show(token, done=True)

    def _show(self, token: str, *, done: bool) -> HttpResponse:
        choice = choice_by_token(token)
        if choice is None:
            return render(self.request, "casework/reminders/unknown.html", status=404)
        definition = all_definitions().get(choice.code)
        context = {
            "about": definition.about if definition else THE_DIGEST,
            "why_not": may_be_switched_off(choice.code),
            "is_off": choice.off_at is not None,
            "done": done,
        }
        return render(self.request, "casework/reminders/switch_off.html", context)


class YourReminders(Door):
    """Which reminders a person gets by mail."""

    access = frozenset({SIGNED_IN})

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(ChooseReminders(reminders=self._own()))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ChooseReminders(request.POST, reminders=self._own())
        if not form.is_valid():
            return self._show(form, status=422)
        user: Any = request.user
        choose_reminders(user, wanted=form.cleaned_data["wanted"], by=user, at=self.at)
        messages.success(request, _("Your choice is saved."))
        return redirect("your-reminders")

    def _own(self) -> Any:
        return reminders_of(self.request.user)  # type: ignore[arg-type]

    def _show(self, form: ChooseReminders, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "always": [each for each in self._own() if each.why_not],
            "back_url": reverse("your-account"),
        }
        return render(self.request, "casework/reminders/your_reminders.html", context, status=status)


class ReminderList(Door):
    """Every kind of reminder and how it went, and each one that was sent (R-803)."""

    access = frozenset({Role.PROGRAMME_LEAD, Role.SYSTEM_ADMINISTRATOR, Role.CONTENT_EDITOR, Role.AUDITOR})

    def get(self, request: HttpRequest) -> HttpResponse:
        form = SentFilter(request.GET)
        sent, beside = page_by_key(request, reminders_sent(**form.chosen()), size=PAGE)
        context = {
            "form": form,
            "selected": form.selected(),
            "clear_url": request.path,
            "standing": reminder_standing(self.at),
            "sent": sent,
            **beside,
        }
        return render(request, "casework/reminders/list.html", context)


def _own_host() -> str:
    return urlsplit(settings.PORTAL_URL).netloc
