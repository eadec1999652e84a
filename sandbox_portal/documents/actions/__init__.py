"""Verbs of documents."""

from .drafts import (
    NewWords,
    close_letter_draft,
    publish_letter_draft,
    save_letter_draft,
    start_letter_draft,
)
from .evidence import About, attach_evidence, describe_evidence, remove_attachment, replace_evidence
from .issuing import Paper, check_address, issue_document, release_document, take_out_of_force, withdraw_document
from .jobs import MadeFile, Progress, cancel_job, create_job, retry_job, run_job, worker
from .letters import issue_letter, make_letter, release_letter, release_letters
from .scans import SCANNED, record_scan, record_silence
from .sweeping import ask_for_scans, sweep_files

__all__ = [
    "SCANNED",
    "About",
    "MadeFile",
    "NewWords",
    "Paper",
    "Progress",
    "ask_for_scans",
    "attach_evidence",
    "cancel_job",
    "check_address",
    "close_letter_draft",
    "create_job",
    "describe_evidence",
    "issue_document",
    "issue_letter",
    "make_letter",
    "publish_letter_draft",
    "record_scan",
    "record_silence",
    "release_document",
    "release_letter",
    "release_letters",
    "remove_attachment",
    "replace_evidence",
    "retry_job",
    "run_job",
    "save_letter_draft",
    "start_letter_draft",
    "sweep_files",
    "take_out_of_force",
    "withdraw_document",
    "worker",
]
