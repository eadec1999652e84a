"""Take in what was written on a tablet: each thing once, by itself, through the same actions as at a desk (E01 to E11).

The answer to each thing is kept, so that a tablet that lost it gets it again. What is refused does not hold up the
rest. Nothing overwrites anything: what was changed elsewhere meanwhile is kept beside what stands, whole.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.models import User

from ..choices.evidence import Confidentiality, Direction, Way
from ..choices.offline import CameBy, OperationKind, Outcome
from ..models import AssessmentVisit, CapturedEvidence, Device, EvidenceItem, SyncOperation
from ..permissions import inspects_it
from ..queries.offline import answer_to, held_for, newest_of, pack_of
from ..rulebook.captured import (
    NUMBERS_FOR_A_TABLET,
    Operation,
    UnreadableError,
    is_whole,
    list_of,
    read_operation,
    seconds_of,
    when_seen,
    words_of,
    yes_of,
)
from .devices import REVOKED
from .evidence import Piece, add_evidence, correct_evidence
from .visits import note_person_met

MOST_AT_ONCE = 50
DAMAGED = "This arrived damaged, so it was not kept. Send it again."
STRANGE = "The portal cannot read this. Save a copy to a file, and ask for help."
NOT_THERE = "This visit is not on this tablet, or is not yours any more."
ON_TABLET = "Corrected on the tablet."
Answer = dict[str, Any]


def take_in(
    sent: Sequence[Any], *, device: Device, behind: timedelta, by: User, at: datetime, came_by: str = CameBy.TABLET
) -> list[Answer]:
    """Take in what a tablet sent, in its order. One that fails leaves the others as they are."""
    return [_take_in_one(each, device=device, behind=behind, by=by, at=at, came_by=came_by) for each in sent]


def _take_in_one(sent: Any, *, device: Device, behind: timedelta, by: User, at: datetime, came_by: str) -> Answer:
    try:
        operation = read_operation(sent)
    except UnreadableError:
        named = sent.get("op_id", "") if isinstance(sent, dict) else ""
        return _refusal(str(named)[:36], STRANGE)
    if not is_whole(operation):
        return {**_refusal(str(operation.op_id), DAMAGED), "again": True}
    come = _Arrival(operation, behind, came_by, by, at)
    with transaction.atomic():
        standing = Device.objects.select_for_update().get(pk=device.pk)
        before = answer_to(operation.op_id, operation.fingerprint)
        if before is not None:
            return before.answer
        if standing.revoked_at is not None and came_by == CameBy.TABLET:
            raise Refused(REVOKED)
        answer = come.apply(standing)
        _keep_answer(operation, answer, standing, sent=sent, at=at)
        if answer["outcome"] == Outcome.KEPT:
            _apply_held(operation, standing, behind=behind, by=by, at=at, came_by=came_by)
        return answer


def _keep_answer(operation: Operation, answer: Answer, device: Device, *, sent: Any, at: datetime) -> None:
    whole = answer["outcome"] in {Outcome.HELD, Outcome.CONFLICT}
    SyncOperation.objects.create(
        op_id=operation.op_id,
        fingerprint=operation.fingerprint,
        device=device,
        kind=operation.kind,
        subject=operation.subject,
        counter=operation.counter,
        outcome=answer["outcome"],
        answer=answer,
        payload=sent if whole else None,
        received_at=at,
    )


def _apply_held(
    operation: Operation, device: Device, *, behind: timedelta, by: User, at: datetime, came_by: str
) -> None:
    """Do what waited for this: corrections that came before what they correct (E02)."""
    for held in held_for(operation.subject):
        late = read_operation(held.payload)
        answer = _Arrival(late, behind, came_by, by, at).apply(device)
        if answer["outcome"] == Outcome.HELD:
            continue
        held.outcome, held.answer = answer["outcome"], answer
        held.payload = held.payload if answer["outcome"] == Outcome.CONFLICT else None
        held.save(update_fields=["outcome", "answer", "payload"])


class _Arrival:
    """One whole thing that has not been answered yet."""

    def __init__(self, operation: Operation, behind: timedelta, came_by: str, by: User, at: datetime) -> None:
        self.operation, self.behind, self.came_by, self.by, self.at = operation, behind, came_by, by, at

    def apply(self, device: Device) -> Answer:
        """Do it, and say what became of it. What an action refuses leaves no trace but the answer."""
        self.device = device
        try:
            with transaction.atomic():
                visit = self._visit()
                if self.operation.kind == OperationKind.EVIDENCE:
                    return self._evidence(visit)
                if self.operation.kind == OperationKind.PERSON:
                    return self._person(visit)
                raise Refused(STRANGE)
        except Refused as refused:
            return _refusal(str(self.operation.op_id), refused.sentence)
        except UnreadableError:
            return _refusal(str(self.operation.op_id), STRANGE)

    def _visit(self) -> AssessmentVisit:
        found = AssessmentVisit.objects.select_related("assessment__case", "assessment__organisation")
        visit = found.select_related("assessment__framework", "assessment__service", "assessment__lead").filter(
            pk=self.operation.visit
        )
        there = visit.first()
        if there is None or pack_of(self.device, there) is None or not inspects_it.test(self.by, there.assessment):
            raise Refused(NOT_THERE)
        return there

    def _evidence(self, visit: AssessmentVisit) -> Answer:
        newest = newest_of(self.operation.subject)
        if newest is None:
            if self.operation.base_version:
                return self._said(Outcome.HELD)
            return self._kept(add_evidence(visit.assessment, piece=self._piece(visit), by=self.by, at=self.at))
        standing = self._standing(newest)
        if standing.version < self.operation.base_version:
            return self._said(Outcome.HELD)
        if standing.version != self.operation.base_version or newest.device.person_id != self.by.pk:
            return self._conflict(standing)
        piece = self._piece(visit)
        return self._kept(correct_evidence(standing, piece=piece, because=ON_TABLET, by=self.by, at=self.at))

    def _standing(self, newest: CapturedEvidence) -> EvidenceItem:
        """The item as it is now, whoever corrected it since."""
        return EvidenceItem.objects.get(
            assessment=newest.item.assessment_id, number=newest.item.number, replaced_at=None
        )

    def _piece(self, visit: AssessmentVisit) -> Piece:
        values = self.operation.values
        return Piece(
            category=words_of(values, "category"),
            kind=words_of(values, "kind"),
            way=Way.VISIT,
            text=words_of(values, "text"),
            source=words_of(values, "source"),
            seen_at=when_seen(self.operation.captured_at, self.behind, at=self.at),
            statements=list_of(values, "statements"),
            direction=words_of(values, "direction") or Direction.NEUTRAL,
            visit=visit,
            period=words_of(values, "period"),
            may_quote=yes_of(values, "may_quote"),
            confidentiality=Confidentiality.RESTRICTED if yes_of(values, "is_restricted") else Confidentiality.NORMAL,
            is_checked=yes_of(values, "is_checked"),
        )

    def _kept(self, item: EvidenceItem) -> Answer:
        CapturedEvidence.objects.create(
            item=item,
            capture_id=self.operation.subject,
            device=self.device,
            counter=self.operation.counter,
            content=self.operation.content,
            fingerprint=self.operation.fingerprint,
            captured_at=self.operation.captured_at,
            received_at=self.at,
            clock_behind=seconds_of(self.behind),
            came_by=self.came_by,
        )
        return self._said(Outcome.KEPT, number=item.number, version=item.version)

    def _conflict(self, standing: EvidenceItem) -> Answer:
        theirs = {"text": standing.text, "source": standing.source, "by": standing.written_by.name}
        return self._said(Outcome.CONFLICT, number=standing.number, version=standing.version, theirs=theirs)

    def _person(self, visit: AssessmentVisit) -> Answer:
        values, pack = self.operation.values, pack_of(self.device, visit)
        number = values.get("number")
        first = pack.first_number if pack else 0
        if not isinstance(number, int) or not first <= number < first + NUMBERS_FOR_A_TABLET:
            raise Refused("This code belongs to another tablet. Note whom you met at a desk.")
        met = note_person_met(
            visit,
            kind=words_of(values, "kind"),
            about=words_of(values, "about"),
            agreed_how=words_of(values, "agreed_how"),
            may_quote=yes_of(values, "may_quote"),
            number=number,
            by=self.by,
            at=self.at,
        )
        return self._said(Outcome.KEPT, code=met.code)

    def _said(self, outcome: str, **more: Any) -> Answer:
        return {"op_id": str(self.operation.op_id), "outcome": str(outcome), **more}


def _refusal(op_id: str, sentence: str) -> Answer:
    return {"op_id": op_id, "outcome": str(Outcome.REFUSED), "sentence": sentence}
