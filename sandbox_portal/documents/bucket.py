"""Files in a private bucket of an S3-compatible store. Nothing in it has an address without a signature."""

import base64
import hashlib
import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from typing import Any, BinaryIO

from django.core.files.base import File
from django.core.files.storage import Storage
from django.utils.deconstruct import deconstructible
from django.utils.http import content_disposition_header

from sandbox_portal.casework.refusals import Refused

CHUNK = 1 << 20
IN_MEMORY = 1 << 20
GONE = frozenset({"404", "NoSuchKey", "NotFound"})


class StoreSilent(Refused):
    """The store does not answer or refuses us. Nothing was kept by half, nothing that was there is lost."""

    status = 503

    def __init__(self) -> None:
        super().__init__("We cannot reach our files just now. Nothing was lost. Please try again in a few minutes.")


@deconstructible
class Bucket(Storage):
    """One bucket, reached with keys of its own. `signed_seconds` above 0 sends people to the store for downloads."""

    def __init__(
        self, *, bucket: str, endpoint: str, region: str, key_id: str, secret: str, signed_seconds: int = 0
    ) -> None:
        self.bucket, self.signed_seconds = bucket, signed_seconds
        self._place = {"endpoint_url": endpoint or None, "region_name": region or None}
        self._keys = {"aws_access_key_id": key_id or None, "aws_secret_access_key": secret or None}

    @cached_property
    def client(self) -> Any:
        import boto3
        from botocore.config import Config

        patience = Config(
            connect_timeout=3,
            read_timeout=20,
            retries={"total_max_attempts": 2},
            signature_version="s3v4",
            s3={"addressing_style": "path"},
        )
        return boto3.session.Session().client("s3", config=patience, **self._place, **self._keys)

    def keep(self, source: BinaryIO, folder: str) -> tuple[str, str, int]:
        """One PUT with its SHA-256: the store compares what arrived and shows the object whole, or never."""
        source.seek(0)
        digest = hashlib.file_digest(source, "sha256")  # type: ignore[arg-type]
        size = source.seek(0, io.SEEK_END)
        source.seek(0)
        name = f"{folder}/{digest.hexdigest()[:2]}/{digest.hexdigest()}"
        with _spoken_plainly():
            self.client.put_object(
                Bucket=self.bucket,
                Key=name,
                Body=source,
                ContentLength=size,
                ChecksumSHA256=base64.b64encode(digest.digest()).decode(),
                ContentType="application/octet-stream",
            )
        return name, digest.hexdigest(), size

    def open_whole(self, name: str, sha256: str) -> BinaryIO | None:
        try:
            file, found = self._fetched(name)
        except FileNotFoundError:
            return None
        if found != sha256:
            file.close()
            return None
        return file

    def names(self, older_than: datetime) -> Iterator[str]:
        with _spoken_plainly():
            for page in self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket):
                for each in page.get("Contents", ()):
                    if each["LastModified"] < older_than:
                        yield each["Key"]

    def signed_address(self, name: str, *, media_type: str, shown_name: str) -> str | None:
        """An address that works for some seconds and for this file alone; None when we hand files out ourselves."""
        if not self.signed_seconds:
            return None
        asked = {
            "Bucket": self.bucket,
            "Key": name,
            "ResponseContentType": media_type,
            "ResponseContentDisposition": content_disposition_header(True, shown_name),
            "ResponseCacheControl": "private, no-store",
        }
        return self.client.generate_presigned_url("get_object", Params=asked, ExpiresIn=self.signed_seconds)

    def delete(self, name: str) -> None:
        with _spoken_plainly():
            self.client.delete_object(Bucket=self.bucket, Key=name)

    def _open(self, name: str, mode: str = "rb") -> "File[bytes]":
        return File(self._fetched(name)[0])

    def _fetched(self, name: str) -> tuple[BinaryIO, str]:
        """The whole object in a temporary file that nobody else can open, and its SHA-256."""
        digest = hashlib.sha256()
        file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - whoever asked closes it
        try:
            with _spoken_plainly():
                body = self.client.get_object(Bucket=self.bucket, Key=name)["Body"]
                while chunk := body.read(CHUNK):
                    file.write(chunk)
                    digest.update(chunk)
        except BaseException:
            file.close()
            raise
        file.seek(0)
        return file, digest.hexdigest()  # type: ignore[return-value]


@contextmanager
def _spoken_plainly() -> Iterator[None]:
    """FileNotFoundError for an object that is not there; StoreSilent for everything else that goes wrong."""
    from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError
    from urllib3.exceptions import HTTPError  # noqa: PLC0415

    try:
        yield
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") in GONE:
            raise FileNotFoundError("not in the store") from error
        raise StoreSilent from error
    except (BotoCoreError, HTTPClientError, HTTPError) as error:
        raise StoreSilent from error
