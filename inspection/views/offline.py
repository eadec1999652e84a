"""What the page on a tablet asks of the portal: who is signed in, packs, and taking in what was written.

All answers are JSON, refusals too. Signed out is 401 and never a page; a tablet off the list is 410; one too old
for the portal is told to update first (426), and keeps everything.
"""

import json
from datetime import timedelta
from functools import cached_property
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.core.exceptions import BadRequest
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.request import RawPostDataException
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404

from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.doors import ANYONE, Door
from sandbox_portal.people.second_factor import second_factor_was_used

from ..actions import devices as actions
from ..actions.captured_photos import DamagedPhotoError, Photo, take_in_photo
from ..actions.offline import MOST_AT_ONCE, take_in
from ..models import AssessmentVisit, Device
from ..queries.offline import missing_of, own_device, pack_for, pack_of, recovery_key
from ..queries.visits import visits_visible_to
from ..rulebook.captured import ACCEPTED, NEWEST, UnreadableError, fingerprint_of, read_moment, skew
from ..visited import GO_ON_VISITS

NO_STORE = {"Cache-Control": "no-store, private"}


def answer(values: dict[str, Any], status: int = 200) -> JsonResponse:
    return JsonResponse(values, status=status, headers=NO_STORE)


class WhoIsSignedIn(Door):
    """Who is signed in on this tablet now, and the word that lets its next request in. Nobody is an answer too."""

    access = frozenset({ANYONE})

    def get(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        knows = user.is_authenticated and second_factor_was_used(request)
        person = {"id": str(user.pk), "name": user.name} if knows else None
        return answer({"user": person, "csrf": get_token(request), "newest": NEWEST, "now": self.at.isoformat()})


class TabletDoor(Door):
    """What a tablet sends as JSON. A refusal is a sentence, as everywhere."""

    access = GO_ON_VISITS

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except (UnreadableError, BadRequest):
            return answer({"error": "unreadable"}, HTTPStatus.BAD_REQUEST)
        except Refused as refused:
            is_off = refused.sentence == actions.REVOKED
            status = HTTPStatus.GONE if is_off else HTTPStatus.CONFLICT
            return answer({"error": "revoked" if is_off else "refused", "sentence": refused.sentence}, status)

    @cached_property
    def sent(self) -> dict[str, Any]:
        try:
            values = json.loads(self.request.body)
        except (ValueError, RecursionError, RawPostDataException) as error:  # no JSON, too deep, or read as a form
            raise UnreadableError from error
        if not isinstance(values, dict):
            raise UnreadableError
        return values

    @cached_property
    def device(self) -> Device:
        """The tablet that asks, which is still on the list."""
        try:
            device_id = UUID(self.request.headers.get("X-Device", ""))
        except ValueError as error:
            raise UnreadableError from error
        device = own_device(self.user, device_id=device_id, secret=self.request.headers.get("X-Device-Secret", ""))
        if device is None:
            raise Refused("This tablet is not known. Open the visit once with signal.")
        if device.revoked_at is not None:
            raise Refused(actions.REVOKED)
        return device

    @cached_property
    def behind(self) -> timedelta:
        return skew(read_moment(self.request.headers.get("X-Device-Now")), at=self.at)

    def visit(self, visit_id: Any) -> AssessmentVisit:
        if not isinstance(visit_id, int) or isinstance(visit_id, bool) or visit_id >= 2**31:
            raise UnreadableError
        return get_object_or_404(visits_visible_to(self.user), pk=visit_id)


class AddDevice(TabletDoor):
    def post(self, request: HttpRequest) -> HttpResponse:
        names = [self.sent.get(name) for name in ("id", "secret", "name")]
        if not all(isinstance(each, str) for each in names):
            raise UnreadableError
        device_id, secret, name = (str(each) for each in names)
        try:
            key = UUID(device_id)
        except ValueError as error:
            raise UnreadableError from error
        device = actions.add_device(device_id=key, secret=secret, name=name, by=self.user, at=self.at)
        return answer({"device": str(device.pk), "name": device.name}, HTTPStatus.CREATED)


class Pack(TabletDoor):
    """A visit to take along; asked for again, it brings what is new."""

    def post(self, request: HttpRequest, visit_id: int) -> HttpResponse:
        visit = self.visit(visit_id)
        pack = actions.take_visit_along(visit, device=self.device, by=self.user, at=self.at)
        return answer(pack_for(pack, self.user, at=self.at), HTTPStatus.CREATED)


class PackReady(TabletDoor):
    def post(self, request: HttpRequest, visit_id: int) -> HttpResponse:
        pack = pack_of(self.device, self.visit(visit_id))
        if pack is None:
            raise Http404
        actions.note_ready(pack, by=self.user, at=self.at)
        return answer({"ready": True})


class Sync(TabletDoor):
    """Take in a batch, each thing by itself, and the tablet's word of what is left on it."""

    def post(self, request: HttpRequest) -> HttpResponse:
        if self.sent.get("version") not in ACCEPTED:
            return answer({"error": "update-first"}, HTTPStatus.UPGRADE_REQUIRED)
        operations = self.sent.get("operations")
        if not isinstance(operations, list) or len(operations) > MOST_AT_ONCE:
            raise UnreadableError
        results = take_in(operations, device=self.device, behind=self.behind, by=self.user, at=self.at)
        return answer({"results": results})


class Report(TabletDoor):
    """How many things of each visit are still on the tablet."""

    def post(self, request: HttpRequest) -> HttpResponse:
        said = self.sent.get("waiting")
        if not isinstance(said, dict) or len(said) > 500:
            raise UnreadableError
        waiting = {_number(key): _number(value) for key, value in said.items()}
        actions.note_report(self.device, waiting=waiting, by=self.user, at=self.at)
        return answer({"reported": True})


class Missing(TabletDoor):
    """Which of the things this tablet sent we do not have any more, as after a restore of an older copy (E11)."""

    def post(self, request: HttpRequest) -> HttpResponse:
        device = self.device
        captures, photos = (_ids(self.sent.get(name)) for name in ("captures", "photos"))
        return answer({"missing": missing_of(device.person, captures=captures, photos=photos)})


class SendPhoto(TabletDoor):
    """One photo, its bytes as the tablet saved them."""

    def post(self, request: HttpRequest, photo_id: UUID) -> HttpResponse:
        upload = request.FILES.get("photo")
        if upload is None:
            raise UnreadableError
        said = request.POST
        photo = Photo(
            photo_id=photo_id,
            capture_id=_id(said.get("capture")),
            visit=self.visit(_number(said.get("visit"))),
            fingerprint=said.get("fingerprint", ""),
            captured_at=read_moment(said.get("captured_at")),
            behind=self.behind,
        )
        return self._kept(photo, upload)

    def _kept(self, photo: Photo, upload: "UploadedFile[Any]") -> HttpResponse:
        try:
            kept = take_in_photo(photo, upload=upload, device=self.device, by=self.user, at=self.at)
        except DamagedPhotoError as damaged:
            return answer({"error": "damaged", "sentence": damaged.sentence}, HTTPStatus.UNPROCESSABLE_ENTITY)
        return answer({"photo": str(kept.pk), "fingerprint": kept.fingerprint}, HTTPStatus.CREATED)


class Recovery(TabletDoor):
    """The key of a sealed tablet: kept when a PIN is chosen, given back to its own person when the PIN is forgotten."""

    def post(self, request: HttpRequest) -> HttpResponse:
        key = self.sent.get("key")
        if key is None:
            return answer({"key": recovery_key(self.device)})
        if not isinstance(key, str):
            raise UnreadableError
        actions.keep_recovery(self.device, key=key, by=self.user, at=self.at)
        return answer({"kept": fingerprint_of(key)})


def _number(said: Any) -> int:
    if isinstance(said, str) and said.isascii() and said.isdigit() and len(said) < 10:
        return int(said)
    if isinstance(said, int) and not isinstance(said, bool) and 0 <= said < 2**31:
        return said
    raise UnreadableError


def _id(said: Any) -> UUID:
    try:
        return UUID(said)
    except (ValueError, TypeError, AttributeError) as error:
        raise UnreadableError from error


def _ids(said: Any) -> list[UUID]:
    if not isinstance(said, list) or len(said) > 1000:
        raise UnreadableError
    return [_id(each) for each in said]
