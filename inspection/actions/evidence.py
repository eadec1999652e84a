"""Evidence: add it, say what it is used for, correct it without losing what it said (R-370 to R-376)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from sandbox_portal.casework.events import record
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.models import User

from ..choices.evidence import SAID, Confidentiality, Direction, EvidenceKind, Origin, Way
from ..models import Assessment, AssessmentVisit, EvidenceItem, EvidenceUse, PersonMet
from ..permissions import inspects_it
from ..queries.assessments import is_open_to_evidence
from ..queries.evidence import content_of
from ..rulebook.naming import codes_in, suspected
from ..workflow import ASSESSMENT
from ..workflow.assessment import NOT_IN_THE_TEAM
from ..writing import said

CLOSED = "The evidence of this assessment is closed."


@dataclass(frozen=True)
class Piece:
    """One thing seen, heard or read. `is_checked`: the writer has read the warning about names and says it is none."""

    category: str
    kind: str
    way: str
    text: str
    source: str
    seen_at: datetime
    statements: Sequence[str]
    direction: str = Direction.NEUTRAL
    visit: AssessmentVisit | None = None
    period: str = ""
    weight_note: str = ""
    may_quote: bool = False
    confidentiality: str = Confidentiality.NORMAL
    is_checked: bool = False
    origin: str = Origin.WRITTEN
    origin_key: str = ""


@transaction.atomic
def add_evidence(assessment: Assessment, *, piece: Piece, by: User, at: datetime) -> EvidenceItem:
    """Keep one piece of evidence under the next number, used for each of its statements and counted once."""
    locked = Case.objects.select_for_update().get(pk=assessment.pk)
    newest = EvidenceItem.objects.filter(assessment=locked.pk).aggregate(Max("number"))["number__max"] or 0
    ASSESSMENT.take_step(assessment, "add_evidence", by=by, at=at, note=f"Evidence {newest + 1}")
    values = _checked(assessment, piece, at=at)
    item = EvidenceItem.objects.create(assessment=assessment, number=newest + 1, written_at=at, written_by=by, **values)
    _use(item, piece.statements, by=by, at=at)
    return item


@transaction.atomic
def correct_evidence(item: EvidenceItem, *, piece: Piece, because: str, by: User, at: datetime) -> EvidenceItem:
    """Write the item anew. What it said before, and what it was used for, stays readable below."""
    assessment = _held(item, by=by)
    item = EvidenceItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if item.replaced_at is not None:
        raise Refused("Somebody corrected this meanwhile. Open it again and look at what it says now.")
    if item.origin != Origin.WRITTEN:
        raise Refused(
            "This came in by itself, so nobody corrects it. Say what it is used for, or add evidence beside it."
        )
    if item.written_by_id != by.pk and assessment.lead_id != by.pk:
        raise Refused("Only whoever wrote this, or the lead inspector, can correct it.")
    values = _checked(assessment, piece, at=at)
    reason = said(because, "Say why it is corrected.")[:500]
    item.replaced_at = at
    item.save(update_fields=["replaced_at"])
    newer = EvidenceItem.objects.create(
        assessment=assessment,
        number=item.number,
        version=item.version + 1,
        corrected_because=reason,
        written_at=at,
        written_by=by,
        **values,
    )
    _use(newer, piece.statements, by=by, at=at)
    record(assessment.case, verb="evidence corrected", by=by, at=at, note=f"{item}: {reason}")
    return newer


@transaction.atomic
def use_evidence(item: EvidenceItem, *, statements: Sequence[str], by: User, at: datetime) -> EvidenceItem:
    """Say for which statements an item is used from now on. It stays one item, however many they are."""
    assessment = _held(item, by=by)
    item = EvidenceItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if item.replaced_at is not None:
        raise Refused("This is an older version. Open the one that holds now.")
    wanted = _statements(assessment, statements)
    standing = {use.statement: use for use in item.uses.filter(ended_at=None)}
    gone = [use for key, use in standing.items() if key not in wanted]
    EvidenceUse.objects.filter(pk__in=[use.pk for use in gone]).update(ended_at=at, ended_by=by)
    _use(item, [key for key in wanted if key not in standing], by=by, at=at)
    record(assessment.case, verb="use of evidence changed", by=by, at=at, note=f"{item}", data={"statements": wanted})
    return item


def _use(item: EvidenceItem, statements: Iterable[str], *, by: User, at: datetime) -> None:
    EvidenceUse.objects.bulk_create(
        EvidenceUse(item=item, statement=key, used_at=at, used_by=by) for key in dict.fromkeys(statements)
    )


def _held(item: EvidenceItem, *, by: User) -> Assessment:
    case = Case.objects.select_for_update().get(pk=item.assessment_id)
    assessment = Assessment.objects.select_related("organisation", "framework", "service", "lead").get(pk=case.pk)
    assessment.case = case
    if not inspects_it.test(by, assessment):
        raise Refused(NOT_IN_THE_TEAM)
    if not is_open_to_evidence(assessment):
        raise Refused(CLOSED)
    return assessment


def _checked(assessment: Assessment, piece: Piece, *, at: datetime) -> dict[str, object]:
    text = said(piece.text, "Write what you saw, heard or read.")
    source = said(piece.source, "Say where it comes from.")[:300]
    _refuse_unknown_words(assessment, piece)
    if piece.seen_at > at:
        raise Refused("This day lies ahead. Give the day on which you saw or heard it.")
    if piece.way == Way.VISIT and (piece.visit is None or piece.visit.case_id != assessment.pk):
        raise Refused("Choose the visit it comes from.")
    if piece.way == Way.FEEDBACK and piece.kind not in SAID:
        raise Refused("Feedback is what somebody said. Choose who it was.")
    if piece.kind == EvidenceKind.DATA and not piece.period.strip():
        raise Refused("Say which time the figures are about.")
    warned = list(suspected("\n".join((text, source, piece.weight_note))))
    if warned and not piece.is_checked:
        raise Refused(f"This seems to hold {warned[0]}. Use a code instead, or say that it names nobody.")
    people = _people(assessment, f"{text}\n{source}")
    if piece.may_quote and people.values() and not all(people.values()):
        silent = next(code for code, may in people.items() if not may)
        raise Refused(f"{silent} did not agree to be quoted.")
    _statements(assessment, piece.statements)
    return {
        "visit": piece.visit if piece.way == Way.VISIT else None,
        "category": piece.category,
        "kind": piece.kind,
        "way": piece.way,
        "text": text,
        "source": source,
        "period": piece.period.strip()[:100],
        "seen_at": piece.seen_at,
        "people": list(people),
        "direction": piece.direction,
        "weight_note": piece.weight_note.strip()[:500],
        "may_quote": piece.may_quote,
        "confidentiality": piece.confidentiality,
        "origin": piece.origin,
        "origin_key": piece.origin_key,
        "warned_of": ["an NHS number" if "NHS" in each else "a name" for each in warned],
    }


def _refuse_unknown_words(assessment: Assessment, piece: Piece) -> None:
    if content_of(assessment).category(piece.category) is None:
        raise Refused("Choose a kind of evidence of this framework.")
    known = ((piece.kind, EvidenceKind), (piece.way, Way), (piece.direction, Direction))
    if any(word not in choices.values for word, choices in (*known, (piece.confidentiality, Confidentiality))):
        raise Refused("Choose one of the answers shown.")


def _people(assessment: Assessment, text: str) -> dict[str, bool]:
    """The person codes of the text, each with whether they may be quoted; a code nobody has is refused."""
    named = codes_in(text)
    if not named:
        return {}
    met = {each.code: each.may_quote for each in PersonMet.objects.filter(case=assessment.pk)}
    unknown = [code for code in named if code not in met]
    if unknown:
        raise Refused(f"Nobody has the code {unknown[0]} yet. Note on the visit whom you met, which gives them a code.")
    return {code: met[code] for code in named}


def _statements(assessment: Assessment, keys: Sequence[str]) -> list[str]:
    wanted = list(dict.fromkeys(keys))
    if set(wanted) - set(assessment.statements):
        raise Refused("Choose statements that this assessment looks at.")
    return wanted
