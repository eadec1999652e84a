"""Which registrations and changes a person may see, and what the register is told of one (R-277)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from sandbox_portal.people.choices import WRITERS
from sandbox_portal.people.models import Organisation, User
from sandbox_portal.people.queries import organisation_places, people_of, roles_of
from sandbox_portal.questions.engine import Document
from sandbox_portal.questions.expanding import BETWEEN
from sandbox_portal.questions.queries import answers_of, document_of, response_of
from sandbox_portal.register.actions import Facts
from sandbox_portal.register.choices import Scheme
from sandbox_portal.register.definitions import service_kinds
from sandbox_portal.register.models import Particulars, Service, StatusEntry
from sandbox_portal.register.queries import kind_label, particulars_as_at, statuses_as_at

from ..changes import person_in_words
from ..choices import SET_CODE, ChangeStage
from ..models import Change, Conversion, ManagerApplication, Registration, RegistrationApplication
from .applications import SEES_SENT, managers_of

TRIAL = "trial"


def held_visible_to(user: User) -> QuerySet[Registration]:
    """Registrations of one's own organisations; all of them for those who work with registered services."""
    found = Registration.objects.select_related("case", "organisation")
    return found if SEES_SENT & roles_of(user) else found.filter(organisation__in=organisation_places(user))


def own_held(user: User, today: date) -> QuerySet[Registration]:
    """The registrations of one's own organisations that stand, each with what is still to do, and what is late."""
    undone = Q(duties__done_at=None, duties__isnull=False)
    found = Registration.objects.filter(organisation__in=organisation_places(user), case__closed_at=None)
    return (
        found.annotate(
            still_to_do=Count("duties", filter=undone),
            late=Count("duties", filter=undone & Q(duties__due_on__lt=today)),
        )
        .select_related("case", "organisation")
        .order_by("organisation__name", "pk")
    )


def held_cases_of(user: User) -> Q:
    """The same as a condition on cases, which lists use."""
    own = Q(organisation__in=organisation_places(user))
    return own | Q(kind="registration_held") if SEES_SENT & roles_of(user) else own


def changes_visible_to(user: User) -> QuerySet[Change]:
    """Changes of one's own organisations; once sent, all of them for those who work with registered services."""
    own = Q(organisation__in=organisation_places(user))
    seen = own | Q(sent_at__isnull=False) if SEES_SENT & roles_of(user) else own
    related = ("case", "organisation", "registration__case", "registration__organisation")
    return Change.objects.filter(seen).select_related(*related)


def managers_joining(change: Change) -> list[ManagerApplication]:
    """Who joins by this change: nobody yet, or one person, with their part."""
    found = list(change.managers.filter(taken_out_at=None).select_related("case", "organisation", "person"))
    for manager in found:
        manager.change = change
    return found


def change_cases_of(user: User) -> Q:
    """The same as a condition on cases, which lists use."""
    own = Q(organisation__in=organisation_places(user))
    return own | Q(registration_change__sent_at__isnull=False) if SEES_SENT & roles_of(user) else own


def conversions_visible_to(user: User) -> QuerySet[Conversion]:
    """What becomes of services on trial, of registrations the person may see."""
    return Conversion.objects.filter(registration__in=held_visible_to(user)).select_related("service", "new_service")


def held_by_id(registration_id: object) -> Registration | None:
    """A registration for work that nobody looks at."""
    return Registration.objects.select_related("case", "organisation").filter(pk=registration_id).first()  # type: ignore[misc]


def registration_of(application: RegistrationApplication) -> Registration:
    """What was granted on an application; there is one as soon as it is registered."""
    return Registration.objects.select_related("case", "organisation").get(application=application)


@dataclass(frozen=True)
class ServiceNow:
    """A service of a registration as the register tells it on a day."""

    service: Service
    kind: str
    is_on_trial: bool
    status: StatusEntry | None
    particulars: Particulars | None

    @property
    def conditions(self) -> list[str]:
        return list(self.status.conditions) if self.status else []


def services_now(registration: Registration, day: date) -> list[ServiceNow]:
    """The open services of a registration with what the register says of each, three questions for any number."""
    services = list(registration.services.filter(closed_at=None).defer("words").order_by("name", "pk"))
    entries = StatusEntry.objects.filter(service__in=services, scheme=Scheme.REGISTRATION, part="")
    statuses = {entry.service_id: entry for entry in statuses_as_at(entries, day)}
    told = {each.service_id: each for each in particulars_as_at(Particulars.objects.filter(service__in=services), day)}
    return [
        ServiceNow(each, kind_label(each.kind), is_trial(each.kind), statuses.get(each.pk), told.get(each.pk))
        for each in services
    ]


def closed_services(registration: Registration) -> list[Service]:
    """What it was registered for: the services that were closed, which the register still tells of."""
    return list(registration.services.exclude(closed_at=None).defer("words").order_by("name", "pk"))


def is_trial(kind: str) -> bool:
    known = service_kinds().get(kind)
    return known is not None and known.status == TRIAL


def trial_round_of(organisation: Organisation, kind: str) -> str:
    """The round whose trial type of service this is, by the register's own entry; empty for a standard kind."""
    if not is_trial(kind):
        return ""
    entries = StatusEntry.objects.filter(service__organisation=organisation, service__kind=kind, scheme=Scheme.SANDBOX)
    entry = entries.exclude(status="").order_by("-from_day", "-recorded_at").first()
    return entry.reason if entry and entry.reason else "a round of the sandbox"


@dataclass(frozen=True)
class Told:
    """What an application says that the register will say: the kinds, the name, the place, and the facts."""

    kinds: tuple[str, ...]
    name: str
    town: str
    postcode: str
    summary: str
    facts: Facts


def told_by(application: RegistrationApplication) -> Told:
    """Read from the answers that were sent; the reference and the trial round are filled in when it is granted."""
    response = response_of(application.case, set_code=SET_CODE)
    answers = answers_of(response) if response else {}
    document = document_of(response.question_set) if response else None
    organisation = application.organisation
    places = places_in(answers)
    first = places[0] if places else {}
    facts = Facts(
        reference="",
        legal_form=_words(document, "legal_form", answers) or organisation.get_legal_form_display(),
        activities=tuple(_labels(document, "activities", answers)),
        managers=tuple(each.name for each in managers_of(application)) or _alone(answers),
        nominated_individual=person_in_words(answers.get("nominated")),
        locations=places,
        contact={"phone": _text(answers, "office_phone"), "email": _text(answers, "office_email")},
    )
    return Told(
        kinds=tuple(application.service_kinds or answers.get("service_kinds") or ()),
        name=_text(answers, "trading_name") or organisation.name,
        town=first.get("town") or organisation.town,
        postcode=first.get("postcode", ""),
        summary=organisation.summary[:300],
        facts=facts,
    )


def places_in(answers: Mapping[str, Any]) -> tuple[dict[str, str], ...]:
    """The places of the answers with their town; of somebody's home only the first half of the postcode."""
    found = []
    for item in answers.get("locations") or ():
        where = answers.get(f"locations{BETWEEN}{item}{BETWEEN}where") or {}
        code = " ".join(str(where.get("postcode") or "").upper().split())
        is_home = answers.get(f"locations{BETWEEN}{item}{BETWEEN}is_home") == "yes"
        name = _text(answers, f"locations{BETWEEN}{item}{BETWEEN}name")
        found.append(
            {
                "name": name,
                "town": str(where.get("town") or ""),
                "postcode": outward_of(code) if is_home else code,
            }
        )
    return tuple(found)


def outward_of(postcode: str) -> str:
    """The first half of a postcode, which names a district and no house."""
    tidy = postcode.replace(" ", "")
    return tidy[:-3] if len(tidy) > 4 else tidy


def _alone(answers: Mapping[str, Any]) -> tuple[str, ...]:
    name = person_in_words(answers.get("provider_person"))
    return (name,) if name and answers.get("in_day_to_day_charge") == "yes" else ()


def _text(answers: Mapping[str, Any], key: str) -> str:
    raw = answers.get(key)
    return raw.strip() if isinstance(raw, str) else ""


def _words(document: Document | None, key: str, answers: Mapping[str, Any]) -> str:
    return ", ".join(_labels(document, key, answers))


def _labels(document: Document | None, key: str, answers: Mapping[str, Any]) -> list[str]:
    raw = answers.get(key)
    if isinstance(raw, Mapping):
        raw = raw.get("chosen")
    chosen = raw if isinstance(raw, list) else [raw]
    question = document.questions.get(key) if document else None
    labels = {choice.key: choice.label for choice in question.choices} if question else {}
    return [labels[one] for one in chosen if one in labels]


def writers_of_change(change_id: object) -> list[User]:
    """Those who write for the organisation, while its change is a draft."""
    change = Change.objects.filter(pk=change_id, case__stage=ChangeStage.DRAFT).select_related("organisation").first()  # type: ignore[misc]
    if change is None:
        return []
    return list(people_of(change.organisation, *WRITERS))
