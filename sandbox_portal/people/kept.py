"""Keep what somebody typed while they sign in again, so that nothing is lost (B04). It waits in their session alone."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from .models import User

KEY = "kept_form"
LONGEST = 500_000
NEVER_KEPT = frozenset({"csrfmiddlewaretoken", "code", "credential"})


@dataclass(frozen=True)
class Kept:
    """A form that was sent and not yet taken: where to, its fields, and whether files would have to be chosen again."""

    path: str
    fields: list[tuple[str, str]]
    had_files: bool

    @property
    def texts(self) -> list[str]:
        """What was written in sentences, to be read and copied."""
        return [value for _name, value in self.fields if " " in value.strip()]


def keep(request: HttpRequest, *, user: Any) -> dict[str, Any] | None:
    """What to put under KEY for the form this request sends; None when there is no form, or it is far too long."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in NEVER_KEPT and "password" not in name
    ]
    if not fields or sum(len(name) + len(value) for name, value in fields) > LONGEST:
        return None
    return {"user": str(user.pk), "path": request.get_full_path(), "fields": fields, "files": bool(request.FILES)}


def kept_for(request: HttpRequest, user: User) -> Kept | None:
    """What this session keeps for this person, and for nobody else."""
    stored = request.session.get(KEY)
    if not stored or stored["user"] != str(user.pk):
        return None
    return Kept(stored["path"], [(name, value) for name, value in stored["fields"]], stored["files"])


def forget(request: HttpRequest) -> None:
    """Keep nothing any longer."""
    request.session.pop(KEY, None)
