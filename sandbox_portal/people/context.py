"""The navigation list that base.html draws: what this person may open from anywhere."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .doors import may_enter

# (words, URL name, audiences). Wings add their entry point with `add_entry` when they start.
_entries: list[tuple[Any, str, frozenset[str]]] = []


def add_entry(text: Any, url_name: str, *audiences: str) -> None:
    """Offer a page in the navigation to these audiences; called from AppConfig.ready()."""
    entry = (text, url_name, frozenset(audiences))
    if entry not in _entries:
        _entries.append(entry)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Give `navigation`: items for the service navigation component; empty where there is no person yet."""
    user = getattr(request, "user", None)
    if user is None:
        return {"navigation": []}
    entries = [entry for entry in _entries if may_enter(user, entry[2])]
    items = [_item(request, text, url_name) for text, url_name, _audiences in entries]
    return {"navigation": items + [_item(request, text, name) for text, name in _own(user)]}


def _own(user: Any) -> list[tuple[Any, str]]:
    if user.is_authenticated:
        return [(_("Your account"), "your-account"), (_("Sign out"), "account_logout")]
    return [(_("Sign in"), "account_login"), (_("Create an account"), "account_signup")]


def _item(request: HttpRequest, text: Any, url_name: str) -> dict[str, Any]:
    href = reverse(url_name)
    return {"text": text, "href": href, "current": request.path == href}
