"""A tablet as the portal meets it: what its page sends, without a browser."""

import hashlib
import io
import json
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from inspection.models import AssessmentVisit
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import User
from tests.factories.inspection import LEARNING
from tests.signing_in import sign_in

NOTE = {
    "category": "people",
    "kind": "observation",
    "text": "The rota hangs by the door and is up to date.",
    "source": "At their office",
    "statements": [LEARNING],
    "direction": "strength",
}


class Tablet:
    """One person's tablet, on the portal's list, with its own counter and clock."""

    def __init__(self, person: User, *, clock_ahead: timedelta = timedelta(0)) -> None:
        self.person, self.clock_ahead = person, clock_ahead
        self.id, self.secret, self.counter = uuid.uuid4(), uuid.uuid4().hex * 2, 0
        self.client = sign_in(Client(raise_request_exception=True), person)
        self.post("offline-device", {"id": str(self.id), "secret": self.secret, "name": "Tablet"})

    @property
    def now(self) -> datetime:
        return database_now() + self.clock_ahead

    @property
    def headers(self) -> dict[str, str]:
        return {
            "X-Device": str(self.id),
            "X-Device-Secret": self.secret,
            "X-Device-Now": self.now.isoformat(),
            "Accept": "application/json",
        }

    def post(self, name: str, body: Any, *args: Any) -> Any:
        sent = json.dumps(body)
        return self.client.post(reverse(name, args=args), sent, content_type="application/json", headers=self.headers)

    def take(self, visit: AssessmentVisit) -> Any:
        self.visit = visit
        return self.post("offline-pack", {}, visit.pk)

    def says(self, *, what: str = "evidence", base_version: int = 0, **values: Any) -> dict[str, Any]:
        """One thing as the page saves it: the text, and the fingerprint of this very text."""
        self.counter += 1
        own = {"id": str(uuid.uuid4()), "visit": self.visit.pk, "counter": self.counter}
        own["captured_at"] = self.now.isoformat()
        content = json.dumps({**own, **(NOTE if what == "evidence" else {}), **values})
        return {
            "op_id": str(uuid.uuid4()),
            "kind": what,
            "base_version": base_version,
            "content": content,
            "fingerprint": hashlib.sha256(content.encode()).hexdigest(),
        }

    def record(self, field: str, words: str, *, base_version: int = 0, **values: Any) -> dict[str, Any]:
        """One field of the record of the visit."""
        return self.says(what="record", base_version=base_version, field=field, words=words, **values)

    def sync(self, *operations: dict[str, Any], version: int = 2) -> Any:
        return self.post("offline-sync", {"version": version, "operations": list(operations)})

    def outcomes(self, *operations: dict[str, Any]) -> list[str]:
        return [each["outcome"] for each in self.sync(*operations).json()["results"]]

    def photo(self, capture: str, *, content: bytes = b"", photo_id: str = "", fingerprint: str = "") -> Any:
        content = content or a_photo()
        values = {
            "capture": capture,
            "visit": self.visit.pk,
            "fingerprint": fingerprint or hashlib.sha256(content).hexdigest(),
            "captured_at": self.now.isoformat(),
            "photo": SimpleUploadedFile("a.jpg", content, content_type="image/jpeg"),
        }
        address = reverse("offline-photo", args=[photo_id or str(uuid.uuid4())])
        return self.client.post(address, values, headers=self.headers)


def id_of(operation: dict[str, Any]) -> str:
    return json.loads(operation["content"])["id"]


def a_photo(colour: str = "teal", size: tuple[int, int] = (64, 48)) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, "JPEG")
    return file.getvalue()
