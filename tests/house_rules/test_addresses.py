"""The page of an address is found among those that begin with its first word: the same page as among all."""

from uuid import UUID

import pytest
from django.urls import Resolver404, URLResolver, get_resolver, resolve
from django.urls.resolvers import RegexPattern

from sandbox_portal import addresses
from sandbox_portal.addresses import ByFirstWord
from sandbox_portal.urls import wings

SAMPLES = {"UUIDConverter": UUID(int=7), "IntConverter": 7}
NOWHERE = ["", "nowhere", "nowhere/", "register", "register/nowhere/", "registers/", "/", "selections//", "é/"]
PLAIN = URLResolver(RegexPattern(r"^/"), wings)


def addresses_of_all_pages() -> list[str]:
    """An address of every pattern in the map."""
    found = []
    for name in get_resolver().reverse_dict:
        for possibilities, _pattern, _defaults, converters in get_resolver().reverse_dict.getlist(name):
            for words, names in possibilities:
                values = {each: SAMPLES.get(type(converters[each]).__name__, "seven") for each in names}
                found.append(f"/{words % values}")
    return sorted(set(found))


def what_is_found(resolver, address):
    try:
        match = resolver(address)
    except Resolver404:
        return None
    return match.func, match.args, match.kwargs, match.url_name, match.route, match.namespaces, match.app_names[1:]


def test_every_address_leads_to_the_page_it_leads_to_among_all():
    every = addresses_of_all_pages()

    assert len(every) > 300
    assert [each for each in every if what_is_found(resolve, each) is None] == []
    assert [each for each in every if not is_found_alike(each)] == []


@pytest.mark.parametrize("words", NOWHERE)
def test_an_address_of_no_page_leads_nowhere_else(words):
    assert is_found_alike(f"/{words}")


def is_found_alike(address):
    quick, plain = what_is_found(resolve, address), what_is_found(PLAIN.resolve, address)
    return quick[:5] == plain[:5] if quick and plain else quick == plain


def test_a_page_left_out_by_its_first_word_would_be_missed(monkeypatch):
    """The twin."""
    monkeypatch.setattr(addresses, "_may_fit", lambda each, word: word == "register")
    resolver = ByFirstWord(wings)

    assert what_is_found(resolver.resolve, "register/") is not None
    assert what_is_found(resolver.resolve, "help/") is None
