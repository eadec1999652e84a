"""Receive uploads: every file straight to disk (0600), stopped at the size limit, and never half-taken for whole."""

from typing import Any

from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from .choices import LARGEST_FILE

TOO_LARGE = "too_large"
NO_ROOM = "no_room"


class LimitedUpload(TemporaryFileUploadHandler):
    """A file that is too large, or that the disk cannot hold, arrives empty and marked; others arrive as they are."""

    file: TemporaryUploadedFile

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.file.fault = ""  # type: ignore[attr-defined]
        self._received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self._received += len(raw_data)
        if self.file.fault:  # type: ignore[attr-defined]
            return
        if self._received > LARGEST_FILE:
            self._give_up(TOO_LARGE)
            return
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError:
            self._give_up(NO_ROOM)

    def _give_up(self, fault: str) -> None:
        self.file.fault = fault  # type: ignore[attr-defined]
        self.file.file.seek(0)
        self.file.file.truncate()
