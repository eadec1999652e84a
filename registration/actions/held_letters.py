"""Letters to those who are registered: changes, the end of a trial, the certificate, the end of a registration."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from sandbox_portal.casework.models import Case
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.documents.actions import check_address, issue_letter, take_out_of_force
from sandbox_portal.documents.models import IssuedDocument, Withdrawal
from sandbox_portal.documents.queries import letter_of
from sandbox_portal.people.models import User
from sandbox_portal.register.queries import kind_label

from ..changes import KINDS
from ..models import Change, Conversion, Registration

CERTIFICATE = "L-26"


def issue_change_accepted(change: Change, *, by: User, at: datetime) -> None:
    """L-26A: which change, and from which day it holds."""
    _issue(change.case, "L-26A", {"change_about": _about(change), "holds_from": change.holds_from}, by=by, at=at)


def issue_change_refused(change: Change, *, by: User, at: datetime) -> None:
    """L-26R: which change, why not, and what to do."""
    _issue(change.case, "L-26R", {"change_about": _about(change), "reason": change.reason}, by=by, at=at)


def issue_conversion_planned(conversion: Conversion, *, case: Case, by: User, at: datetime) -> None:
    """L-26P: what is to become of a service on trial, and when. A plan written anew has a letter of its own."""
    occasion = f"plan-{conversion.pk}-{at:%Y%m%dT%H%M%S%f}"
    _issue(case, "L-26P", _facts_of(conversion), by=by, at=at, occasion=occasion)


def issue_conversion_done(conversion: Conversion, *, case: Case, by: User, at: datetime) -> None:
    """L-26D: the trial of this service is over, and what it is registered as now."""
    _issue(case, "L-26D", _facts_of(conversion), by=by, at=at, occasion=f"conversion-{conversion.pk}")


def issue_cover_letter(
    registration: Registration, *, certificate: IssuedDocument, by: User | None, at: datetime
) -> None:
    """L-26L: the certificate is there, what to do with it, and how others check it."""
    data = {
        "certificate_number": certificate.number,
        "check_link": check_address(certificate.number),
        "reason": certificate.correction_note,
        "link": settings.PORTAL_URL + reverse("document-page", args=[certificate.pk]),
    }
    occasion = f"certificate-{certificate.version}"
    issue_letter(registration.case, code="L-26L", data=data, by=by, at=at, occasion=occasion)


def end_certificate(registration: Registration, *, because: str, on: date, by: User, at: datetime) -> None:
    """L-26E, and the certificate is no longer in force: whoever checks its number is told so from this moment on."""
    certificate = letter_of(registration.case, CERTIFICATE)
    if certificate is not None and not Withdrawal.objects.filter(document=certificate).exists():
        take_out_of_force(certificate, reason="The registration has ended.", by=by, at=at)
    number = certificate.number if certificate else ""
    data = {"ended_on": on, "reason": because, "certificate_number": number}
    _issue(registration.case, "L-26E", data, by=by, at=at)


def _about(change: Change) -> str:
    return KINDS[change.kind].label


def _facts_of(conversion: Conversion) -> dict[str, Any]:
    return {
        "service_name": conversion.service.name,
        "kind_now": kind_label(conversion.service.kind),
        "kind_then": kind_label(conversion.to_kind) if conversion.to_kind else "",
        "holds_from": max(conversion.on, day_in_london(conversion.planned_at)),
        "reason": conversion.because,
    }


def _issue(case: Case, code: str, data: dict[str, Any], *, by: User, at: datetime, occasion: str = "") -> None:
    address = {"registration_change": "change-detail", "registration_held": "held-detail"}[case.kind]
    link = settings.PORTAL_URL + reverse(address, args=[case.pk])
    issue_letter(case, code=code, data={**data, "link": link}, by=by, at=at, occasion=occasion)
