"""What somebody takes along on a visit, on which tablets it is, and what came back (R-374)."""

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from sandbox_portal.casework.moments import in_words
from sandbox_portal.casework.prepared import rows_of
from sandbox_portal.documents.models import Job
from sandbox_portal.people.choices import Role
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import roles_of
from sandbox_portal.people.sealing import seal_for

from ..choices.assessments import PersonKind, VisitMode
from ..choices.evidence import Direction, EvidenceKind
from ..choices.offline import OperationKind, Outcome
from ..models import (
    AssessmentVisit,
    CapturedEvidence,
    CapturedPhoto,
    Device,
    PackTaken,
    PersonMet,
    PlannedEvidence,
    SyncOperation,
)
from ..rulebook.captured import NEWEST, NUMBERS_FOR_A_TABLET
from ..rulebook.naming import NOT_NAMES
from ..rulebook.visit_record import lines_of
from .assessments import READS_RESTRICTED
from .checklist import asked_in
from .evidence import content_of, statements_in_scope
from .record import record_for_pack
from .visits import WITH_CASE, checklist_of, visits_visible_to

RECOVERY = "inspection.device.recovery"
HELD_FOR = timedelta(days=7)


def devices_visible_to(user: User) -> QuerySet[Device]:
    """One's own; inspection managers and auditors see everybody's."""
    found = Device.objects.select_related("person", "revoked_by")
    return found if READS_RESTRICTED & roles_of(user) else found.filter(person=user)


def own_device(user: User, *, device_id: UUID, secret: str) -> Device | None:
    """The tablet that says its own secret."""
    return Device.objects.filter(pk=device_id, person=user, secret_hash=hash_of(secret)).first()


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def recovery_key(device: Device) -> str:
    """The key of a sealed tablet that was kept for its person; empty when none is."""
    return seal_for(RECOVERY).decrypt(device.recovery.encode()).decode() if device.recovery else ""


def may_revoke(device: Device, user: User) -> bool:
    """Its own person, and inspection managers."""
    return device.person_id == user.pk or Role.INSPECTION_MANAGER in roles_of(user)


def packs_visible_to(user: User) -> QuerySet[PackTaken]:
    """Visits on tablets: those the person reads."""
    found = PackTaken.objects.filter(visit__in=visits_visible_to(user).values("pk"))
    return found.select_related("device__person", *(f"visit__{each}" for each in WITH_CASE))


def operations_visible_to(user: User) -> QuerySet[SyncOperation]:
    """What a person's own tablets sent, word by word; nobody reads another's."""
    return SyncOperation.objects.filter(device__person=user)


def captured_photos_visible_to(user: User) -> QuerySet[CapturedPhoto]:
    found = CapturedPhoto.objects.filter(visit__in=visits_visible_to(user).values("pk"))
    return found.select_related("attachment__evidence_file", "device__person")


def find_devices(found: QuerySet[Device], *, words: str = "", state: str = "") -> QuerySet[Device]:
    """Those that match, the last seen first."""
    if words:
        found = found.filter(Q(name__icontains=words) | Q(person__name__icontains=words))
    if state:
        found = found.filter(revoked_at__isnull=state == "in")
    return found.order_by("-seen_at", "-pk")


def not_reported(user: User, *, at: datetime) -> QuerySet[PackTaken]:
    """Visits that began, whose tablet has not said since then that nothing is left on it, the oldest first."""
    found = packs_visible_to(user).filter(visit__starts_at__lt=at, visit__cancelled_at=None)
    silent = Q(reported_at=None) | Q(reported_at__lt=F("visit__starts_at"))
    return found.filter(silent | Q(waiting__gt=0)).order_by("visit__starts_at", "pk")


def held_too_long(user: User, *, at: datetime) -> int:
    """How many photos wait for their words, and corrections for what they correct, for a week or longer (E02)."""
    words = CapturedEvidence.objects.filter(capture_id=OuterRef("capture_id"))
    photos = captured_photos_visible_to(user).filter(~Exists(words), received_at__lt=at - HELD_FOR)
    corrections = operations_visible_to(user).filter(outcome=Outcome.HELD, received_at__lt=at - HELD_FOR)
    return photos.count() + corrections.count()


def may_not_read_pack(job: Job, user: User) -> str | None:
    """Why somebody does not get the printed pack any more, or None."""
    there = visits_visible_to(user).filter(pk=job.parameters["visit"], case=job.case_id).exists()
    return None if there else "You do not read this visit any more."


def pack_of(device: Device, visit: AssessmentVisit) -> PackTaken | None:
    return PackTaken.objects.filter(device=device, visit=visit).first()


def packs_of_visit(visit: AssessmentVisit, user: User) -> list[PackTaken]:
    return list(packs_visible_to(user).filter(visit=visit, device__revoked_at=None))


def answer_to(op_id: UUID, fingerprint: str) -> SyncOperation | None:
    """The answer this very thing got before."""
    return SyncOperation.objects.filter(op_id=op_id, fingerprint=fingerprint).first()


def came_otherwise(op_id: UUID, fingerprint: str) -> bool:
    """True when other words came under the same number before (E03)."""
    return SyncOperation.objects.filter(op_id=op_id).exclude(fingerprint=fingerprint).exists()


def newest_of(capture_id: UUID) -> CapturedEvidence | None:
    """The newest version that came from a tablet under this id."""
    return next(iter(rows_of(_newest_of, None, capture_id=capture_id)), None)


def _newest_of(capture_id: UUID) -> QuerySet[CapturedEvidence]:
    found = CapturedEvidence.objects.filter(capture_id=capture_id).select_related("item")
    return found.order_by("-item__version")[:1]


def visit_brought_back(number: int) -> AssessmentVisit | None:
    """The visit of which a tablet brings something, with its case; whether it may is asked next."""
    return next(iter(rows_of(_visit_brought_back, None, number=number)), None)


def _visit_brought_back(number: int) -> QuerySet[AssessmentVisit]:
    beside = ("case__assessment__framework", "case__assessment__lead")
    return AssessmentVisit.objects.select_related(*WITH_CASE, *beside).filter(pk=number)


def held_for(capture_id: UUID) -> list[SyncOperation]:
    return list(SyncOperation.objects.filter(subject=capture_id, outcome=Outcome.HELD).order_by("counter", "pk"))


def is_one_refused(subjects: Iterable[UUID]) -> bool:
    """True when the newest word of one of these parts of a record could not be taken."""
    found = SyncOperation.objects.filter(subject__in=list(subjects), kind=OperationKind.RECORD)
    newest = found.order_by("subject", "-counter", "-pk").distinct("subject")
    return any(each.outcome == Outcome.REFUSED for each in newest)


def missing_of(user: User, *, captures: Iterable[UUID], photos: Iterable[UUID]) -> dict[str, list[str]]:
    """Which of these we do not have, so that a tablet sends them again: ours may be a copy older than its receipt."""
    captures, photos = list(captures), list(photos)
    there = CapturedEvidence.objects.filter(capture_id__in=captures, device__person=user)
    answered = SyncOperation.objects.filter(subject__in=captures, device__person=user)
    known = {*there.values_list("capture_id", flat=True), *answered.values_list("subject", flat=True)}
    pictures = set(CapturedPhoto.objects.filter(pk__in=photos, device__person=user).values_list("pk", flat=True))
    return {
        "captures": [str(each) for each in captures if each not in known],
        "photos": [str(each) for each in photos if each not in pictures],
    }


def pack_for(pack: PackTaken, user: User, *, at: datetime) -> dict[str, Any]:
    """The pack of a visit for one person's tablet, with the numbers that it alone gives."""
    return {
        "version": NEWEST,
        "owner": {"id": str(user.pk), "name": user.name},
        "taken_at": at.isoformat(),
        "numbers": {"first": pack.first_number, "count": NUMBERS_FOR_A_TABLET},
        "public_words": sorted(NOT_NAMES),
        **pack_contents(pack.visit_id, user),
    }


def pack_contents(visit_id: int, user: User) -> dict[str, Any]:
    """Everything a visit needs where there is no signal, as plain data. No name of anybody we met is in it."""
    found = visits_visible_to(user).select_related(*WITH_CASE, "case__assessment__framework", "checklist", "done_by")
    visit = found.get(pk=visit_id)
    return {
        "visit": {
            "id": visit.pk,
            "name": str(visit),
            "when": in_words(visit.starts_at),
            "starts_at": visit.starts_at.isoformat(),
            "how": visit.get_mode_display(),
            "place": visit.place,
            "agenda": lines_of(visit.agenda),
            "is_home": visit.mode == VisitMode.HOME,
            "written": _written(visit),
        },
        "assessment": {
            "id": str(visit.case_id),
            "reference": visit.case.reference,
            "name": visit.subject_name,
        },
        "has_evidence": visit.is_of_assessment,
        "kinds": _pairs(EvidenceKind.choices),
        "directions": _pairs(Direction.choices),
        "person_kinds": _pairs(PersonKind.choices),
        "checklist": asked_in(checklist_of(visit)),
        "record": record_for_pack(visit),
        "people": _people(visit.case_id),
        **_of_the_evidence(visit),
    }


def _of_the_evidence(visit: AssessmentVisit) -> dict[str, Any]:
    """What evidence is put under and looked for; only an assessment has it."""
    if not visit.is_of_assessment:
        return {"statements": [], "categories": [], "planned": []}
    content = content_of(visit.assessment)
    areas = {area.key: area.title for area in content.areas}
    statements = [
        {"key": each.key, "title": each.title, "area": areas[each.area_key]}
        for each in statements_in_scope(visit.assessment)
    ]
    return {
        "statements": statements,
        "categories": [{"key": each.key, "title": each.title} for each in content.categories],
        "planned": _planned(visit.case_id, statements, content),
    }


def _pairs(choices: Iterable[tuple[str, Any]]) -> list[dict[str, str]]:
    return [{"key": key, "title": str(title)} for key, title in choices]


def _written(visit: AssessmentVisit) -> str:
    if visit.done_at is None or visit.done_by is None:
        return ""
    return f"This visit was written down by {visit.done_by.name}, {in_words(visit.done_at)}."


def _people(case_id: UUID) -> list[dict[str, Any]]:
    met = PersonMet.objects.filter(case=case_id)
    return [
        {"code": each.code, "kind": each.kind, "about": each.about, "may_quote": each.may_quote, "number": each.number}
        for each in met
    ]


def _planned(assessment_id: UUID, statements: list[dict[str, str]], content: Any) -> list[dict[str, str]]:
    titles = {each["key"]: each["title"] for each in statements}
    categories = {each.key: each.title for each in content.categories}
    found = PlannedEvidence.objects.filter(assessment=assessment_id, ended_at=None)
    return [
        {
            "what": each.what,
            "statement": each.statement,
            "statement_title": titles.get(each.statement, each.statement),
            "category": each.category,
            "category_title": categories.get(each.category, each.category),
        }
        for each in found
    ]
