"""The chain of custody of evidence: when it was saved, on what, when it came, and whether it is what was saved."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from sandbox_portal.people.models import User

from ..models import Assessment, CapturedEvidence, CapturedPhoto, EvidenceItem
from ..rulebook.captured import clock_in_words, fingerprint_of, is_flagged
from .evidence import evidence_visible_to


@dataclass(frozen=True)
class Custody:
    """One version of evidence with the proof of its tablet, if it was written on one, and its photos."""

    item: EvidenceItem
    captured: CapturedEvidence | None
    photos: tuple[CapturedPhoto, ...]

    @property
    def is_as_saved(self) -> bool:
        """True when the fingerprint, worked out again now, is the one the tablet made."""
        return self.captured is not None and fingerprint_of(self.captured.content) == self.captured.fingerprint

    @property
    def clock_is_flagged(self) -> bool:
        return self.captured is not None and is_flagged(self.captured.clock_behind)

    @property
    def clock_words(self) -> str:
        """How wrong the clock of the tablet was, in words."""
        return clock_in_words(self.captured.clock_behind if self.captured else 0)


def index_visible_to(user: User, assessment: Assessment, *, words: str = "", way: str = "") -> QuerySet[EvidenceItem]:
    """Every version of the evidence the person may read, in the order it was numbered."""
    found = evidence_visible_to(user).filter(assessment=assessment).select_related("captured__device")
    if words:
        found = found.filter(Q(text__icontains=words) | Q(captured__fingerprint__istartswith=words.lower()))
    if way == "tablet":
        found = found.filter(captured__isnull=False)
    elif way == "photos":
        photos = CapturedPhoto.objects.filter(capture_id=OuterRef("captured__capture_id"))
        found = found.filter(Exists(photos))
    elif way == "desk":
        found = found.filter(captured__isnull=True)
    return found.order_by("number", "version")


def custody_of(items: Iterable[EvidenceItem]) -> list[Custody]:
    """Each item with its proof and its photos, whatever the number of items by one more question."""
    rows = [(item, getattr(item, "captured", None)) for item in items]
    photos: dict[UUID, list[CapturedPhoto]] = defaultdict(list)
    wanted = [captured.capture_id for _item, captured in rows if captured is not None]
    for photo in CapturedPhoto.objects.filter(capture_id__in=wanted).select_related("attachment__evidence_file"):
        photos[photo.capture_id].append(photo)
    return [Custody(item, got, tuple(photos[got.capture_id]) if got else ()) for item, got in rows]


HEAD = (
    "Evidence",
    "Version",
    "Way",
    "Written by",
    "Seen or heard",
    "Written down",
    "Saved on the tablet",
    "Received",
    "Tablet",
    "Tablet clock behind, seconds",
    "How it came",
    "Fingerprint at saving (SHA-256)",
    "Same now",
    "Photo",
    "Photo saved on the tablet",
    "Photo received",
    "Photo fingerprint at saving (SHA-256)",
    "Photo fingerprint as kept (SHA-256)",
)


def sheet_of(rows: Iterable[Custody]) -> Iterator[list[str]]:
    """The chain of custody for a spreadsheet: a line for each version, and one for each photo."""
    for row in rows:
        item, got = row.item, row.captured
        own = [
            str(item.number),
            str(item.version),
            item.get_way_display(),
            item.written_by.name,
            item.seen_at.isoformat(),
            item.written_at.isoformat(),
        ]
        proof = [""] * 7
        if got is not None:
            proof = [
                got.captured_at.isoformat(),
                got.received_at.isoformat(),
                got.device.name,
                str(got.clock_behind),
                got.get_came_by_display(),
                got.fingerprint,
                "yes" if row.is_as_saved else "no",
            ]
        yield [*own, *proof, *[""] * 5]
        for photo in row.photos:
            yield [*own, *proof, *_photo(photo)]


def _photo(photo: CapturedPhoto) -> list[str]:
    return [
        photo.attachment.shown_name,
        photo.captured_at.isoformat(),
        photo.received_at.isoformat(),
        photo.fingerprint,
        photo.attachment.evidence_file.sha256,
    ]
