"""How a file looks in a list: its state, its day and its question, always in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from .choices import SOON_EXPIRED, ExpiryKind, ScanState
from .models import Attachment
from .queries import may_be_downloaded

SCAN_COLOURS = {
    ScanState.BEING_CHECKED: "blue",
    ScanState.CLEAN: "green",
    ScanState.NOT_SCANNED: "grey",
    ScanState.REFUSED: "red",
}


@dataclass(frozen=True)
class Tag:
    text: str
    colour: str


@dataclass(frozen=True)
class FileRow:
    """One file of a list. `refusal` says why it cannot be opened now."""

    attachment: Attachment
    question: str
    scan: Tag
    day: Tag | None
    refusal: str | None


def file_rows(attachments: Iterable[Attachment], *, questions: Mapping[str, str], today: date) -> list[FileRow]:
    return [
        FileRow(
            attachment=each,
            question=questions.get(each.question_key, each.question_key.replace("_", " ").capitalize()),
            scan=scan_tag(each),
            day=day_tag(each, today=today),
            refusal=may_be_downloaded(each),
        )
        for each in attachments
    ]


def scan_tag(attachment: Attachment) -> Tag:
    state = ScanState(attachment.evidence_file.scan_state)
    return Tag(str(state.label), SCAN_COLOURS[state])


def day_tag(attachment: Attachment, *, today: date) -> Tag | None:
    """Says that the day has passed or is near; nothing when it is far or there is none."""
    if attachment.expires_on is None:
        return None
    is_review = attachment.expiry_kind == ExpiryKind.REVIEW
    if attachment.expires_on < today:
        return Tag("Should be looked at again" if is_review else "Expired", "red")
    if attachment.expires_on <= today + SOON_EXPIRED:
        return Tag("To be looked at soon" if is_review else "Expires soon", "yellow")
    return None
