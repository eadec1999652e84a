"""An applicant asks the partners it names, sees how far each is, and may ask again or no more."""

from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from sandbox_portal.casework.refusals import Refused

from ..actions.confirmations import ask_partner, ask_partner_again, take_back_question
from ..forms.confirmations import AskPartner
from ..models import Confirmation
from ..permissions import may_write_application
from ..queries.confirmations import Partner, in_force, may_be_asked_now, partner_rows, partners_of
from .provider import OwnApplication

COLOURS = {"sent": "blue", "opened": "yellow", "answered": "green", "declined": "grey", "expired": "red"}


class PartnersPage(OwnApplication):
    """A page about the partners of one's own application."""

    @property
    def list_url(self) -> str:
        return reverse("application-partners", args=[self.application.pk])

    def ask_page(self, form: AskPartner, partner: Partner, status: int = 200) -> HttpResponse:
        context = {
            "application": self.application,
            "partner": partner,
            "form": form,
            "closes_at": self.application.round.closes_at,
            "back_url": self.list_url,
        }
        return render(self.request, "selection/provider/partner_ask.html", context, status=status)


class ListPartners(PartnersPage):
    """Every partner and how far the question to it is; never what it says."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        rows = partner_rows(self.application, at=self.at)
        context = {
            "application": self.application,
            "round": self.application.round,
            "rows": [(row, COLOURS.get(row.state or "", "grey")) for row in rows],
            "may_ask": may_write_application.test(self.user, self.application.case)
            and may_be_asked_now(self.application),
            "back_url": self.status_url,
        }
        return render(request, "selection/provider/partners.html", context)


class AskOnePartner(PartnersPage):
    """Name a person at a partner, read what the letter says, and send it."""

    @cached_property
    def partner(self) -> Partner:
        found = [each for each in partners_of(self.application) if each.item == self.kwargs["item"]]
        if not found:
            raise Http404
        return found[0]

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.ask_page(AskPartner(partner=self.partner.name), self.partner)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = AskPartner(request.POST, partner=self.partner.name)
        if not form.is_valid():
            return self.ask_page(form, self.partner, status=422)
        try:
            ask_partner(self.application, item=self.partner.item, **form.cleaned_data, by=self.user, at=self.at)
        except Refused as refused:
            form.add_error(None, refused.sentence)
            return self.ask_page(form, self.partner, status=409)
        messages.success(request, f"A letter is on its way to {form.cleaned_data['email']}.")
        return redirect(self.list_url)


class AskedPartner(PartnersPage):
    """A page about a partner that was asked already."""

    @cached_property
    def confirmation(self) -> Confirmation:
        return get_object_or_404(in_force(self.application), pk=self.kwargs["confirmation_id"])


class AskPartnerAgain(AskedPartner):
    """Send the letter anew, to the same person or to somebody else there."""

    def partner(self) -> Partner:
        return Partner(self.confirmation.item, self.confirmation.partner, self.confirmation.part)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        link = self.confirmation.link
        initial = {"name": link.name, "email": link.email}
        return self.ask_page(AskPartner(partner=self.confirmation.partner, initial=initial), self.partner())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = AskPartner(request.POST, partner=self.confirmation.partner)
        if not form.is_valid():
            return self.ask_page(form, self.partner(), status=422)
        try:
            ask_partner_again(self.confirmation, **form.cleaned_data, by=self.user, at=self.at)
        except Refused as refused:
            form.add_error(None, refused.sentence)
            return self.ask_page(form, self.partner(), status=409)
        messages.success(request, f"A new letter is on its way to {form.cleaned_data['email']}.")
        return redirect(self.list_url)


class TakeBackQuestion(AskedPartner):
    """Ask this partner no more."""

    def post(self, request: HttpRequest, application_id: UUID, confirmation_id: UUID) -> HttpResponse:
        take_back_question(self.confirmation, by=self.user, at=self.at)
        messages.success(request, f"The question to {self.confirmation.partner} is taken back. Its link does not work.")
        return redirect(self.list_url)
