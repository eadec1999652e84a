"""What comes in on the pages of documents."""

from .checks import CheckDocument, CheckFile, CheckFingerprint, WithdrawDocument
from .files import AddFiles, DescribeFile, FilesFilter, ReplaceFile
from .letters import JobsFilter, LettersFilter, WriteLetter

__all__ = [
    "AddFiles",
    "CheckDocument",
    "CheckFile",
    "CheckFingerprint",
    "DescribeFile",
    "FilesFilter",
    "JobsFilter",
    "LettersFilter",
    "ReplaceFile",
    "WithdrawDocument",
    "WriteLetter",
]
