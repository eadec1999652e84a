"""Type in an application that came by post or phone: everything says by whom, for whom and from what (R35)."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from sandbox_portal.casework.choices import Agreement, AssistanceEnd
from sandbox_portal.casework.events import record
from sandbox_portal.casework.models import Assistance
from sandbox_portal.casework.outbox import queue_mail
from sandbox_portal.casework.queries.assistance import refuses_assistance
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.voices import ends_usually
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.actions import set_up_organisation
from sandbox_portal.people.choices import LegalForm, Place
from sandbox_portal.people.models import Organisation, User
from sandbox_portal.people.queries import organisation_places, people_of

from ..choices import Received, RegistrationStage
from ..models import RegistrationApplication
from ..permissions import typed_it_in, works_in_registration
from ..queries.applications import live_application_of, organisation_called
from ..queries.told import typed_in_words
from .applications import open_draft

NOT_REGISTRATION = "Only registration inspectors and managers type in applications."
AGREED = {Received.PAPER: Agreement.LETTER, Received.PHONE: Agreement.PHONE, Received.EMAIL: Agreement.EMAIL}


@transaction.atomic
def type_in(
    *, organisation: str, legal_form: str, owner_email: str, by: User, at: datetime, **came: Any
) -> RegistrationApplication:
    """Begin to type in for the organisation with exactly this name; one that has no account is set up on the way."""
    there = organisation_called(organisation)
    if there is not None:
        return type_in_for(there, **came, by=by, at=at)
    if not legal_form:
        raise Refused("No organisation has exactly this name. Look it up, or fill in the boxes for a new one.")
    form = LegalForm(legal_form)
    return type_in_for_newcomer(name=organisation, legal_form=form, owner_email=owner_email, **came, by=by, at=at)


@transaction.atomic
def type_in_for_newcomer(
    *, name: str, legal_form: LegalForm, owner_email: str, by: User, at: datetime, **came: Any
) -> RegistrationApplication:
    """The same for an organisation that has no account: it is set up, and the person with this address owns it."""
    if not works_in_registration.test(by, None):
        raise Refused(NOT_REGISTRATION)
    organisation = set_up_organisation(name, legal_form=legal_form, owner_email=owner_email, by=by, at=at)
    return type_in_for(organisation, **came, by=by, at=at)


@transaction.atomic
def type_in_for(
    organisation: Organisation,
    *,
    applicant: str,
    received_how: Received,
    received_on: date,
    by: User,
    at: datetime,
) -> RegistrationApplication:
    """Begin the application of an organisation that sent it on paper or said it on the phone.

    Those who sign for it are told at once, and confirm that what was typed in is right before it is accepted.
    """
    if not works_in_registration.test(by, organisation):
        raise Refused(NOT_REGISTRATION)
    if received_on > day_in_london(at):
        raise Refused("The day on which it reached us cannot be in the future.")
    if organisation.pk in organisation_places(by):
        raise Refused("You belong to this organisation, so you write for it as one of its people.")
    if refuses_assistance(organisation):
        raise Refused("This organisation wants nobody to type for it.")
    facts = {"typed_in_for": applicant.strip(), "received_how": received_how, "received_on": received_on}
    application = open_draft(organisation, by=by, at=at, typed_in_by=by, **facts)
    if application is None:
        there = live_application_of(organisation)
        raise Refused(f"{organisation.name} has an application already: {there}. There can be one at a time.")
    record(application.case, verb="typed in", by=by, at=at, note=typed_in_words(application))
    go_on_typing(application, by=by, at=at)
    for owner in people_of(organisation, Place.OWNER, Place.SIGNATORY):
        _tell(application, owner)
    return application


@transaction.atomic
def go_on_typing(application: RegistrationApplication, *, by: User, at: datetime) -> Assistance:
    """A time in which the typist writes in the draft, as in any other form they type for somebody (R35)."""
    if not typed_it_in.test(by, application):
        raise Refused("Only the person who began to type in this application goes on with it.")
    if application.case.stage != RegistrationStage.DRAFT:
        raise Refused("This application has been handed in, so nothing is typed in any more.")
    if refuses_assistance(application.organisation):
        raise Refused("This organisation wants nobody to type for it.")
    running = Assistance.objects.select_for_update(no_key=True).filter(typist=by, over_at=None)
    for each in running:
        if each.case_id == application.pk and each.ends_at > at:
            return each
        if each.ends_at > at:
            raise Refused("You type for another organisation already. Finish that first.")
        each.over_at, each.ending = at, AssistanceEnd.RAN_OUT
        each.save(update_fields=["over_at", "ending"])
    assert application.received_on is not None  # it was typed in
    return Assistance.objects.create(
        case=application.case,
        organisation=application.organisation,
        typist=by,
        agreed_name=application.typed_in_for,
        agreed_how=AGREED[Received(application.received_how)],
        agreed_on=application.received_on,
        started_at=at,
        ends_at=ends_usually(at),
    )


def _tell(application: RegistrationApplication, owner: User) -> None:
    context = {
        "name": owner.name,
        "provider": application.organisation.name,
        "how": typed_in_words(application),
        "link": f"{settings.PORTAL_URL}{reverse('registration-status', args=[application.pk])}",
    }
    key = f"typed-in:{application.pk}:{owner.pk}"
    queue_mail("registration/typed_in", to=owner.email, key=key, context=context)
