"""Hand out stored bytes so that no browser ever runs or shows them as a page (trust.md 5, no. 21)."""

from django.http import FileResponse, Http404

from . import storage

POLICY = "sandbox; default-src 'none'"


def download(stored_name: str, *, sha256: str, media_type: str, shown_name: str) -> FileResponse:
    """Answer with the file as an attachment. A file that is gone or damaged is not handed out."""
    if not storage.is_whole(stored_name, sha256):
        raise Http404("The stored file is damaged or gone.")
    response = FileResponse(
        storage.open_stored(stored_name), as_attachment=True, filename=shown_name, content_type=media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = POLICY
    response["Cache-Control"] = "private, no-store"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
