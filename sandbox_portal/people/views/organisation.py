"""A person's organisation: make it, see it, correct it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from sandbox_portal.govuk.forms import status_of
from sandbox_portal.people.actions import correct_organisation, create_organisation
from sandbox_portal.people.doors import PROVIDER, SIGNED_IN, STAFF, Door
from sandbox_portal.people.forms import OrganisationForm
from sandbox_portal.people.queries import organisation_places, organisations_visible_to, people_of

PAGE = "components/page_form.html"


class CreateOrganisation(Door):
    """After sign-up; somebody who already has an organisation may add another."""

    access = frozenset({SIGNED_IN})

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, PAGE, {"form": OrganisationForm()})

    def post(self, request: HttpRequest) -> HttpResponse:
        form = OrganisationForm(request.POST)
        if not form.is_valid():
            return render(request, PAGE, {"form": form}, status=status_of(form))
        organisation = create_organisation(by=request.user, at=self.at, **form.cleaned_data)
        messages.success(request, _("%(name)s is set up.") % {"name": organisation.name})
        return redirect(_safe_next(request))


class ShowOrganisation(Door):
    access = frozenset({PROVIDER, STAFF})

    def get(self, request: HttpRequest, organisation_id: UUID) -> HttpResponse:
        organisation = get_object_or_404(organisations_visible_to(request.user), pk=organisation_id)
        context = {
            "organisation": organisation,
            "colleagues": people_of(organisation),
            "place": organisation_places(request.user).get(organisation.pk),
        }
        return render(request, "people/organisation.html", context)


class CorrectOrganisation(Door):
    access = frozenset({PROVIDER})

    def get(self, request: HttpRequest, organisation_id: UUID) -> HttpResponse:
        organisation = get_object_or_404(organisations_visible_to(request.user), pk=organisation_id)
        return render(request, PAGE, {"form": OrganisationForm(instance=organisation)})

    def post(self, request: HttpRequest, organisation_id: UUID) -> HttpResponse:
        organisation = get_object_or_404(organisations_visible_to(request.user), pk=organisation_id)
        form = OrganisationForm(request.POST, instance=organisation)
        if not form.is_valid():
            return render(request, PAGE, {"form": form}, status=status_of(form))
        correct_organisation(organisation, by=request.user, at=self.at, **form.cleaned_data)
        messages.success(request, _("Your organisation's details are saved."))
        return redirect("organisation-detail", organisation_id=organisation.pk)


def _safe_next(request: HttpRequest) -> str:
    address = request.GET.get("next", "")
    allowed = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if address and allowed else "home"
