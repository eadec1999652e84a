"""Take in a paper for everybody: examined like every file, and a PDF only when it is made for screen readers."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile

from sandbox_portal.casework.refusals import Refused

from .. import storage
from ..scan_queue import Kept
from .examining import Examined, examined
from .types import BY_ENDING

PAPERS = "evidence"
TAKEN = frozenset(BY_ENDING[ending].media_type for ending in ("pdf", "docx", "odt"))
NOT_A_PAPER = "“{name}” is not a paper people can read here. Send a PDF, a Word document (.docx) or an .odt text."
NOT_TAGGED = (
    "“{name}” is a PDF that a screen reader cannot follow. Save it again as a tagged PDF (PDF/UA), "
    "or send it as a Word document (.docx)."
)


def kept_paper(upload: "UploadedFile[Any]") -> Kept:
    """The paper in the store; no row says so yet, which is harmless."""
    with examined(upload) as file:
        if file.media_type not in TAKEN:
            raise Refused(NOT_A_PAPER.format(name=file.shown_name))
        if file.media_type == BY_ENDING["pdf"].media_type and not _is_tagged(file):
            raise Refused(NOT_TAGGED.format(name=file.shown_name))
        file.content.seek(0)
        return Kept(file.media_type, file.shown_name, *storage.keep(file.content, folder=PAPERS))


def _is_tagged(file: Examined) -> bool:
    """Says of itself that it is tagged, in which language, and has its structure (PDF/UA-1, 7.1 and 7.2)."""
    import pikepdf  # 9 MB, and few processes are ever given a paper

    with pikepdf.open(file.content) as pdf:
        says: Any = pdf.Root.get("/MarkInfo", {})
        return bool(says.get("/Marked", False)) and "/StructTreeRoot" in pdf.Root and "/Lang" in pdf.Root
