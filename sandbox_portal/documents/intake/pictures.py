"""Take in a photo: examined like every file, without its place and time, and no larger than it need be (D17)."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile

from .. import storage
from ..scan_queue import Kept
from .examining import examined

PICTURES = "evidence"


def kept_picture(upload: "UploadedFile[Any]", *, longest_side: int) -> Kept:
    """The picture in the store, its longer side at most so many pixels; no row says so yet, which is harmless."""
    with examined(upload, longest_side=longest_side) as file:
        return Kept(file.media_type, file.shown_name, *storage.keep(file.content, folder=PICTURES))
