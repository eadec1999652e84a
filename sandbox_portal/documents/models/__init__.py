"""Nouns of documents."""

from .evidence import Attachment, EvidenceFile
from .issued import IssuedDocument
from .job import Job
from .letter_template import LetterTemplate

__all__ = ["Attachment", "EvidenceFile", "IssuedDocument", "Job", "LetterTemplate"]
