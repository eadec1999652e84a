"""Every URL is on the list, and the list holds nothing else."""

from types import ModuleType

from django.http import HttpResponse
from django.urls import path

from .access_table import breaches, pages, table


def test_the_access_table_and_the_urls_agree_in_both_directions():
    assert breaches(pages(), table()) == []


def test_every_page_has_written_what_its_base_leaves_open():
    """A view that lacks a part is made by nobody until somebody asks for its page, and then it is a fault."""
    assert [page.name for page in pages() if getattr(page.view_class, "__abstractmethods__", None)] == []


def test_a_view_that_says_nothing_of_its_access_is_reported():
    """The twin: a page somebody forgot to guard."""
    urlconf = _urlconf(path("forgotten/", lambda request: HttpResponse("all of it"), name="forgotten"))

    assert "forgotten: the view does not say its access" in breaches(pages(urlconf), {})


def test_a_stale_row_and_a_page_without_a_name_are_reported():
    urlconf = _urlconf(path("nameless/", lambda request: HttpResponse("")))

    assert breaches(pages(urlconf), {"gone": {"GET": frozenset({"anyone"})}}) == [
        "nameless/ has no name",
        "gone stands in the table but there is no such page",
    ]


def _urlconf(*patterns) -> ModuleType:
    module = ModuleType("twin_urls")
    module.urlpatterns = list(patterns)
    return module
