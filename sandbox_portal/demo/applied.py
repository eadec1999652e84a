"""Applications to register up to validation: drafts, two that came in, and one that was returned as incomplete."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from registration.actions.validation import list_shortcoming, return_incomplete, start_validation
from registration.models import RegistrationApplication
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now, travelled_to
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import holders_of

from .registration_walk import name_manager, send_whole, write_registration
from .walk import organisation_named

HILL_AND_VALE = "Hill & Vale Introductions"
AT_HOME = {"service_kinds": ["home_care"], "takes_part": "no"}
FIRST_NUMBER = 700
# Name, company number, days since it was sent.
SENT = ((HILL_AND_VALE, "07001001", 20), ("Lantern Lane Care", "07001002", 9), ("Orchard Row Homecare", "07001003", 1))
DRAFTS = (("Two Rivers Companions", 24), ("Saltmarsh Care", 6))
MISSING = (
    ("funding", "unclear_fact", "Say what people pay in an hour, and what the carer gets of it."),
    ("viability_on", "out_of_date", "Please ask your accountant for a newer letter."),
    ("records", "not_answered", "Say who can open the cabinet with the papers of your carers."),
)


@transaction.atomic
def applied() -> str:
    """Play it once: the names are those of organisations that nobody else in the demonstration uses."""
    if RegistrationApplication.objects.filter(organisation__name=HILL_AND_VALE).exists():
        return "Applications to register: there already."
    inspector, now = holders_of(Role.REGISTRATION_INSPECTOR)[0], database_now()
    for number, (name, company, days) in enumerate(SENT, start=FIRST_NUMBER):
        with travelled_to(now - timedelta(days=days)):
            _send(name, company, number=number)
    _check(inspector, now)
    for number, (name, days) in enumerate(DRAFTS, start=FIRST_NUMBER + len(SENT)):
        with travelled_to(now - timedelta(days=days)):
            organisation = organisation_named(name, number=number)
            write_registration(organisation, at=database_now(), only=12, registered_name=name)
    return f"Applications to register: {len(SENT)} sent, one of them returned; {len(DRAFTS)} drafts."


def _send(name: str, company: str, *, number: int) -> None:
    organisation = organisation_named(name, number=number)
    own: dict[str, Any] = {"registered_name": name, "trading_name": "", "company_number": company, **AT_HOME}
    application = write_registration(organisation, at=database_now(), **own)
    name_manager(application, name="Ann Hollis", email=f"manager{number}@demo.example", at=database_now())
    send_whole(application, at=database_now())


def _check(inspector: User, now: datetime) -> None:
    """The oldest came back after three days; the next is being checked, and late."""
    with travelled_to(now - timedelta(days=17)):
        application = start_validation(_of(HILL_AND_VALE), by=inspector, at=database_now())
        for key, reason, words in MISSING:
            list_shortcoming(application, question_key=key, reason=reason, words=words, by=inspector, at=database_now())
        return_incomplete(application, note="Ring us if the list is unclear.", by=inspector, at=database_now())
    with travelled_to(now - timedelta(days=8)):
        start_validation(_of(SENT[1][0]), by=inspector, at=database_now())


def _of(name: str) -> RegistrationApplication:
    applications = RegistrationApplication.objects.select_related("case", "organisation")
    return applications.get(organisation__name=name)
