"""What inspection puts into the bundle of a case: the evidence index with its chain of custody."""

import io
from collections.abc import Iterator
from typing import BinaryIO

from sandbox_portal.casework.models import Case
from sandbox_portal.casework.sheets import csv_lines
from sandbox_portal.documents.bundles import Item
from sandbox_portal.people.models import User

from .models import Assessment
from .queries.assessments import KIND, assessment_files_visible_to
from .queries.captured import HEAD, custody_of, index_visible_to, sheet_of

EVIDENCE = "02 Evidence"


def evidence_index(case: Case, user: User) -> Iterator[Item]:
    """For those who read the file of the assessment, and only what they may read of it."""
    if case.kind != KIND:
        return
    assessment = assessment_files_visible_to(user).filter(pk=case.pk).first()
    if assessment is None:
        return
    about = "When each piece of evidence was saved, on what, when it came, and its fingerprints"
    key, name = f"evidence-index:{case.pk}", "evidence index.csv"
    yield Item(key, EVIDENCE, name, "The evidence index", lambda: _sheet(assessment, user), about)


def _sheet(assessment: Assessment, user: User) -> BinaryIO:
    rows = custody_of(index_visible_to(user, assessment))
    return io.BytesIO("".join(csv_lines([HEAD, *sheet_of(rows)])).encode())
