"""Hand out stored bytes so that no browser ever runs or shows them as a page (trust.md 5, no. 21)."""

from django.http import FileResponse, Http404, HttpResponseBase, HttpResponseRedirect

from . import storage

POLICY = "sandbox; default-src 'none'"


def download(stored_name: str, *, sha256: str, media_type: str, shown_name: str) -> HttpResponseBase:
    """Answer with the file as an attachment. A file that is gone or damaged is not handed out.

    Where settings say so, the answer is a short-lived address at the store, made for this one download.
    """
    address = storage.signed_address(stored_name, media_type=media_type, shown_name=shown_name)
    if address:
        return HttpResponseRedirect(address, headers={"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"})
    file = storage.open_whole(stored_name, sha256)
    if file is None:
        raise Http404("The stored file is damaged or gone.")
    response = FileResponse(file, as_attachment=True, filename=shown_name, content_type=media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = POLICY
    response["Cache-Control"] = "private, no-store"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
