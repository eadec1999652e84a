"""Who works here: the list, a person's roles and their history, and the second step they lost."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from sandbox_portal.govuk.forms import status_of

from ..actions import ask_for_reset, drop_reset, end_role, grant_role, invite_to_role, reset_second_step
from ..choices import Role
from ..doors import Door
from ..forms import EndRole, GiveRole, InviteStaff, PeopleFilter, ResetSecondStep
from ..models import User
from ..permissions import looks_after_roles
from ..queries import (
    accounts_visible_to,
    ends_soon,
    events_of_person,
    grants_of,
    own_organisations,
    people_to_look_after,
    resets_visible_to,
    staff_invitations_waiting,
)
from ..roles import DESCRIPTIONS
from ..second_factor import has_second_factor
from .pages import page_of_events

PAGE = "components/page_form.html"


class AdministratorDoor(Door):
    """A page for those who look after roles."""

    access = frozenset({Role.SYSTEM_ADMINISTRATOR})

    def person(self, user_id: UUID) -> User:
        return get_object_or_404(accounts_visible_to(self.request.user), pk=user_id)

    @property
    def today(self) -> Any:
        return timezone.localdate(self.at)

    def form_page(self, form: Any, back: str) -> HttpResponse:
        return render(self.request, PAGE, {"form": form, "back_url": back}, status=status_of(form))


class ListPeople(AdministratorDoor):
    access = frozenset({Role.SYSTEM_ADMINISTRATOR, Role.AUDITOR})

    def get(self, request: HttpRequest) -> HttpResponse:
        form = PeopleFilter(request.GET or {"state": "staff"})
        chosen = form.chosen()
        filters = {"words": chosen.get("q", ""), "role": chosen.get("role", ""), "state": chosen.get("state", "staff")}
        page = people_to_look_after(request.user, after=request.GET.get("after", "")[:300], **filters)
        context = {
            "filter_form": form,
            "selected": form.selected(),
            "page": page,
            "rows": [_row(person, self.today) for person in page.rows],
            "older_url": f"?{urlencode({**chosen, 'after': page.after})}" if page.after else "",
            "first_url": f"?{urlencode(chosen)}" if request.GET.get("after") else "",
            "invitations": staff_invitations_waiting(request.user),
            "resets": resets_visible_to(request.user),
            "at": self.at,
            "may_change": looks_after_roles.test(request.user),
        }
        return render(request, "people/person_list.html", context)


class ShowPerson(AdministratorDoor):
    access = frozenset({Role.SYSTEM_ADMINISTRATOR, Role.AUDITOR})

    def get(self, request: HttpRequest, user_id: UUID) -> HttpResponse:
        person = self.person(user_id)
        grants = [(grant, DESCRIPTIONS[Role(grant.role)], ends_soon(grant, self.today)) for grant in grants_of(person)]
        context = {
            "person": person,
            "grants": grants,
            "organisations": own_organisations(person),
            "has_second_factor": has_second_factor(person),
            "reset": resets_visible_to(request.user).filter(user=person).first(),
            "may_change": looks_after_roles.test(request.user) and person != request.user,
            **page_of_events(events_of_person(person, user=request.user), request),
        }
        return render(request, "people/person_detail.html", context)


class GivePersonRole(AdministratorDoor):
    fresh_sign_in = True

    def get(self, request: HttpRequest, user_id: UUID) -> HttpResponse:
        person = self.person(user_id)
        return self.form_page(GiveRole(name=person.name, today=self.today), _address(person))

    def post(self, request: HttpRequest, user_id: UUID) -> HttpResponse:
        person = self.person(user_id)
        form = GiveRole(request.POST, name=person.name, today=self.today)
        if not form.is_valid():
            return self.form_page(form, _address(person))
        given = {**form.cleaned_data, "role": Role(form.cleaned_data["role"])}
        grant = grant_role(person, by=request.user, at=self.at, **given)
        messages.success(request, _("%(name)s has the role now: %(role)s.") % _words(person, grant.role))
        return redirect("person-detail", user_id=person.pk)


class EndPersonRole(AdministratorDoor):
    fresh_sign_in = True

    def get(self, request: HttpRequest, user_id: UUID, grant_id: int) -> HttpResponse:
        person, grant = self._grant(user_id, grant_id)
        return self.form_page(EndRole(title=self._title(person, grant)), _address(person))

    def post(self, request: HttpRequest, user_id: UUID, grant_id: int) -> HttpResponse:
        person, grant = self._grant(user_id, grant_id)
        form = EndRole(request.POST, title=self._title(person, grant))
        if not form.is_valid():
            return self.form_page(form, _address(person))
        end_role(grant, reason=form.cleaned_data["reason"], by=request.user, at=self.at)
        messages.success(request, _("%(name)s no longer has the role: %(role)s.") % _words(person, grant.role))
        return redirect("person-detail", user_id=person.pk)

    def _grant(self, user_id: UUID, grant_id: int) -> tuple[User, Any]:
        person = self.person(user_id)
        return person, get_object_or_404(grants_of(person), pk=grant_id)

    def _title(self, person: User, grant: Any) -> str:
        return _("Take the role “%(role)s” from %(name)s") % _words(person, grant.role)


class InviteToRole(AdministratorDoor):
    fresh_sign_in = True

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.form_page(InviteStaff(today=self.today), reverse("person-list"))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = InviteStaff(request.POST, today=self.today)
        if not form.is_valid():
            return self.form_page(form, reverse("person-list"))
        asked = {**form.cleaned_data, "role": Role(form.cleaned_data["role"])}
        invite_to_role(by=request.user, at=self.at, **asked)
        messages.success(request, _("The invitation is on its way to %(email)s.") % asked)
        return redirect("person-list")


class AskForReset(AdministratorDoor):
    """Somebody lost phone, key and recovery codes: one administrator asks here."""

    fresh_sign_in = True

    def get(self, request: HttpRequest, user_id: UUID) -> HttpResponse:
        person = self.person(user_id)
        return self.form_page(ResetSecondStep(title=self._title(person)), _address(person))

    def post(self, request: HttpRequest, user_id: UUID) -> HttpResponse:
        person = self.person(user_id)
        form = ResetSecondStep(request.POST, title=self._title(person))
        if not form.is_valid():
            return self.form_page(form, _address(person))
        ask_for_reset(person, reason=form.cleaned_data["reason"], by=request.user, at=self.at)
        messages.success(request, _("A second administrator must agree now. We have told %(name)s.") % _words(person))
        return redirect("person-detail", user_id=person.pk)

    def _title(self, person: User) -> str:
        return _("Reset the second step of %(name)s") % _words(person)


class DecideReset(AdministratorDoor):
    """A second administrator agrees, or anybody of them turns it down."""

    fresh_sign_in = True

    def get(self, request: HttpRequest, reset_id: int) -> HttpResponse:
        reset = get_object_or_404(resets_visible_to(request.user), pk=reset_id)
        may_agree = request.user.pk not in {reset.asked_by_id, reset.user_id}
        return render(request, "people/second_step_reset.html", {"reset": reset, "may_agree": may_agree})

    def post(self, request: HttpRequest, reset_id: int) -> HttpResponse:
        reset = get_object_or_404(resets_visible_to(request.user), pk=reset_id)
        if "drop" in request.POST:
            drop_reset(reset, by=request.user, at=self.at)
            messages.success(request, _("The request is turned down. Nothing was changed."))
        else:
            reset_second_step(reset, by=request.user, at=self.at)
            messages.success(request, _("The second step of %(name)s is taken off.") % _words(reset.user))
        return redirect("person-detail", user_id=reset.user_id)


def _address(person: User) -> str:
    return reverse("person-detail", kwargs={"user_id": person.pk})


def _words(person: User, role: str = "") -> dict[str, str]:
    return {"name": person.name, "role": Role(role).label if role else ""}


def _row(person: Any, today: Any) -> dict[str, Any]:
    grants = person.grants_now
    return {
        "person": person,
        "roles": [(Role(grant.role).label, grant.expires_on, ends_soon(grant, today)) for grant in grants],
    }
