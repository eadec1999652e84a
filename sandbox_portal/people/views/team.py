"""An organisation's team: who is in it, who is invited, what each may do."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from sandbox_portal.govuk.forms import status_of

from ..actions import change_place, invite_to_team, leave_team, remove_from_team
from ..choices import Place
from ..doors import PROVIDER, Door
from ..forms import ChangePlace, Invite
from ..models import Organisation
from ..queries import (
    current_members,
    events_of_organisation,
    invitations_waiting_for,
    organisation_places,
    own_organisations,
)
from ..roles import PLACES
from .pages import page_of_events

PAGE = "components/page_form.html"


class TeamDoor(Door):
    """A page of one organisation's team, for those who are in it."""

    access = frozenset({PROVIDER})

    def organisation_of(self, organisation_id: UUID) -> Organisation:
        return get_object_or_404(own_organisations(self.request.user), pk=organisation_id)

    def member_of(self, organisation: Organisation, membership_id: int) -> Any:
        return get_object_or_404(current_members(organisation), pk=membership_id)

    def is_owner(self, organisation: Organisation) -> bool:
        return organisation_places(self.request.user).get(organisation.pk) == Place.OWNER


class YourTeam(TeamDoor):
    """The way in from the navigation: the team of the person's organisation, or the list of their organisations."""

    def get(self, request: HttpRequest) -> HttpResponse:
        organisations = list(own_organisations(request.user)[:2])
        if len(organisations) == 1:
            return redirect("team", organisation_id=organisations[0].pk)
        return redirect("your-account")


class ShowTeam(TeamDoor):
    def get(self, request: HttpRequest, organisation_id: UUID) -> HttpResponse:
        organisation = self.organisation_of(organisation_id)
        is_owner = self.is_owner(organisation)
        context = {
            "organisation": organisation,
            "is_owner": is_owner,
            "members": [(member, PLACES[Place(member.place)]) for member in current_members(organisation)],
            "invitations": invitations_waiting_for(organisation, user=request.user) if is_owner else [],
            "places": PLACES.items(),
            "at": self.at,
        }
        return render(request, "people/team.html", context)


class TeamHistory(TeamDoor):
    """Everything that happened in the team, for its owners."""

    def get(self, request: HttpRequest, organisation_id: UUID) -> HttpResponse:
        organisation = self.organisation_of(organisation_id)
        if not self.is_owner(organisation):
            raise Http404
        events = events_of_organisation(organisation, user=request.user)
        return render(
            request, "people/team_history.html", {"organisation": organisation, **page_of_events(events, request)}
        )


class InviteToTeam(TeamDoor):
    fresh_sign_in = True

    def get(self, request: HttpRequest, organisation_id: UUID) -> HttpResponse:
        return self._page(self.organisation_of(organisation_id), Invite())

    def post(self, request: HttpRequest, organisation_id: UUID) -> HttpResponse:
        organisation = self.organisation_of(organisation_id)
        form = Invite(request.POST)
        if not form.is_valid():
            return self._page(organisation, form)
        email, place = form.cleaned_data["email"], Place(form.cleaned_data["place"])
        invite_to_team(organisation, email=email, place=place, by=request.user, at=self.at)
        messages.success(request, _("The invitation is on its way to %(email)s.") % {"email": email})
        return redirect("team", organisation_id=organisation.pk)

    def _page(self, organisation: Organisation, form: Invite) -> HttpResponse:
        context = {"form": form, "organisation": organisation}
        return render(self.request, "people/team_form.html", context, status=status_of(form))


class ChangeMember(TeamDoor):
    fresh_sign_in = True

    def get(self, request: HttpRequest, organisation_id: UUID, membership_id: int) -> HttpResponse:
        organisation = self.organisation_of(organisation_id)
        member = self.member_of(organisation, membership_id)
        form = ChangePlace(name=member.user.name, initial={"place": member.place})
        return render(request, "people/team_form.html", {"form": form, "organisation": organisation})

    def post(self, request: HttpRequest, organisation_id: UUID, membership_id: int) -> HttpResponse:
        organisation = self.organisation_of(organisation_id)
        member = self.member_of(organisation, membership_id)
        form = ChangePlace(request.POST, name=member.user.name)
        if not form.is_valid():
            context = {"form": form, "organisation": organisation}
            return render(request, "people/team_form.html", context, status=status_of(form))
        place = Place(form.cleaned_data["place"])
        change_place(member, place=place, by=request.user, at=self.at)
        said = _("%(name)s is now: %(place)s.") % {"name": member.user.name, "place": place.label}
        messages.success(request, said)
        return redirect("team", organisation_id=organisation.pk)


class RemoveMember(TeamDoor):
    """Asks once more, then takes the person out."""

    fresh_sign_in = True

    def get(self, request: HttpRequest, organisation_id: UUID, membership_id: int) -> HttpResponse:
        organisation = self.organisation_of(organisation_id)
        member = self.member_of(organisation, membership_id)
        return render(request, "people/team_remove.html", {"organisation": organisation, "member": member})

    def post(self, request: HttpRequest, organisation_id: UUID, membership_id: int) -> HttpResponse:
        organisation = self.organisation_of(organisation_id)
        member = self.member_of(organisation, membership_id)
        remove_from_team(member, by=request.user, at=self.at)
        messages.success(request, _("%(name)s is no longer in the team.") % {"name": member.user.name})
        return redirect("team", organisation_id=organisation.pk)


class LeaveTeam(TeamDoor):
    """Asks once more, then the person is out."""

    def get(self, request: HttpRequest, organisation_id: UUID) -> HttpResponse:
        return render(request, "people/team_leave.html", {"organisation": self.organisation_of(organisation_id)})

    def post(self, request: HttpRequest, organisation_id: UUID) -> HttpResponse:
        organisation = self.organisation_of(organisation_id)
        own = get_object_or_404(current_members(organisation), user=request.user)
        leave_team(own, by=request.user, at=self.at)
        messages.success(request, _("You have left %(name)s.") % {"name": organisation.name})
        return redirect("home")
