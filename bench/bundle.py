"""A bundle of a case with many files: how long it takes, how much memory, and how large it is. See `fill`.

python -m bench.within bench.bundle 200     (DJANGO_SETTINGS_MODULE, DATABASE_URL and MEDIA_ROOT say where)
"""

import io
import os
import resource
import time
import zipfile

from sandbox_portal.casework.models import Case
from sandbox_portal.documents import storage
from sandbox_portal.documents.bundles import items_of
from sandbox_portal.documents.bundles.packing import pack
from sandbox_portal.documents.bundles.papers import chain_head
from sandbox_portal.documents.choices import ScanState
from sandbox_portal.documents.models import Attachment, EvidenceFile
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import people_of

SIZE = 2_000_000


def fill(files: int) -> dict[str, float]:
    """Put this many files of 2 MB to a sent application and pack it; megabytes are what the process grew by."""
    case = Case.objects.filter(organisation__isnull=False, reference__isnull=False).order_by("opened_at").first()
    assert case is not None
    assert case.organisation is not None
    owner = people_of(case.organisation)[0]
    _put_files(case, owner, files)
    before, began = _peak(), time.perf_counter()
    parcel = pack(
        items_of(case, owner),
        title="Everything",
        facts=[],
        withheld={},
        heads=[chain_head(case)],
        at=database_now(),
        tell=lambda done: None,
    )
    seconds = time.perf_counter() - began
    with parcel.file as file:
        size = file.seek(0, io.SEEK_END)
        whole = zipfile.ZipFile(file).testzip() is None
    return {
        "files": len(parcel.packed),
        "whole": whole,
        "seconds": round(seconds, 2),
        "megabytes of memory": round((_peak() - before) / 1024, 1),
        "megabytes of bundle": round(size / 1_000_000, 1),
    }


def _put_files(case: Case, owner: User, files: int) -> None:
    at = database_now()
    for number in range(files):
        name, sha256, size = storage.keep(io.BytesIO(os.urandom(SIZE)), folder="evidence")
        evidence = EvidenceFile.objects.create(
            sha256=sha256, size=size, media_type="application/pdf", stored_name=name, scan_state=ScanState.CLEAN
        )
        Attachment.objects.create(
            case=case, evidence_file=evidence, shown_name=f"Paper {number}.pdf", uploaded_by=owner, uploaded_at=at
        )


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
