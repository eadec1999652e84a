"""The navigation list that base.html draws: what this person may open from anywhere."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .choices import Role
from .doors import PROVIDER, SIGNED_IN, may_enter
from .queries import roles_of
from .sessions import PROVIDER_IDLE, STAFF_IDLE

# What people itself offers, after everything else.
OWN: tuple[tuple[Any, str, frozenset[str]], ...] = (
    (_("Your team"), "your-team", frozenset({PROVIDER})),
    (_("People and roles"), "person-list", frozenset({Role.SYSTEM_ADMINISTRATOR, Role.AUDITOR})),
    (_("Your account"), "your-account", frozenset({SIGNED_IN})),
    (_("Sign out"), "account_logout", frozenset({SIGNED_IN})),
)
# (words, URL name, audiences). Wings add their entry point with `add_entry` when they start.
_entries: list[tuple[Any, str, frozenset[str]]] = []
_counts: dict[str, Callable[[Any], str]] = {}


def add_entry(text: Any, url_name: str, *audiences: str) -> None:
    """Offer a page in the navigation to these audiences; called from AppConfig.ready()."""
    entry = (text, url_name, frozenset(audiences))
    if entry not in _entries:
        _entries.append(entry)


def add_count(url_name: str, count: Callable[[Any], str]) -> None:
    """Show a number beside an entry: `count(user)` gives it as text, "" for none. Called from AppConfig.ready()."""
    _counts[url_name] = count


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Give `navigation`: items for the service navigation component; empty where there is no person yet."""
    user = getattr(request, "user", None)
    if user is None:
        return {"navigation": []}
    entries = [entry for entry in _entries if may_enter(user, entry[2])]
    items = [_item(request, text, url_name) for text, url_name, _audiences in entries]
    return {"navigation": items + [_item(request, text, name) for text, name in _own(user)], **_session_of(user)}


def _session_of(user: Any) -> dict[str, Any]:
    """How long a page may stay untouched, for the warning before the end."""
    if not user.is_authenticated:
        return {}
    return {"session_minutes": (STAFF_IDLE if roles_of(user) else PROVIDER_IDLE) // 60}


def _own(user: Any) -> list[tuple[Any, str]]:
    if user.is_authenticated:
        own = [entry for entry in OWN if may_enter(user, entry[2])]
        return [(text, name) for text, name, _audiences in own]
    return [(_("Sign in"), "account_login"), (_("Create an account"), "account_signup")]


def _item(request: HttpRequest, text: Any, url_name: str) -> dict[str, Any]:
    href = reverse(url_name)
    count = _counts[url_name](request.user) if url_name in _counts else ""
    words = f"{text} ({count})" if count else text
    return {"text": words, "href": href, "current": request.path == href}
