"""A letter's link: look at what one is asked, accept it. Also: send a waiting invitation again, or take it back."""

from typing import Any
from uuid import UUID

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sandbox_portal.govuk.forms import status_of

from ..actions import accept_as_new_person, accept_invitation, revoke_invitation, send_invitation_again
from ..choices import Place, Role
from ..doors import ANYONE, PROVIDER, Door
from ..forms import JoinAsNewPerson
from ..models import Invitation
from ..queries import has_account, invitation_by_token, invitations_visible_to
from ..refusals import Refused
from ..roles import DESCRIPTIONS, PLACES
from ..signup import sign_in_new_person


class AnswerInvitation(Door):
    """What the link of a letter opens. Looking uses nothing up (B07); wrong, old, used and taken back look alike (B06).

    The link proves that the address is the reader's, so a new account needs no second letter; an account that is
    there already signs in by its own password and second step.
    """

    access = frozenset({ANYONE})

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        invitation = invitation_by_token(token)
        if invitation is None:
            return self._unusable()
        return self._page(invitation, token)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        invitation = invitation_by_token(token)
        if invitation is None:
            return self._unusable()
        if request.user.is_authenticated:
            return self._accept(invitation, token)
        if has_account(invitation.email):
            return self._page(invitation, token)
        form = JoinAsNewPerson(request.POST, email=invitation.email)
        if not form.is_valid():
            return self._page(invitation, token, form)
        try:
            user = accept_as_new_person(invitation, by=None, at=self.at, **form.cleaned_data)
        except Refused:
            return self._unusable()
        messages.success(request, _("Your account is ready."))
        return sign_in_new_person(request, user, go_to=reverse("home"))

    def _accept(self, invitation: Invitation, token: str) -> HttpResponse:
        if not _is_for(self.request.user, invitation):
            return self._page(invitation, token)
        try:
            invitation = accept_invitation(invitation, by=self.request.user, at=self.at)
        except Refused:
            return self._unusable()
        if invitation.organisation is None:
            messages.success(self.request, _("You have the role now."))
            return redirect("home")
        messages.success(self.request, _("You are in the team of %(name)s.") % {"name": invitation.organisation.name})
        return redirect("team", organisation_id=invitation.organisation_id)

    def _page(self, invitation: Invitation, token: str, form: JoinAsNewPerson | None = None) -> HttpResponse:
        user = self.request.user
        context: dict[str, Any] = {"token": token}
        if user.is_authenticated and not _is_for(user, invitation):
            return self._sealed(render(self.request, "people/invitation_for_another.html", context))
        context |= {
            "invitation": invitation,
            "what_it_means": PLACES[Place(invitation.place)]
            if invitation.place
            else DESCRIPTIONS[Role(invitation.role)],
        }
        if not user.is_authenticated and not has_account(invitation.email):
            context["form"] = form or JoinAsNewPerson(email=invitation.email)
        status = status_of(form) if form else 200
        return self._sealed(render(self.request, "people/invitation.html", context, status=status))

    def _unusable(self) -> HttpResponse:
        """The one page for every link that opens nothing; guessing is slowed down to twenty a minute."""
        if not ratelimit.consume(self.request, app="allauth.account", action="invitation", limit_get=True):
            return self._sealed(ratelimit.respond_429(self.request))
        return self._sealed(render(self.request, "people/invitation_unusable.html", status=404))

    def _sealed(self, response: HttpResponse) -> HttpResponse:
        """The address holds the secret: no other page learns of it, and no cache keeps it (B09)."""
        response["Referrer-Policy"] = "strict-origin"  # with "no-referrer" a browser names no origin, and CSRF refuses
        response["Cache-Control"] = "no-store, private"
        return response


class SendInvitationAgain(Door):
    access = frozenset({PROVIDER, Role.SYSTEM_ADMINISTRATOR})
    fresh_sign_in = True

    def post(self, request: HttpRequest, invitation_id: UUID) -> HttpResponse:
        invitation = get_object_or_404(invitations_visible_to(request.user), pk=invitation_id)
        send_invitation_again(invitation, by=request.user, at=self.at)
        messages.success(request, _("A new letter is on its way to %(email)s.") % {"email": invitation.email})
        return _back(invitation)


class RevokeInvitation(Door):
    access = frozenset({PROVIDER, Role.SYSTEM_ADMINISTRATOR})

    def post(self, request: HttpRequest, invitation_id: UUID) -> HttpResponse:
        invitation = get_object_or_404(invitations_visible_to(request.user), pk=invitation_id)
        revoke_invitation(invitation, by=request.user, at=self.at)
        messages.success(request, _("The invitation to %(email)s is taken back.") % {"email": invitation.email})
        return _back(invitation)


def _back(invitation: Invitation) -> HttpResponse:
    if invitation.organisation_id:
        return redirect("team", organisation_id=invitation.organisation_id)
    return redirect("person-list")


def _is_for(user: Any, invitation: Invitation) -> bool:
    return bool(user.email.lower() == invitation.email.lower())
