"""Nouns of documents."""

from .evidence import Attachment, EvidenceFile
from .issued import IssuedDocument, Withdrawal
from .job import Job
from .letter_template import LetterDraft, LetterTemplate

__all__ = ["Attachment", "EvidenceFile", "IssuedDocument", "Job", "LetterDraft", "LetterTemplate", "Withdrawal"]
