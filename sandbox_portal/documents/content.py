"""Load the letters of content/letters/: one file a letter; a version that was used never changes."""

from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import Field, TypeAdapter
from pydantic.dataclasses import dataclass

from sandbox_portal.casework.content import Fault, FaultyContent
from sandbox_portal.casework.content_files import ContentFile, first_difference, read_content_file, shape

from .choices import DocumentKind
from .merging import unknown_fields
from .models import IssuedDocument, LetterTemplate

WORDS = ("code", "version", "kind", "subject", "summary", "body")


@dataclass(frozen=True, config={"extra": "forbid"})
class LetterFile:
    """What a file of content/letters/ holds."""

    code: str = Field(pattern=r"^L-[0-9A-Z]{2,10}$")
    version: int = Field(ge=1)
    subject: str = Field(min_length=5, max_length=150)
    summary: str = Field(min_length=5, max_length=250)
    body: str = Field(min_length=20)
    kind: DocumentKind = DocumentKind.LETTER


_letters = TypeAdapter(LetterFile)


def load_letters(root: Path, at: datetime) -> str:
    """Load every letter, or none: FaultyContent holds the faults of all files."""
    faults: list[Fault] = []
    counts = {"loaded": 0, "unchanged": 0}
    for path in sorted((root / "letters").glob("*.yaml")):
        try:
            counts[_keep(read_letter(path, root=root))] += 1
        except FaultyContent as faulty:
            faults += faulty.faults
    if faults:
        raise FaultyContent(faults)
    return f"{counts['loaded']} loaded, {counts['unchanged']} unchanged"


def read_letter(path: Path, *, root: Path) -> tuple[ContentFile, LetterFile]:
    """Read one file; FaultyContent names every field no letter knows, with its line."""
    file = read_content_file(path, root=root)
    letter = shape(file, _letters, keys=WORDS)
    parts = {"subject": letter.subject, "summary": letter.summary, "body": letter.body}
    faults = [
        Fault(file.name, file.line_of((unfit.part,)) + (unfit.line if unfit.part == "body" else 0), unfit.sentence)
        for unfit in unknown_fields(parts)
    ]
    if faults:
        raise FaultyContent(faults)
    return file, letter


def _keep(read: tuple[ContentFile, LetterFile]) -> str:
    file, letter = read
    words: dict[str, Any] = {name: getattr(letter, name) for name in ("kind", "subject", "summary", "body")}
    stored = LetterTemplate.objects.filter(code=letter.code, version=letter.version).first()
    if stored is None:
        LetterTemplate.objects.create(code=letter.code, version=letter.version, **words)
        return "loaded"
    before = {name: getattr(stored, name) for name in words}
    changed = first_difference(before, {**words, "kind": str(letter.kind)})
    if changed is None:
        return "unchanged"
    if IssuedDocument.objects.filter(template=stored).exists():
        sentence = (
            f"Version {letter.version} of {letter.code} has been sent to people. Give the new words a new version."
        )
        raise FaultyContent([file.fault(changed, sentence)])
    LetterTemplate.objects.filter(pk=stored.pk).update(**words)
    return "loaded"
