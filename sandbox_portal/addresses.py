"""Finding the page of an address: among the pages that begin with its first word, not among all there are."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any, TypeGuard

from django.urls import URLPattern, URLResolver
from django.urls.resolvers import RoutePattern

Pattern = URLPattern | URLResolver


class ByFirstWord(URLResolver):
    """Asks its patterns in their order, as Django does, but only those that the first word of an address leaves."""

    def __init__(self, patterns: list[Pattern]) -> None:
        super().__init__(RoutePattern("", is_endpoint=False), patterns)

    def resolve(self, path: Any) -> Any:
        word, _slash, _rest = str(path).partition("/")
        return self._by_word.get(word, self._others).resolve(path)

    @cached_property
    def _by_word(self) -> dict[str, URLResolver]:
        words = {route.partition("/")[0] for route in _routes(self.url_patterns)}
        return {word: self._left_by(word) for word in words if "<" not in word}

    @cached_property
    def _others(self) -> URLResolver:
        return self._left_by(None)

    def _left_by(self, word: str | None) -> URLResolver:
        return URLResolver(self.pattern, list(_left(self.url_patterns, word)))


def _routes(patterns: Iterable[Pattern]) -> Iterator[str]:
    for each in patterns:
        if _only_holds_others(each):
            yield from _routes(each.url_patterns)
        elif isinstance(each.pattern, RoutePattern):
            yield str(each.pattern)


def _left(patterns: Iterable[Pattern], word: str | None) -> Iterator[Pattern]:
    """Those of the patterns that may fit an address with this first word; None is a word that none of them names."""
    for each in patterns:
        if _only_holds_others(each):
            left = list(_left(each.url_patterns, word))
            if left:
                yield URLResolver(each.pattern, left, each.default_kwargs, each.app_name, each.namespace)
        elif _may_fit(each, word):
            yield each


def _only_holds_others(each: Pattern) -> TypeGuard[URLResolver]:
    return isinstance(each, URLResolver) and isinstance(each.pattern, RoutePattern) and not str(each.pattern)


def _may_fit(each: Pattern, word: str | None) -> bool:
    if not isinstance(each.pattern, RoutePattern):
        return True
    first, slash, _rest = str(each.pattern).partition("/")
    is_whole = slash or isinstance(each, URLPattern)  # the start of a word alone is left to Django
    return "<" in first or not is_whole or first == word
