"""Give a section of a form to a colleague, remind them, and get it back (R8)."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from sandbox_portal.casework.events import record
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.outbox import queue_mail
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.working_days import LONDON
from sandbox_portal.people.actions import invite_to_team
from sandbox_portal.people.choices import Place
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import organisation_places

from ..choices import Ending, Rest
from ..engine import Section
from ..models import Response, SectionHandover, SectionPromise
from ..queries import document_of
from ..sections import confining_handovers, handing_refusal, may_be_given, reminding_refusal

NOT_THERE = "Nobody has this section any more. Load the page again to see how it stands."


@transaction.atomic
def give_section(
    response: Response,
    *,
    section_key: str,
    holder: User,
    rest: Rest = Rest.READ,
    note: str = "",
    by: User,
    at: datetime,
) -> SectionHandover:
    """Give one section to a colleague, and write to them. Giving it to whoever has it already changes nothing."""
    locked = _lock(response, by)
    section = _section(locked, section_key)
    if not may_be_given(locked, by).filter(pk=holder.pk).exists():
        raise Refused("You can give a section only to a colleague in your organisation.")
    current = _current(locked, section_key)
    if current is not None and current.holder_id == holder.pk:
        return current
    if current is not None:
        raise Refused(f"{current.holder.name} has this section. Take it back first, then give it to somebody else.")
    handover = SectionHandover.objects.create(
        response=locked,
        section_key=section_key,
        holder=holder,
        rest=rest,
        note=note.strip()[:300],
        given_at=at,
        given_by=by,
    )
    record(locked.case, verb="section given", by=by, at=at, note=f"{section.title}: {holder.name}")
    _write("questions/section_given", handover, section, to=holder, key=f"section-given:{handover.pk}", by=by)
    return handover


@transaction.atomic
def remind_of_section(response: Response, *, section_key: str, by: User, at: datetime) -> SectionHandover:
    """Write to the colleague again, once on any day; the database's row lock holds that for two people at once too."""
    locked = _lock(response, by)
    section = _section(locked, section_key)
    handover = _current(locked, section_key)
    if handover is None:
        raise Refused(NOT_THERE)
    today = at.astimezone(LONDON).date()
    refusal = reminding_refusal(handover, today)
    if refusal:
        raise Refused(refusal)
    handover.reminded_on = today
    handover.save(update_fields=["reminded_on"])
    key = f"section-reminder:{handover.pk}:{today.isoformat()}"
    _write("questions/section_reminder", handover, section, to=handover.holder, key=key, by=by)
    return handover


@transaction.atomic
def take_back_section(response: Response, *, section_key: str, by: User, at: datetime) -> SectionHandover:
    """End it. What the colleague wrote stays, under their name."""
    locked = _lock(response, by)
    section = _section(locked, section_key)
    handover = _end(locked, section_key, Ending.TAKEN_BACK, by, at)
    record(locked.case, verb="section taken back", by=by, at=at, note=f"{section.title}: {handover.holder.name}")
    _write(
        "questions/section_taken_back",
        handover,
        section,
        to=handover.holder,
        key=f"section-taken-back:{handover.pk}",
        by=by,
    )
    return handover


@transaction.atomic
def hand_back_section(response: Response, *, section_key: str, by: User, at: datetime) -> SectionHandover:
    """Say that one's part is done; whoever gave the section hears of it."""
    locked = _locked(response)
    section = _section(locked, section_key)
    current = _current(locked, section_key)
    if current is None or current.holder_id != by.pk:
        raise Refused("You do not have this section, so there is nothing to hand back.")
    handover = _end(locked, section_key, Ending.HANDED_BACK, by, at)
    record(locked.case, verb="section handed back", by=by, at=at, note=section.title)
    _write(
        "questions/section_handed_back",
        handover,
        section,
        to=handover.given_by,
        key=f"section-handed-back:{handover.pk}",
        by=by,
    )
    return handover


@transaction.atomic
def promise_section(
    response: Response, *, section_key: str, email: str, rest: Rest, note: str = "", by: User, at: datetime
) -> SectionPromise:
    """Invite somebody to the team as a reader, and keep a section for them; they get it when they come."""
    locked = _lock(response, by)
    section = _section(locked, section_key)
    current = _current(locked, section_key)
    if current is not None:
        raise Refused(f"{current.holder.name} has this section. Take it back first, then give it to somebody else.")
    organisation = locked.case.organisation
    if organisation is None:
        raise Refused("You can give a section only to a colleague in your organisation.")
    if organisation_places(by).get(organisation.pk) != Place.OWNER:
        raise Refused("Only an owner of your organisation can invite somebody new.")
    invitation = invite_to_team(organisation, email=email, place=Place.READER, by=by, at=at)
    record(locked.case, verb="section promised", by=by, at=at, note=f"{section.title}: {invitation.email}")
    return SectionPromise.objects.create(
        response=locked,
        section_key=section_key,
        invitation=invitation,
        rest=rest,
        note=note.strip()[:300],
        promised_at=at,
        promised_by=by,
    )


def keep_promise(promise: SectionPromise, *, by: User, at: datetime) -> SectionHandover | None:
    """Give what was kept for somebody who has come now; nothing when it cannot be given any more."""
    try:
        with transaction.atomic():
            return give_section(
                promise.response,
                section_key=promise.section_key,
                holder=by,
                rest=Rest(promise.rest),
                note=promise.note,
                by=promise.promised_by,
                at=at,
            )
    except Refused:
        return None


@transaction.atomic
def let_read_everything(response: Response, *, holder: User, by: User, at: datetime) -> None:
    """Open the other answers to a colleague who could see one section alone; an owner does it, also after sending."""
    locked = _locked(response)
    organisation = locked.case.organisation
    if organisation is None or organisation_places(by).get(organisation.pk) != Place.OWNER:
        raise Refused("Only an owner of your organisation can do this.")
    bound = confining_handovers(holder).filter(response=locked)
    if not bound.exists():
        raise Refused(f"{holder.name} can read all the answers already.")
    SectionHandover.objects.filter(pk__in=list(bound.values_list("pk", flat=True))).update(rest=Rest.READ)
    record(locked.case, verb="answers opened to a colleague", by=by, at=at, note=holder.name)


def end_handovers(response: Response, *, by: User, at: datetime) -> None:
    """The form is sent: nobody has a part of it any more. Call it in the action that locks it."""
    SectionHandover.objects.filter(response=response, ended_at=None).update(
        ended_at=at, ended_by=by, ending=Ending.SENT
    )


def _locked(response: Response) -> Response:
    """Hold the response, so that two people who give, take back and send it queue up."""
    return (
        Response.objects.select_for_update(of=("self",), no_key=True)
        .select_related("case__organisation", "question_set")
        .defer("question_set__document")
        .get(pk=response.pk)
    )


def _lock(response: Response, by: User) -> Response:
    locked = _locked(response)
    refusal = handing_refusal(locked, by)
    if refusal:
        raise Refused(refusal)
    return locked


def _section(response: Response, section_key: str) -> Section:
    section = document_of(response.question_set).section(section_key)
    if section is None:
        raise Refused("There is no such section in this form.")
    return section


def _current(response: Response, section_key: str) -> SectionHandover | None:
    current = SectionHandover.objects.filter(response=response, section_key=section_key, ended_at=None)
    return current.select_related("holder", "given_by").first()


def _end(response: Response, section_key: str, ending: Ending, by: User, at: datetime) -> SectionHandover:
    handover = _current(response, section_key)
    if handover is None:
        raise Refused(NOT_THERE)
    handover.ended_at, handover.ended_by, handover.ending = at, by, ending
    handover.save(update_fields=["ended_at", "ended_by", "ending"])
    return handover


def _write(template: str, handover: SectionHandover, section: Section, *, to: User, key: str, by: User) -> None:
    case: Case = handover.response.case
    context = {
        "name": to.name,
        "who": by.name,
        "holder": handover.holder.name,
        "section": section.title,
        "form": document_of(handover.response.question_set).title,
        "note": handover.note,
        "link": f"{settings.PORTAL_URL}/cases/{case.pk}/answers/",
    }
    queue_mail(template, to=to.email, key=key, context=context)
