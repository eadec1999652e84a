"""A visit before registration: plan it, tell it, agree on it or move it, carry it out, cancel it (R-276)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from sandbox_portal.casework.calendars import england_and_wales
from sandbox_portal.casework.deadlines import cancel_deadline, finish_deadline, set_deadline
from sandbox_portal.casework.events import record
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.moments import day_in_words, in_words, time_in_words
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.documents.actions import issue_letter
from sandbox_portal.people.models import User
from sandbox_portal.people.permissions import may_write_for_organisation

from ..choices import VisitPlace, VisitReply
from ..clocks import VISIT_NOTICE_WORKING_DAYS, gives_notice_enough
from ..models import RegistrationApplication, SiteVisit
from ..queries.visits import standing_photos
from ..timers import visit_clock
from ..visit_plan import visit_checklist
from ..writing import hold_for_writing, hold_visit, said
from .visit_photos import Described, describe_photos

MOST_FOLLOW_UPS = 30


@dataclass(frozen=True)
class Plan:
    """When, where, who and what."""

    starts_at: datetime
    where: str
    place: str
    visitors: str
    checklist: Sequence[str]
    note: str = ""


@dataclass(frozen=True)
class Seen:
    """What was found: by each thing of the list, as a whole, and what has to follow."""

    found: Mapping[str, str]
    findings: str
    people_agreed: str
    follow_up: Sequence[str]
    photos: Mapping[int, Described] = field(default_factory=dict)  # what its photos show, by their ids


@transaction.atomic
def plan_visit(application: RegistrationApplication, *, plan: Plan, by: User, at: datetime) -> SiteVisit:
    """Plan a visit and tell the organisation (L-21). Less than five working days ahead, it waits for agreement."""
    hold_for_writing(application, by=by)
    values = _checked(plan, at=at)
    visit = SiteVisit.objects.create(application=application, told_at=at, told_by=by, **values)
    record(application.case, verb="visit planned", by=by, at=at, note=in_words(visit.starts_at))
    _tell(visit, by=by, at=at)
    return visit


@transaction.atomic
def move_visit(visit: SiteVisit, *, plan: Plan, by: User, at: datetime) -> SiteVisit:
    """Give the visit another day or place, and tell the organisation again. What it said to the old day is over."""
    visit = hold_visit(visit, by=by)
    _refuse_with_photos(visit)
    for name, value in _checked(plan, at=at).items():
        setattr(visit, name, value)
    visit.times_told += 1
    visit.told_at, visit.told_by = at, by
    visit.reply, visit.reply_words, visit.replied_at, visit.replied_by = "", "", None, None
    visit.save()
    record(visit.application.case, verb="visit moved", by=by, at=at, note=in_words(visit.starts_at))
    _tell(visit, by=by, at=at)
    return visit


@transaction.atomic
def answer_visit(visit: SiteVisit, *, reply: str, words: str, by: User, at: datetime) -> SiteVisit:
    """The organisation agrees to the day, or asks for another and says which would do."""
    Case.objects.select_for_update().get(pk=visit.application_id)
    visit.refresh_from_db()
    if not may_write_for_organisation.test(by, visit.application):
        raise Refused("Your place in this organisation lets you read, not answer.")
    if not visit.is_planned or visit.starts_at <= at:
        raise Refused("This visit is over or cancelled, so there is nothing to answer.")
    if reply not in VisitReply.values:
        raise Refused("Say whether you agree to the day.")
    if reply == VisitReply.ANOTHER_DAY and not words.strip():
        raise Refused("Say which days would be possible.")
    visit.reply, visit.reply_words, visit.replied_at, visit.replied_by = reply, words.strip()[:2000], at, by
    visit.save(update_fields=["reply", "reply_words", "replied_at", "replied_by"])
    verb = "visit agreed" if reply == VisitReply.AGREED else "another day asked for"
    record(visit.application.case, verb=verb, by=by, at=at)
    return visit


@transaction.atomic
def record_visit(visit: SiteVisit, *, seen: Seen, by: User, at: datetime) -> SiteVisit:
    """Write down what was found. Who was met must have agreed; a visit at short notice must have been agreed to."""
    visit = hold_visit(visit, by=by)
    if visit.starts_at > at:
        raise Refused(f"This visit is on {in_words(visit.starts_at)}. Write down what you found after it.")
    if visit.is_short_notice and visit.reply != VisitReply.AGREED:
        raise Refused("The organisation was told late and has not agreed to this day, so this visit does not count.")
    if {"people", "carers"} & set(visit.checklist) and not seen.people_agreed.strip():
        raise Refused("Say who agreed to be met, and how you know.")
    if len(seen.follow_up) > MOST_FOLLOW_UPS:
        raise Refused(f"List at most {MOST_FOLLOW_UPS} things to follow up.")
    _finish_photos(visit, seen.photos, by=by, at=at)
    visit.found = {code: words.strip() for code, words in seen.found.items() if code in visit.checklist}
    visit.findings = said(seen.findings, "Say what you found.")
    visit.people_agreed = seen.people_agreed.strip()
    visit.follow_up = [each.strip() for each in seen.follow_up if each.strip()]
    visit.done_at, visit.done_by = at, by
    visit.save()
    record(visit.application.case, verb="visit carried out", by=by, at=at, note=in_words(visit.starts_at))
    finish_deadline(visit_clock(visit), at=at)
    return visit


@transaction.atomic
def cancel_visit(visit: SiteVisit, *, because: str, by: User, at: datetime) -> SiteVisit:
    visit = hold_visit(visit, by=by)
    _refuse_with_photos(visit)
    visit.cancelled_because = said(because, "Say why the visit is cancelled.")[:500]
    visit.cancelled_at, visit.cancelled_by = at, by
    visit.save(update_fields=["cancelled_at", "cancelled_by", "cancelled_because"])
    record(visit.application.case, verb="visit cancelled", by=by, at=at, note=visit.cancelled_because)
    cancel_deadline(visit_clock(visit), at=at)
    return visit


def _finish_photos(visit: SiteVisit, described: Mapping[int, Described], *, by: User, at: datetime) -> None:
    """Say what the photos show. From now on they stay; one that says nothing would do so for ever."""
    if described:
        describe_photos(visit, described=described, by=by, at=at)
    silent = standing_photos(visit).filter(described_at=None).first()
    if silent is not None:
        raise Refused(f"Say what is seen on photo {silent.number}, or remove it.")


def _refuse_with_photos(visit: SiteVisit) -> None:
    if standing_photos(visit).exists():
        raise Refused("This visit has photos, so it took place. Write down what you found, or remove the photos first.")


def _checked(plan: Plan, *, at: datetime) -> dict[str, object]:
    if plan.starts_at <= at:
        raise Refused("Choose a moment that lies ahead.")
    if plan.where not in VisitPlace.values:
        raise Refused("Choose where the visit takes place.")
    unknown = set(plan.checklist) - set(visit_checklist())
    if unknown or not plan.checklist:
        raise Refused("Choose at least one thing to look at.")
    told, day = day_in_london(at), day_in_london(plan.starts_at)
    return {
        "starts_at": plan.starts_at,
        "where": plan.where,
        "place": said(plan.place, "Say where the visit takes place.")[:300],
        "visitors": said(plan.visitors, "Say who comes.")[:300],
        "checklist": list(plan.checklist),
        "note": plan.note.strip(),
        "is_short_notice": not gives_notice_enough(told, day, calendar=england_and_wales()),
    }


def _tell(visit: SiteVisit, *, by: User, at: datetime) -> None:
    case, checklist = visit.application.case, visit_checklist()
    set_deadline(
        visit_clock(visit),
        kind="registration_visit",
        about=f"Visit for {case.reference}, {visit.place}"[:250],
        due_at=visit.starts_at,
        rule=f"planned at least {VISIT_NOTICE_WORKING_DAYS} working days ahead, or agreed",
        reminder="M-25",
        subject=str(visit.pk),
        case=case,
        at=at,
    )
    data = {
        "visit_on": day_in_words(day_in_london(visit.starts_at)),
        "visit_time": time_in_words(visit.starts_at),
        "visit_place": visit.place,
        "visitors": visit.visitors,
        "visit_plan": [checklist[code].told for code in visit.checklist],
        "short_notice": "yes" if visit.is_short_notice else "",
        "inspector_note": visit.note,
        "link": settings.PORTAL_URL + reverse("registration-visit-answer", args=[case.pk, visit.pk]),
    }
    issue_letter(case, code="L-21", data=data, by=by, at=at, occasion=f"visit-{visit.pk}-{visit.times_told}")
