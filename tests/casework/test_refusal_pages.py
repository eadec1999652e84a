"""A refusal becomes a page with its own sentence and the way back; nothing was changed."""

import pytest
from django.test import RequestFactory

from sandbox_portal.casework.middleware import RefusalPages
from sandbox_portal.casework.refusals import Conflict, Refused


def page_for(exception, **headers):
    request = RequestFactory().post("/anything/", **headers)
    return RefusalPages(lambda request: None).process_exception(request, exception)


def test_a_refusal_says_its_sentence_and_that_nothing_was_changed():
    response = page_for(Refused("The window has closed."))

    html = response.content.decode()
    assert response.status_code == 409
    assert ("The window has closed." in html, "Nothing was changed." in html) == (True, True)


def test_a_conflict_shows_what_is_stored_now():
    html = page_for(Conflict("Ada saved first.", theirs="We work in <Leeds>")).content.decode()

    assert "Somebody changed this before you" in html
    assert "We work in &lt;Leeds&gt;" in html


@pytest.mark.parametrize(
    ("referer", "way_back"),
    [
        ("http://testserver/applications/1/", "http://testserver/applications/1/"),
        ("http://elsewhere.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_the_way_back_leads_only_to_our_own_pages(referer, way_back):
    html = page_for(Refused("No."), HTTP_REFERER=referer).content.decode()

    assert f'href="{way_back}"' in html
    assert "elsewhere.example" not in html


def test_any_other_exception_is_not_ours():
    assert page_for(ValueError("a fault")) is None
