"""Load question sets from content/question_sets/: a published version is frozen, a draft may be replaced."""

import hashlib
import json
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from sandbox_portal.casework.content import Fault, FaultyContent
from sandbox_portal.casework.content_files import ContentFile, first_difference, refuse_faults

from .engine import Document
from .models import QuestionSet
from .reading import read_question_set


@transaction.atomic
def load_question_sets(root: Path, at: datetime) -> str:
    """Load every file of the folder, or none: FaultyContent holds the faults of all of them."""
    faults: list[Fault] = []
    counts = {"new": 0, "unchanged": 0}
    for path in sorted((root / "question_sets").glob("*.yaml")):
        try:
            file, document = read_question_set(path, root=root)
            counts[_keep(file, document, at)] += 1
        except FaultyContent as faulty:
            faults += faulty.faults
    refuse_faults(faults)
    return f"{counts['new']} loaded, {counts['unchanged']} unchanged"


def digest_of(values: Any) -> str:
    """The SHA-256 of the values: comments and the order of words in the file do not matter."""
    text = json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _keep(file: ContentFile, document: Document, at: datetime) -> str:
    digest = digest_of(file.values)
    stored = QuestionSet.objects.select_for_update().filter(code=document.code, version=document.version).first()
    if stored is not None and stored.sha256 == digest:
        return "unchanged"
    if stored is not None and stored.published_at is not None:
        raise FaultyContent([_changed(file, document, stored)])
    QuestionSet.objects.update_or_create(
        code=document.code,
        version=document.version,
        defaults={
            "title": document.title,
            "document": file.values,
            "sha256": digest,
            "published_at": None if document.draft else at,
        },
    )
    return "new"


def _changed(file: ContentFile, document: Document, stored: QuestionSet) -> Fault:
    place = first_difference(stored.document, file.values) or ()
    return file.fault(
        place,
        f"Version {document.version} of “{document.code}” is published and cannot change. "
        f"Make a new version: copy the file and set “version: {document.version + 1}”.",
    )
