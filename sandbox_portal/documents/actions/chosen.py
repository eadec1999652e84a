"""Take chosen files of a case as one: at once while they are few, as a job when they are many or large."""

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from sandbox_portal.casework.events import record
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import User

from ..bundles.chosen import Chosen, chosen_from, zipped
from ..models import Attachment, Job
from ..queries import attachments_visible_to
from ..queries.rechecks import recheck
from ..shown_names import shown_name
from .jobs import MadeFile, Progress, create_job, worker

CHOSEN_FILES = "documents.chosen_files"
ZIP = "application/zip"
AT_ONCE = 100 * 1024 * 1024  # bytes that are sent while the person waits; more is made as a job
MOST = 500
GONE = "A file you chose is not there any more. Look at the list again."
CHANGED = "What you may see has changed since this was made. Choose the files again."


@dataclass(frozen=True)
class Taken:
    """Chosen files that go out now, under this name; or the job that makes them when they are too many for that."""

    name: str
    chosen: Chosen
    job: Job | None = None


@transaction.atomic
def take_chosen_files(case: Case, *, files: Iterable[UUID], by: User, at: datetime) -> Taken:
    """Give the chosen files this person may see and open. The timeline says that they were taken, and how many."""
    wanted = set(files)
    if not wanted:
        raise Refused("Choose at least one file.")
    if len(wanted) > MOST:
        raise Refused(f"Choose at most {MOST} files at once, or download everything on the case.")
    found = _chosen(case, wanted, by)
    if len(found) < len(wanted):
        raise Refused(GONE)
    chosen = chosen_from(found)
    if not chosen.given:
        raise Refused("None of the files you chose can be opened now. Each says why in the list.")
    given = {each.pk for _name, each in chosen.given}
    job = _as_a_job(case, given, by=by, at=at) if chosen.size > AT_ONCE else None
    if job is None or job.created_at == at:
        record(case, verb="files taken as one", by=by, at=at, data={"files": sorted(map(str, given))})
    return Taken(_name(case), chosen, job)


@worker(CHOSEN_FILES)
def _make(job: Job, progress: Progress) -> MadeFile:
    found = _chosen(job.case, _wanted(job), job.asked_by)
    if job.case is None or len(found) < len(_wanted(job)):
        raise Refused(CHANGED)
    chosen = chosen_from(found)
    file, done = tempfile.TemporaryFile(), 0  # noqa: SIM115 - handed on; it goes when it is closed
    for piece in zipped(chosen, at=database_now()):
        done += file.write(piece)
        progress.tell(min(done, chosen.size), of=chosen.size)
    file.seek(0)
    return MadeFile(file, ZIP, _name(job.case))


@recheck(CHOSEN_FILES)
def _still_allowed(job: Job, user: User) -> str | None:
    """Every file in it must still be one this person may see and open."""
    found = _chosen(job.case, _wanted(job), user)
    return None if len(chosen_from(found).given) == len(_wanted(job)) else CHANGED


def _chosen(case: Case | None, wanted: set[UUID], user: User) -> list[Attachment]:
    """Those of the wanted files that this person sees, as long as they see the case."""
    return list(attachments_visible_to(user).filter(case=case, pk__in=wanted).order_by("uploaded_at", "pk"))


def _wanted(job: Job) -> set[UUID]:
    return {UUID(each) for each in job.parameters["files"]}


def _as_a_job(case: Case, wanted: set[UUID], *, by: User, at: datetime) -> Job:
    title = f"Chosen files of {case.reference or case.title}"[:200]
    return create_job(CHOSEN_FILES, title=title, by=by, at=at, case=case, files=sorted(map(str, wanted)))


def _name(case: Case) -> str:
    return shown_name(f"{case.reference or 'draft'} files.zip", extension="zip")
