"""Type for an organisation that agreed, end it, and say that nobody may (R35). Sending stays with the organisation."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse

from sandbox_portal.people.choices import Place
from sandbox_portal.people.models import Organisation, User
from sandbox_portal.people.permissions import may_sign_for_organisation, may_write_for_organisation
from sandbox_portal.people.queries import people_of

from ..choices import Agreement, AssistanceEnd
from ..events import record
from ..models import Assistance, AssistanceRefusal, Case
from ..moments import day_in_words, in_words
from ..outbox import queue_mail
from ..queries.assistance import people_who_can_agree, refuses_assistance, typing_refusal
from ..refusals import Refused
from ..voices import ends_usually, running_assistances
from ..working_days import day_in_london


@transaction.atomic
def begin_typing(
    case: Case, *, agreed_by: User, agreed_how: Agreement, agreed_on: date, note: str, by: User, at: datetime
) -> Assistance:
    """Let a member of staff type in this case for a while, with the agreement written down; tell the organisation."""
    _hold_organisation(case)
    case = Case.objects.select_for_update(no_key=True).get(pk=case.pk)
    if sentence := typing_refusal(case, by, at):
        raise Refused(sentence)
    assert case.organisation is not None
    if not people_who_can_agree(case.organisation).filter(pk=agreed_by.pk).exists():
        raise Refused("Only somebody who writes for the organisation can agree to this.")
    if agreed_on > day_in_london(at):
        raise Refused("The day on which they agreed cannot be in the future.")
    _end_what_ran_out(at)
    assistance = _begun(
        case,
        by,
        agreed_by=agreed_by,
        agreed_name=agreed_by.name,
        agreed_how=agreed_how,
        agreed_on=agreed_on,
        note=note.strip(),
        started_at=at,
        ends_at=ends_usually(at),
    )
    how = f"{agreed_by.name} agreed on {day_in_words(agreed_on)}: {Agreement(agreed_how).label.lower()}."
    _tell_the_timeline(assistance, "typing on behalf begun", how, by=by, at=at)
    _tell_people(assistance, "begun")
    return assistance


@transaction.atomic
def finish_typing(assistance: Assistance, *, by: User, at: datetime) -> Assistance:
    """The typist is done; the organisation is asked to check everything and to send it itself."""
    assistance = _locked(assistance)
    if assistance.typist_id != by.pk:
        raise Refused("Only the person who types can say that they have finished.")
    return _end(assistance, AssistanceEnd.FINISHED, by=by, at=at)


@transaction.atomic
def stop_typing(assistance: Assistance, *, by: User, at: datetime) -> Assistance:
    """The organisation ends it; what is on its way is refused from this moment on."""
    assistance = _locked(assistance)
    if not may_write_for_organisation.test(by, assistance):
        raise Refused("Only people who write for the organisation can end this.")
    return _end(assistance, AssistanceEnd.ENDED_BY_ORGANISATION, by=by, at=at)


@transaction.atomic
def refuse_typing(organisation: Organisation, *, by: User, at: datetime) -> AssistanceRefusal:
    """From now on nobody types for this organisation; whoever does is ended."""
    organisation = _signed_for(organisation, by)
    if refuses_assistance(organisation):
        raise Refused("You have said already that nobody may type for you.")
    for assistance in Assistance.objects.select_for_update(no_key=True).filter(organisation=organisation, over_at=None):
        _end(assistance, AssistanceEnd.ENDED_BY_ORGANISATION, by=by, at=at)
    return AssistanceRefusal.objects.create(organisation=organisation, refused_at=at, refused_by=by)


@transaction.atomic
def allow_typing(organisation: Organisation, *, by: User, at: datetime) -> AssistanceRefusal:
    """Take back that nobody may type for the organisation."""
    organisation = _signed_for(organisation, by)
    refusal = refuses_assistance(organisation)
    if refusal is None:
        raise Refused("You have not said that nobody may type for you.")
    refusal.lifted_at, refusal.lifted_by = at, by
    refusal.save(update_fields=["lifted_at", "lifted_by"])
    return refusal


@transaction.atomic
def end_typing_that_ran_out(*, by: User | None, at: datetime) -> int:
    """End what has reached its time; how many there were."""
    return _end_what_ran_out(at)


def _end_what_ran_out(at: datetime) -> int:
    over = Assistance.objects.filter(over_at=None).exclude(pk__in=running_assistances().values("pk"))
    waiting = list(over.select_for_update(no_key=True, skip_locked=True, of=("self",)).select_related("case"))
    for assistance in waiting:
        _end(assistance, AssistanceEnd.RAN_OUT, by=None, at=assistance.ends_at)
    return len(waiting)


def _hold_organisation(case: Case) -> None:
    """Whoever says at this moment that nobody may type waits until this is done, or is seen by it."""
    if case.organisation_id is not None:
        Organisation.objects.select_for_update(no_key=True).get(pk=case.organisation_id)


def _begun(case: Case, typist: User, **facts: Any) -> Assistance:
    if Assistance.objects.filter(case=case, over_at=None).exists():
        raise Refused("Somebody types in this case already.")
    try:
        with transaction.atomic():
            return Assistance.objects.create(case=case, organisation=case.organisation, typist=typist, **facts)
    except IntegrityError:  # the case is held, so it is the other rule: one at a time for each person
        raise Refused("You type for an organisation already. Finish that first.") from None


def _locked(assistance: Assistance) -> Assistance:
    return Assistance.objects.select_for_update(no_key=True, of=("self",)).select_related("case").get(pk=assistance.pk)


def _end(assistance: Assistance, ending: AssistanceEnd, *, by: User | None, at: datetime) -> Assistance:
    if assistance.over_at is not None:
        raise Refused("This is over already.")
    assistance.over_at, assistance.ending, assistance.ended_by = at, ending, by
    assistance.save(update_fields=["over_at", "ending", "ended_by"])
    _tell_the_timeline(assistance, "typing on behalf ended", f"{ending.label}.", by=by, at=at)
    _tell_people(assistance, "ended")
    return assistance


def _signed_for(organisation: Organisation, by: User) -> Organisation:
    organisation = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    subject = Assistance(organisation=organisation)
    if not may_sign_for_organisation.test(by, subject):
        raise Refused("Only owners and signatories of the organisation can decide this.")
    return organisation


def _tell_the_timeline(assistance: Assistance, verb: str, note: str, *, by: User | None, at: datetime) -> None:
    data = {"assistance": str(assistance.pk)}
    record(assistance.case, verb=verb, by=by, at=at, note=note, data=data)


def _tell_people(assistance: Assistance, what: str) -> None:
    """Whoever agreed, and everybody who signs for the organisation."""
    assert assistance.organisation is not None
    signs = people_of(assistance.organisation, Place.OWNER, Place.SIGNATORY)
    people = {person.pk: person for person in (*signs, assistance.agreed_by) if person is not None}
    address = reverse("typed-for-us", args=[assistance.organisation_id])
    for person in people.values():
        queue_mail(
            f"casework/typing_{what}",
            to=person.email,
            key=f"typing-{what}-{assistance.pk}-{person.pk}",
            context={
                "name": person.name,
                "typist": assistance.typist.name,
                "agreed": assistance.agreed_name,
                "how": assistance.get_agreed_how_display().lower(),
                "title": assistance.case.title,
                "until": in_words(assistance.ends_at),
                "ending": assistance.get_ending_display().lower(),
                "link": f"{settings.PORTAL_URL}{address}",
            },
        )
