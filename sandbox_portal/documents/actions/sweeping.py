"""What the night does: take away what nobody may open or needs any more, and ask the scanner about unseen files."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from sandbox_portal.casework.sweeping import register
from sandbox_portal.people.models import User

from .. import scanning, storage
from ..access import forgotten_places
from ..choices import GOING_ON, QUARANTINE, WORK_KEPT, ScanState
from ..models import Attachment, Bundle, EvidenceFile, IssuedDocument, Job, MessageFile
from ..scan_queue import ask_scanner

LEFT_ALONE = timedelta(hours=24)


def sweep_files(*, at: datetime, by: User | None = None) -> int:
    """Discard what broken-off uploads and undone transactions left behind a day ago; returns how many."""
    kept = set(EvidenceFile.objects.filter(bytes_removed_at=None).values_list("stored_name", flat=True))
    kept |= set(IssuedDocument.objects.values_list("stored_name", flat=True))
    kept |= set(Job.objects.filter(result_until__gte=at).values_list("file_name", flat=True))
    left = [name for name in storage.stored_names(older_than=at - LEFT_ALONE) if name not in kept]
    for name in left:
        storage.discard(name)
    return len(left)


@register("downloads whose time is over")
def clear_downloads(*, at: datetime, by: User | None = None) -> int:
    """Take away bundles, chosen files and exports that were kept for a time; the job stays and can make them again."""
    over = Job.objects.filter(result_until__lt=at).exclude(file_name="")
    names = set(over.values_list("file_name", flat=True))
    cleared = over.update(file_name="", file_sha256="")
    still_named = set(Job.objects.filter(file_name__in=names).values_list("file_name", flat=True))
    for name in names - still_named:
        storage.discard(name)
    return cleared


@register("work that ended a year ago")
@transaction.atomic
def clear_old_work(*, at: datetime, by: User | None = None) -> int:
    """Erase jobs, and what their bundles held, a year after they ended; what was issued stays."""
    ended = Job.objects.filter(finished_at__lt=at - WORK_KEPT, file_name="").exclude(state__in=GOING_ON)
    jobs = list(ended.exclude(bundles__made_at__gte=at - WORK_KEPT).values_list("pk", flat=True))
    Bundle.objects.filter(job__in=jobs).delete()
    return Job.objects.filter(pk__in=jobs).delete()[1].get("documents.Job", 0)


@register("files with a virus")
def clear_quarantine(*, at: datetime, by: User | None = None) -> int:
    """Take away the bytes of what was refused a month ago. Row and SHA-256 stay: nobody can send them again (D18)."""
    refused = EvidenceFile.objects.filter(
        scan_state=ScanState.REFUSED, scanned_at__lt=at - QUARANTINE, bytes_removed_at=None
    )
    files = dict(refused.values_list("pk", "stored_name"))
    for name in files.values():
        storage.discard(name)
    return EvidenceFile.objects.filter(pk__in=files).update(bytes_removed_at=at)


@register("files that were removed")
def clear_removed(*, at: datetime, by: User | None = None) -> int:
    """Take away the bytes of what was removed a month ago where its wing wants that, and what stands nowhere else."""
    return sum(_clear_removed(file, at=at) for file in list(_removed(at).values_list("pk", flat=True)))


@transaction.atomic
def _clear_removed(pk: UUID, *, at: datetime) -> int:
    file = EvidenceFile.objects.select_for_update().get(pk=pk)
    if not _removed(at).filter(pk=pk).exists():  # somebody has put the same file somewhere meanwhile
        return 0
    file.bytes_removed_at = at
    file.save(update_fields=["bytes_removed_at"])
    storage.discard(file.stored_name)  # while it is held: whoever sends it again waits, and keeps it anew
    return 1


def _removed(at: datetime) -> QuerySet[EvidenceFile]:
    """Files that stood at places which forget, were removed from each a month ago, and stand nowhere else."""
    here = Attachment.objects.filter(evidence_file=OuterRef("pk"))
    forgotten = {"question_key__in": forgotten_places(), "removed_at__lt": at - QUARANTINE}
    sent = MessageFile.objects.filter(evidence_file=OuterRef("pk"))
    return EvidenceFile.objects.filter(
        Exists(here.filter(**forgotten)), ~Exists(here.exclude(**forgotten)), ~Exists(sent), bytes_removed_at=None
    )


@transaction.atomic
def ask_for_scans(*, at: datetime, by: User | None = None) -> int:
    """Queue a scan of every file that was kept while there was no scanner; returns how many."""
    if not scanning.is_configured():
        return 0
    files = EvidenceFile.objects.filter(scan_state=ScanState.NOT_SCANNED)
    for file in files:
        ask_scanner(file)
    return len(files)
