"""What must always be true of the whole portal, looked at every hour; and the stored files, looked at every night."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from django.db.models import Exists, OuterRef

from sandbox_portal.casework.audit import find_recent_breaks
from sandbox_portal.casework.invariants import always
from sandbox_portal.casework.models import Case, Event
from sandbox_portal.documents import storage
from sandbox_portal.documents.models import EvidenceFile, IssuedDocument
from selection.criteria import Kind
from selection.models import Application, Consensus
from selection.queries.selections import criteria_of
from selection.queries.tallies import rounds_gone_astray
from selection.scoring import score_sheet

from .choices import ActedAs
from .models import RowChange

RECENT = timedelta(hours=25)


@always("timelines are whole")
def timelines_are_whole() -> Iterable[str]:
    """Every chain to which an event was added in the last day; `verify_audit` walks them all."""
    return [str(each) for each in find_recent_breaks(within=RECENT)]


@always("every case is where its newest step led")
def stages_are_told() -> Iterable[str]:
    newest = Event.objects.filter(case=OuterRef("pk")).exclude(to_stage="").order_by("-sequence")
    astray = Case.objects.exclude(stage=newest.values("to_stage")[:1]).values_list("pk", "stage")
    return [f"Case {case} is at “{stage}”, and its timeline says otherwise." for case, stage in astray[:100]]


@always("totals are the sums of the agreed scores")
def totals_are_sums() -> Iterator[str]:
    scored = Exists(Consensus.objects.filter(application=OuterRef("pk"), replaced_at=None))
    for application in Application.objects.filter(scored).select_related("round").iterator(chunk_size=200):
        criteria = criteria_of(application.round)
        kinds = {criterion.code: criterion.kind for criterion in criteria}
        rows = Consensus.objects.filter(application=application, replaced_at=None).values_list("criterion", "value")
        scores = {code: bool(value) if kinds[code] is Kind.GATE else value for code, value in rows}
        sheet = score_sheet(criteria, scores)
        if (application.s2, application.total) != (sheet.s2, sheet.total):
            yield f"Application {application.pk}: {application.total} is stored, the scores give {sheet.total}."


@always("numbers of a selection are those of its rows")
def numbers_are_true() -> Iterable[str]:
    return [f"The numbers of round {each} are not those of its rows." for each in rounds_gone_astray()]


@always("no row is changed past the portal")
def nothing_changes_outside() -> Iterable[str]:
    """A change without a person, a task or a command was made by hand in the database (F04)."""
    rows = (
        RowChange.objects.filter(acted_as=ActedAs.OUTSIDE)
        .order_by("-id")
        .values_list("table_name", "row_id", "database_user")
    )
    return [
        f"A row of {table} ({row}) was changed by hand, as the database user {user}." for table, row, user in rows[:20]
    ]


def damaged_files() -> Iterator[str]:
    """Rows of files whose stored bytes are gone or no longer those of their SHA-256, as “kind id”."""
    kept = {
        EvidenceFile: EvidenceFile.objects.filter(bytes_removed_at=None),
        IssuedDocument: IssuedDocument.objects.all(),
    }
    for model, rows in kept.items():
        files = rows.exclude(stored_name="").values_list("pk", "stored_name", "sha256")
        for pk, name, sha256 in files.iterator(chunk_size=500):
            if not storage.is_whole(name, sha256):
                yield f"{model._meta.verbose_name} {pk}"
