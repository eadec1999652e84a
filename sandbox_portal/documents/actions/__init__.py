"""Verbs of documents."""

from .evidence import SCANNED, attach_evidence, record_scan, remove_attachment
from .issuing import Paper, issue_document, release_document
from .jobs import Progress, create_job, retry_job, run_job, worker
from .letters import issue_letter, make_letter, release_letter, release_letters
from .sweeping import ask_for_scans, sweep_files

__all__ = [
    "SCANNED",
    "Paper",
    "Progress",
    "ask_for_scans",
    "attach_evidence",
    "create_job",
    "issue_document",
    "issue_letter",
    "make_letter",
    "record_scan",
    "release_document",
    "release_letter",
    "release_letters",
    "remove_attachment",
    "retry_job",
    "run_job",
    "sweep_files",
    "worker",
]
