"""Error pages: plain words, a reference that is the same everywhere, and no need of the database."""

import re

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from sandbox_portal.govuk import errors
from sandbox_portal.govuk.middleware import ALPHABET, RequestReference, new_reference


def request():
    made = RequestFactory().get("/somewhere/", {"q": "secret words"})
    made.reference = "ACDEFGHJ"
    return made


@pytest.mark.parametrize("status", errors.STATUSES)
def test_each_page_has_its_heading_its_reference_and_the_way_to_help(status):
    page = errors.error_page(request(), status)

    text = page.content.decode()
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", text)[1]
    assert (page.status_code, page["X-Reference"], page["Cache-Control"]) == (status, "ACDEFGHJ", "no-store")
    assert f"<title>{heading} – Sandbox Portal</title>" in text
    assert ["ACDEFGHJ" in text, "01632 960 123" in text, 'href="/"' in text] == [True, True, True]


def test_no_two_pages_have_the_same_heading():
    headings = {
        re.search(r"<h1[^>]*>(.*?)</h1>", errors.error_page(request(), each).content.decode())[1]
        for each in errors.STATUSES
    }

    assert len(headings) == len(errors.STATUSES)


def test_a_message_is_escaped_and_shown_first():
    text = errors.error_page(request(), 409, message="<b>Amira</b> changed this").content.decode()

    assert "&lt;b&gt;Amira&lt;/b&gt; changed this" in text


def test_the_page_of_a_broken_portal_needs_no_template(monkeypatch):
    def broken(*args, **named):
        raise OSError("no such file")

    monkeypatch.setattr(errors, "render_to_string", broken)

    page = errors.server_error(request())

    assert (page.status_code, page["X-Reference"]) == (500, "ACDEFGHJ")
    assert "ACDEFGHJ" in page.content.decode()


def test_a_wait_is_told_to_machines_too():
    assert errors.error_page(request(), 503, retry_after=30)["Retry-After"] == "30"


def test_a_request_that_met_no_middleware_still_gets_a_reference():
    page = errors.not_found(RequestFactory().get("/"))

    assert re.fullmatch(f"[{ALPHABET}]{{8}}", page["X-Reference"])


def test_a_form_that_is_too_old_is_refused_with_what_to_do():
    page = errors.csrf_failure(request(), reason="CSRF cookie not set.")

    text = page.content.decode()
    assert (page.status_code, "load the page again" in text, "cookie not set" in text) == (403, True, False)


def test_references_are_short_unlike_and_without_letters_that_sound_alike():
    references = {new_reference() for _ in range(2000)}

    assert len(references) == 2000
    assert set("".join(references)) <= set("34679ACDEFGHJKMNPQRTWXY")


def answered(status, caplog):
    caplog.set_level("INFO", logger="sandbox_portal.govuk.middleware")
    seen = []

    def view(made):
        seen.append(made.reference)
        return HttpResponse(status=status)

    response = RequestReference(view)(RequestFactory().get("/somewhere/", {"q": "secret words"}))
    return seen[0], response, caplog.records


def test_every_request_has_a_reference_in_its_answer(caplog):
    reference, response, records = answered(200, caplog)

    assert (response["X-Reference"], records) == (reference, [])


@pytest.mark.parametrize(("status", "level"), [(404, "INFO"), (500, "ERROR")])
def test_an_error_is_logged_under_its_reference_without_what_was_typed(status, level, caplog):
    reference, _response, [record] = answered(status, caplog)

    assert (record.reference, record.levelname, record.path) == (reference, level, "/somewhere/")
    assert "secret" not in f"{record.__dict__}"
