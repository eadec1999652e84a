"""The access table: which audience may open which page by which method. Read from access.yaml and access/*.yaml.

    application-detail:
      GET: provider, panel_member, programme_lead
      POST: provider

A page is named by its URL name. An audience is anyone, signed_in, provider, staff or a role of people/choices.py.
Methods that are not named must be refused. The table is compared with the resolver in both directions.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.urls import URLPattern, URLResolver, get_resolver

from sandbox_portal.people.choices import Role

HERE = Path(__file__).parent
FILES = [HERE / "access.yaml", *sorted((HERE / "access").glob("*.yaml"))]
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
AUDIENCES = {"anyone", "signed_in", "provider", "staff", *Role.values}


@dataclass(frozen=True)
class Page:
    """One URL as the resolver has it."""

    name: str
    callback: Any
    route: str
    parameters: tuple[str, ...]

    @property
    def access(self) -> frozenset[str] | None:
        """What the view itself says of its audience; None means that it says nothing."""
        said = getattr(self.callback, "access", None)
        return said if said is not None else getattr(self.view_class, "access", None)

    @property
    def view_class(self) -> Any:
        return getattr(self.callback, "view_class", None)

    @property
    def methods(self) -> set[str] | None:
        """The methods the view has a function for; None for the few views of allauth that are plain functions."""
        if self.view_class is None:
            return None
        return {method for method in METHODS if hasattr(self.view_class, method.lower())}


def pages(urlconf: Any = None) -> list[Page]:
    """Every URL, with those of included modules."""
    return list(_walk(get_resolver(urlconf)))


def _walk(resolver: URLResolver, before: str = "") -> Iterator[Page]:
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(entry, route)
        elif isinstance(entry, URLPattern):
            parameters = tuple(entry.pattern.regex.groupindex) if "(" in route else tuple(_names(route))
            yield Page(entry.name or "", entry.callback, route, tuple(dict.fromkeys([*_names(before), *parameters])))


def _names(route: str) -> Iterator[str]:
    for part in route.split("<")[1:]:
        yield part.split(">")[0].rsplit(":", 1)[-1]


@cache
def table() -> dict[str, dict[str, frozenset[str]]]:
    """URL name → method → audiences; read once in a run."""
    merged: dict[str, dict[str, frozenset[str]]] = {}
    for path in FILES:
        for name, methods in (yaml.safe_load(path.read_text()) or {}).items():
            if name in merged:
                raise ValueError(f"{name} stands in the access table twice; the second time in {path.name}")
            merged[name] = {method: _audiences(words, name) for method, words in methods.items()}
    return merged


def _audiences(words: str, name: str) -> frozenset[str]:
    audiences = frozenset(word.strip() for word in words.split(",") if word.strip())
    unknown = audiences - AUDIENCES
    if unknown or not audiences:
        raise ValueError(f"{name}: no such audience: {', '.join(sorted(unknown)) or '(none)'}")
    return audiences


def breaches(found: list[Page], said: dict[str, dict[str, frozenset[str]]]) -> list[str]:
    """Every difference between the pages that exist and the table, each as a sentence."""
    names = [page.name for page in found]
    sentences = [f"{page.route} has no name" for page in found if not page.name]
    sentences += [f"{name} is the name of two pages" for name in sorted({n for n in names if n and names.count(n) > 1})]
    sentences += [f"{name} stands in the table but there is no such page" for name in said if name not in names]
    for page in found:
        if page.name:
            sentences += _breaches_of(page, said.get(page.name))
    return sentences


def _breaches_of(page: Page, row: dict[str, frozenset[str]] | None) -> Iterator[str]:
    if page.access is None:
        yield f"{page.name}: the view does not say its access"
    elif row is None:
        yield f"{page.name} does not stand in the table; its view says {', '.join(sorted(page.access))}"
    else:
        said = frozenset().union(*row.values())
        if said != page.access:
            yield f"{page.name}: the view says {sorted(page.access)}, the table {sorted(said)}"
        if page.methods is not None and set(row) != page.methods:
            yield f"{page.name}: the view answers {sorted(page.methods)}, the table names {sorted(row)}"
