"""One thing that came from a tablet, done by the same actions as at a desk, and what became of it (E01 to E04)."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.models import User

from ..choices.evidence import Confidentiality, Direction, Way
from ..choices.offline import OperationKind, Outcome, Standing
from ..models import AssessmentVisit, CapturedEvidence, Device, EvidenceItem
from ..queries.checklist import fault_in, words_for
from ..queries.offline import came_otherwise, is_one_refused, newest_of, pack_of, visit_brought_back
from ..queries.record import raw_beside, standing_in
from ..queries.visits import checklist_of
from ..rulebook.captured import (
    NUMBERS_FOR_A_TABLET,
    Operation,
    UnreadableError,
    behind_when_saved,
    list_of,
    seconds_of,
    when_seen,
    words_of,
    yes_of,
)
from ..rulebook.visit_record import ASKED, plain
from ..visited import visited
from .evidence import Piece, add_evidence, correct_evidence
from .record import finish_record, keep_in_record
from .record_entries import Proof, Said
from .visits import note_person_met

NO_EVIDENCE = "Evidence is gathered for assessments alone. Write what you found in the record of the visit."
STRANGE = "The portal cannot read this. Save a copy to a file, and ask for help."
NOT_THERE = "This visit is not on this tablet, or is not yours any more."
NOT_WHOLE = "One part of the record could not be taken. Put right what needs your attention, and then finish it."
ON_TABLET = "Corrected on the tablet."
Answer = dict[str, Any]


class Arrival:
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
                if self.operation.kind == OperationKind.RECORD:
                    return self._record(visit)
                if self.operation.kind == OperationKind.FINISH:
                    self._refuse_unless_taken()
                    finish_record(visit, by=self.by, at=self.at)
                    return self._said(Outcome.KEPT)
                raise Refused(STRANGE)
        except Refused as refused:
            return self._said(Outcome.REFUSED, sentence=refused.sentence)
        except UnreadableError:
            return self._said(Outcome.REFUSED, sentence=STRANGE)

    def _visit(self) -> AssessmentVisit:
        there = visit_brought_back(self.operation.visit)
        pack = pack_of(self.device, there) if there else None
        if there is None or pack is None or not visited(there.case).works_on(there.case, self.by):
            raise Refused(NOT_THERE)
        saved = self.operation.captured_at
        self.behind = behind_when_saved(saved, self.behind, taken_at=pack.taken_at, at=self.at)
        return there

    def _evidence(self, visit: AssessmentVisit) -> Answer:
        if not visit.is_of_assessment:
            raise Refused(NO_EVIDENCE)
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

    def _refuse_unless_taken(self) -> None:
        """What the tablet says the record is made of has come, so that no answer is left outside a finished record."""
        try:
            parts = [UUID(each) for each in list_of(self.operation.values, "parts")]
        except ValueError as error:
            raise UnreadableError from error
        if is_one_refused(parts):
            raise Refused(NOT_WHOLE)

    def _words(self, visit: AssessmentVisit, field: str) -> str:
        """An answer that was given by its type is checked as at a desk; an older page sends words alone."""
        values = self.operation.values
        is_typed = field.startswith(ASKED) and values.get("raw") is not None
        question = checklist_of(visit).questions.get(field.removeprefix(ASKED)) if is_typed else None
        if question is None:
            return plain(words_of(values, "words"))
        fault = fault_in(question, values["raw"], today=day_in_london(self.at))
        if fault:
            raise Refused(fault)
        return words_for(question, values["raw"])

    def _record(self, visit: AssessmentVisit) -> Answer:
        field = words_of(self.operation.values, "field")
        said = Said(
            field,
            self._words(visit, field),
            self.operation.base_version,
            self._proof(),
            is_in_doubt=came_otherwise(self.operation.op_id, self.operation.fingerprint),
        )
        entry = keep_in_record(visit, said=said, by=self.by, at=self.at)
        standing = standing_in(visit, said.field)
        version = standing.version if standing else 0
        if entry.standing != Standing.BESIDE:
            return self._said(Outcome.KEPT, version=version)
        theirs: dict[str, Any] = {}
        if standing is not None:
            raw = raw_beside(field, standing.words, checklist_of(visit).questions)
            theirs = {"text": standing.words, "source": "", "by": standing.written_by.name, **raw}
        return self._said(Outcome.CONFLICT, version=version, theirs=theirs)

    def _proof(self) -> Proof:
        return Proof(
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

    def _kept(self, item: EvidenceItem) -> Answer:
        CapturedEvidence.objects.create(item=item, **vars(self._proof()))
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
