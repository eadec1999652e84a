"""Load the letters of content/letters/: one file a letter; a version that was used never changes."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from pydantic import Field, TypeAdapter
from pydantic.dataclasses import dataclass

from sandbox_portal.casework.content import Fault, FaultyContent
from sandbox_portal.casework.content_files import (
    ContentFile,
    first_difference,
    read_content_file,
    refuse_faults,
    shape,
    twice,
)

from .choices import DocumentKind
from .merging import Unfit, paragraphs_in, unfit_paragraphs, unknown_fields
from .models import IssuedDocument, LetterDraft, LetterTemplate

WORDS = ("code", "version", "kind", "subject", "summary", "body", "used_when")
PARAGRAPHS = "paragraphs.yaml"


@dataclass(frozen=True, config={"extra": "forbid"})
class LetterFile:
    """What a file of content/letters/ holds."""

    code: str = Field(pattern=r"^L-[0-9A-Z]{2,10}$")
    version: int = Field(ge=1)
    subject: str = Field(min_length=5, max_length=150)
    summary: str = Field(min_length=5, max_length=250)
    body: str = Field(min_length=20)
    kind: DocumentKind = DocumentKind.LETTER
    used_when: str = Field(default="", max_length=300)


@dataclass(frozen=True, config={"extra": "forbid"})
class SharedParagraph:
    """Words that several letters say alike."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]{2,40}$")
    about: str = Field(min_length=5, max_length=200)
    text: str = Field(min_length=5)


@dataclass(frozen=True, config={"extra": "forbid"})
class ParagraphFile:
    paragraphs: tuple[SharedParagraph, ...]


_letters = TypeAdapter(LetterFile)
_paragraphs = TypeAdapter(ParagraphFile)


def load_letters(root: Path, at: datetime) -> str:
    """Load every letter, or none: FaultyContent holds the faults of all files."""
    faults: list[Fault] = []
    counts = {"loaded": 0, "unchanged": 0}
    try:
        shared = {each.name: each.text for each in read_paragraphs(root)}
    except FaultyContent as faulty:
        faults, shared = list(faulty.faults), {}
    for path in sorted((root / "letters").glob("L-*.yaml")):
        try:
            counts[_keep(read_letter(path, root=root, shared=shared), shared)] += 1
        except FaultyContent as faulty:
            faults += faulty.faults
    refuse_faults(faults)
    return f"{counts['loaded']} loaded, {counts['unchanged']} unchanged"


def read_paragraphs(root: Path) -> tuple[SharedParagraph, ...]:
    """The library of shared paragraphs; FaultyContent names every wrong field and every name given twice."""
    path = root / "letters" / PARAGRAPHS
    if not path.exists():
        return ()
    file = read_content_file(path, root=root)
    paragraphs = shape(file, _paragraphs, keys=("paragraphs", "name", "about", "text")).paragraphs
    names = [each.name for each in paragraphs]
    faults = list(twice(file, ("paragraphs",), names, key="name"))
    for index, each in enumerate(paragraphs):
        line = file.line_of(("paragraphs", index, "text"))
        unfit = unknown_fields({"body": each.text})
        faults += [Fault(file.name, line + one.line, one.sentence) for one in unfit]
    refuse_faults(faults)
    return paragraphs


@cache
def paragraph_library(root: Path) -> Mapping[str, SharedParagraph]:
    """The shared paragraphs by name, as they lie in content; read once."""
    return {each.name: each for each in read_paragraphs(root)}


def read_letter(path: Path, *, root: Path, shared: Mapping[str, str]) -> tuple[ContentFile, LetterFile]:
    """Read one file; FaultyContent names every field and paragraph no letter knows, with its line."""
    file = read_content_file(path, root=root)
    letter = shape(file, _letters, keys=WORDS)
    parts = {"subject": letter.subject, "summary": letter.summary, "body": letter.body}
    faults = [
        Fault(file.name, file.line_of((unfit.part,)) + (unfit.line if unfit.part == "body" else 0), unfit.sentence)
        for unfit in [*unknown_fields(parts), *unfit_paragraphs(letter.body, shared)]
    ]
    refuse_faults(faults)
    return file, letter


def _keep(read: tuple[ContentFile, LetterFile], shared: Mapping[str, str]) -> str:
    file, letter = read
    words: dict[str, Any] = {name: getattr(letter, name) for name in ("kind", "subject", "summary", "body")}
    words["paragraphs"] = {each.name: shared[each.name] for each in paragraphs_in(letter.body)}
    stored = LetterTemplate.objects.filter(code=letter.code, version=letter.version).first()
    if stored is None:
        LetterTemplate.objects.create(code=letter.code, version=letter.version, used_when=letter.used_when, **words)
        return "loaded"
    LetterTemplate.objects.filter(code=letter.code).exclude(used_when=letter.used_when).update(
        used_when=letter.used_when
    )
    before = {name: getattr(stored, name) for name in words}
    changed = first_difference(before, {**words, "kind": str(letter.kind)})
    if changed is None:
        return "unchanged"
    if stored.published_at is not None:
        sentence = f"Version {letter.version} of {letter.code} was published in the portal. Give this a new version."
        raise FaultyContent([file.fault((), sentence)])
    if IssuedDocument.objects.filter(template=stored).exists():
        sentence = (
            f"Version {letter.version} of {letter.code} has been sent to people. Give the new words a new version."
        )
        raise FaultyContent([file.fault(changed, sentence)])
    LetterTemplate.objects.filter(pk=stored.pk).update(**words)
    return "loaded"


def shared_texts() -> Mapping[str, str]:
    """The shared paragraphs as they are now, by name."""
    return {name: each.text for name, each in paragraph_library(settings.CONTENT_ROOT).items()}


def faults_of(draft: LetterDraft) -> list[Unfit]:
    """Everything that stops a draft's words from being sent, with its place."""
    parts = {"subject": draft.subject, "summary": draft.summary, "body": draft.body}
    return [*unknown_fields(parts), *unfit_paragraphs(draft.body, shared_texts())]
