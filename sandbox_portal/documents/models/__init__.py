"""Nouns of documents."""

from .bundle import Bundle
from .evidence import Attachment, EvidenceFile
from .issued import IssuedDocument, Withdrawal
from .job import Job
from .letter_template import LetterDraft, LetterTemplate
from .message_file import MessageFile

__all__ = [
    "Attachment",
    "Bundle",
    "EvidenceFile",
    "IssuedDocument",
    "Job",
    "LetterDraft",
    "LetterTemplate",
    "MessageFile",
    "Withdrawal",
]
