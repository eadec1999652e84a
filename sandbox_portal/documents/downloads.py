"""Hand out stored bytes so that no browser ever runs or shows them as a page (trust.md 5, no. 21)."""

from collections.abc import Iterable

from django.http import FileResponse, Http404, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header

from sandbox_portal.casework.access_record import ToTheStore

from . import storage

POLICY = "sandbox; default-src 'none'"
PICTURES = frozenset({"image/jpeg", "image/png"})


def download(stored_name: str, *, sha256: str, media_type: str, shown_name: str) -> HttpResponseBase:
    """Answer with the file as an attachment. A file that is gone or damaged is not handed out.

    Where settings say so, the answer is a short-lived address at the store, made for this one download.
    """
    address = storage.signed_address(stored_name, media_type=media_type, shown_name=shown_name)
    if address:
        return ToTheStore(address, headers={"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"})
    file = storage.open_whole(stored_name, sha256)
    if file is None:
        raise Http404("The stored file is damaged or gone.")
    return _kept_from_browsers(FileResponse(file, as_attachment=True, filename=shown_name, content_type=media_type))


def picture(stored_name: str, *, sha256: str, media_type: str) -> HttpResponseBase:
    """Answer with a photo that one of our own pages shows; of all stored bytes only these are seen in a browser."""
    file = storage.open_whole(stored_name, sha256) if media_type in PICTURES else None
    if file is None:
        raise Http404("No picture, or the stored file is damaged or gone.")
    return _kept_from_browsers(FileResponse(file, content_type=media_type))


def streamed(pieces: Iterable[bytes], *, media_type: str, shown_name: str) -> HttpResponseBase:
    """The same for what is made while it is sent, so that its length is not known."""
    head = content_disposition_header(as_attachment=True, filename=shown_name) or ""
    response = StreamingHttpResponse(pieces, content_type=media_type, headers={"Content-Disposition": head})
    return _kept_from_browsers(response)


def _kept_from_browsers(response: StreamingHttpResponse) -> StreamingHttpResponse:
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = POLICY
    response["Cache-Control"] = "private, no-store"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
