"""The certificate of a registration (L-26): made anew whenever what it says has changed; the old one then says so."""

from datetime import datetime
from typing import Any

from django.db import transaction

from sandbox_portal.casework.models import Case
from sandbox_portal.casework.moments import day_in_words
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.documents.actions import Paper, issue_document
from sandbox_portal.documents.choices import Audience, DocumentKind
from sandbox_portal.documents.models import IssuedDocument
from sandbox_portal.documents.queries import letter_of
from sandbox_portal.people.models import User

from ..changes import place_line
from ..models import Registration
from ..queries.held import ServiceNow, services_now
from .held_letters import CERTIFICATE, issue_cover_letter


@transaction.atomic
def issue_certificate(
    registration: Registration, *, request: str, because: str, by: User | None, at: datetime
) -> IssuedDocument | None:
    """Print what the register says today; None when nothing is registered any more. Slow: call it from a task.

    The case is held meanwhile, so that nothing is certified of a registration that ends at the same moment.
    """
    Case.objects.select_for_update(no_key=True).get(pk=registration.pk)
    services = services_now(registration, day_in_london(at))
    if not services:
        return None
    before = letter_of(registration.case, CERTIFICATE)
    if before is not None and before.request_key == request:
        return before
    paper = Paper(
        request_key=request,
        kind=DocumentKind.CERTIFICATE,
        code=CERTIFICATE,
        title=f"Certificate of registration {registration.case.reference}",
        layout="documents/registration/certificate.html",
        audience=Audience.PUBLIC,
        case=registration.case,
        replaces=before,
        correction_note=(because or "The register has changed.") if before else "",
        data=_snapshot(registration, services),
    )
    certificate = issue_document(paper, by=by, at=at)
    issue_cover_letter(registration, certificate=certificate, by=by, at=at)
    return certificate


def _snapshot(registration: Registration, services: list[ServiceNow]) -> dict[str, Any]:
    """Everything the certificate says, in words."""
    told = next((each.particulars for each in services if each.particulars), None)
    places = [place_line(place.get("name", ""), place) for place in told.locations] if told else []
    return {
        "title": "Certificate of registration",
        "organisation": registration.organisation.name,
        "legal_form": told.legal_form if told else "",
        "reference": registration.case.reference,
        "registered_on": day_in_words(registration.registered_on),
        "kinds": [
            {"label": each.kind, "round": each.particulars.trial_round if each.particulars else ""} for each in services
        ],
        "activities": list(told.activities) if told else [],
        "managers": list(told.managers) if told else [],
        "nominated_individual": told.nominated_individual if told else "",
        "places": places,
        "conditions": list(dict.fromkeys(words for each in services for words in each.conditions)),
    }
