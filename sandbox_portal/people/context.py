"""The navigation list that base.html draws: what this person may open from anywhere."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .choices import Role
from .doors import ANYONE, PROVIDER, SIGNED_IN, may_enter
from .queries import organisation_places, roles_of
from .sessions import PROVIDER_IDLE, STAFF_IDLE

Entry = tuple[Any, str, frozenset[str]]
# Rare pages share one entry, so that the navigation stays one line; each of them then names the others.
GROUPS = {"cases": _("Cases"), "portal": _("The portal"), "account": _("Your account")}
# What people itself offers, after everything else.
OWN: tuple[tuple[Entry, str], ...] = (
    ((_("Your team"), "your-team", frozenset({PROVIDER})), ""),
    ((_("People and roles"), "person-list", frozenset({Role.SYSTEM_ADMINISTRATOR, Role.AUDITOR})), "portal"),
    ((_("Notices"), "notice-list", frozenset({SIGNED_IN})), "account"),
    ((_("Your account"), "your-account", frozenset({SIGNED_IN})), "account"),
    ((_("Sign out"), "account_logout", frozenset({SIGNED_IN})), ""),
)
# (words, URL name, audiences), and the group. Wings add their entry point with `add_entry` when they start.
_entries: list[tuple[Entry, str]] = []
_counts: dict[str, Callable[[Any], str]] = {}
_offered: dict[Any, tuple["Link", ...]] = {}


def add_entry(text: Any, url_name: str, *audiences: str, group: str = "") -> None:
    """Offer a page in the navigation to these audiences, alone or in one of GROUPS; called from AppConfig.ready().

    Who is offered it by two wings finds it once.
    """
    same = [each for each in _entries if (each[0][:2], each[1]) == ((text, url_name), group)]
    everybody = frozenset(audiences).union(*(each[0][2] for each in same))
    place = _entries.index(same[0]) if same else len(_entries)
    _entries[place : place + len(same)] = [((text, url_name, everybody), group)]
    _offered.clear()


def add_count(url_name: str, count: Callable[[Any], str]) -> None:
    """Show a number beside an entry: `count(user)` gives it as text, "" for none. Called from AppConfig.ready()."""
    _counts[url_name] = count


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Give `navigation` for every page, `sub_navigation` for the pages beside this one; both empty for nobody."""
    user = getattr(request, "typist", None) or getattr(request, "user", None)  # not whoever they type for
    if user is None:
        return {"navigation": []}
    offered = _offered_to(user)
    items, beside = [], []
    for link in offered:
        members = [each for each in offered if link.group and each.group == link.group]
        if len(members) < 2:
            items.append(_item(request, user, link))
        elif members[-1] is link:
            pages = [_item(request, user, each) for each in sorted(members, key=lambda each: not each.leads)]
            is_here = any(page["current"] for page in pages)
            news = next(filter(None, (_count(user, each) for each in members)), "")
            words = f"{GROUPS[link.group]} ({news})" if news else str(GROUPS[link.group])
            items.append({"text": words, "href": pages[0]["href"], "active": is_here})
            beside = pages if is_here else beside
    return {"navigation": items, "sub_navigation": beside, **_session_of(user)}


@dataclass(frozen=True)
class Link:
    """An entry in words; the one that `leads` has the name of its group and comes first in it."""

    text: str
    url_name: str
    href: str
    group: str
    leads: bool


def _offered_to(user: Any) -> tuple[Link, ...]:
    """What this person may open: the same for everybody with the same rights, so it is worked out once for all."""
    is_known = user.is_authenticated and user.is_active
    held = roles_of(user), bool(organisation_places(user)), is_known, user.is_authenticated, get_language()
    if held not in _offered:
        entries = [(entry, group) for entry, group in (*_entries, *_own(user)) if may_enter(user, entry[2])]
        _offered[held] = tuple(
            Link(str(text), name, reverse(name), group, leads=text in GROUPS.values())
            for (text, name, _audiences), group in entries
        )
    return _offered[held]


def _session_of(user: Any) -> dict[str, Any]:
    """How long a page may stay untouched, for the warning before the end."""
    if not user.is_authenticated:
        return {}
    return {"session_minutes": (STAFF_IDLE if roles_of(user) else PROVIDER_IDLE) // 60}


def _own(user: Any) -> tuple[tuple[Entry, str], ...]:
    if user.is_authenticated:
        return OWN
    anyone = frozenset({ANYONE})
    return (
        ((_("Sign in"), "account_login", anyone), ""),
        ((_("Create an account"), "account_signup", anyone), ""),
    )


def _item(request: HttpRequest, user: Any, link: Link) -> dict[str, Any]:
    count = _count(user, link)
    words = f"{link.text} ({count})" if count else link.text
    return {"text": words, "href": link.href, "current": request.path == link.href}


def _count(user: Any, link: Link) -> str:
    return _counts[link.url_name](user) if link.url_name in _counts else ""
