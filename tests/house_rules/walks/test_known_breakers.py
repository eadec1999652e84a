"""What is known to break pages breaks none of ours: in a query, an id, a form or a body (D01, D23, D24)."""

import itertools
import random

import pytest

from tests.bad_input.hostile import CYCLES, FIELD_TEXTS, JSON_BODIES, LONG_NUMBER, UNREADABLE_TEXTS, VALUES

from .conftest import PAGES, fault_of, send

pytestmark = pytest.mark.django_db

# An id that its converter lets through although there is no such thing.
PASSING = {
    "uuid": ("00000000-0000-0000-0000-000000000000",),
    "int": ("0", "9" * 30),
    "slug": ("-1", "a" * 3_000),
    "str": ("%00", "%ff", "a" * 3_000, "..%2f", "%E2%80%AE", "²"),
    "path": ("%00", "%ff", "a" * 3_000, "../../etc/passwd", "//", "%0d%0a"),
}
HUGE = ("999999999", "-999999999", "9223372036854775808", LONG_NUMBER)
POSTS_FOR_EACH_FORM = 3
# Asking about a document that does not exist has an answer of its own.
ANSWERS_NO = {"document-verify"}


def looked_at(seen):
    """Pages that look at words of their query. Where people go on to is another danger (B12)."""
    return [(asked, sorted(asked.words)) for asked in seen if asked.words - {"next"}]


def test_no_query_breaks_a_page(worlds, seen):
    """Each word of each page gets each value once, each time in other company."""
    broken = []
    for asked, words in looked_at(seen):
        for turn in range(len(VALUES)):
            values = (VALUES[(turn + place) % len(VALUES)] for place in range(len(words)))
            query = "&".join(f"{word}={value}" for word, value in zip(words, values, strict=True))
            if fault := fault_of(send(worlds, asked.user, "GET", f"{asked.address}?{query}")):
                broken.append(f"{asked.page.name}?{query[:200]}: {fault}")

    assert broken == []


def test_a_word_given_twice_or_as_a_list_breaks_no_page(worlds, seen):
    broken = []
    for asked, words in looked_at(seen):
        query = "&".join(f"{word}=1&{word}=2&{word}[]=3&{word}[a]=4" for word in words)
        if fault := fault_of(send(worlds, asked.user, "GET", f"{asked.address}?{query}")):
            broken.append(f"{asked.page.name}: {fault}")

    assert broken == []


def test_no_page_number_or_mark_is_too_large(worlds, seen):
    """Lists are as long as they are: nobody gets a page of a thousand million rows, and no page is slow for it."""
    broken = []
    for asked, words in looked_at(seen):
        for huge in HUGE:
            more = "&".join(f"{word}={huge}" for word in ("page_size", "size", "limit", "per_page", "offset"))
            query = "&".join(f"{word}={huge}" for word in words)
            response = send(worlds, asked.user, "GET", f"{asked.address}?{query}&{more}")
            if fault := fault_of(response):
                broken.append(f"{asked.page.name} {huge[:20]}: {fault}")
            if len(response.whole) > 2_000_000:
                broken.append(f"{asked.page.name} {huge[:20]}: {len(response.whole)} bytes")

    assert broken == []


def test_no_id_breaks_a_page(worlds, seen):
    people = {asked.page.name: asked.user for asked in seen}
    broken = []
    for page in PAGES:
        if page.name in people and page.parameters:
            for address in with_wrong_ids(worlds, page):
                response = send(worlds, people[page.name], "GET", address)
                fault = fault_of(response)
                if fault or (response.status_code == 200 and page.name not in ANSWERS_NO):
                    broken.append(f"{page.name} {address[:120]}: {fault or 'is there'}")

    assert broken == []


def with_wrong_ids(worlds, page):
    """The address of the page with one id after another that leads nowhere."""
    real = worlds.a.kwargs(page)
    parts = [part.split(">")[0] for part in page.route.split("<")[1:]]
    for converter, name in ((part.rsplit(":", 1) if ":" in part else ("str", part)) for part in parts):
        for wrong in PASSING[converter]:
            address = "/" + page.route
            for other in parts:
                other_name = other.rsplit(":", 1)[-1]
                address = address.replace(f"<{other}>", wrong if other_name == name else str(real[other_name]))
            yield address


def test_no_field_breaks_a_form(worlds, sendable):
    """Each form several times, every field with another text each time; all texts come round over all forms."""
    texts = itertools.cycle(random.Random(1).sample(FIELD_TEXTS, len(FIELD_TEXTS)))
    broken = []
    for each in sendable:
        for _ in range(POSTS_FOR_EACH_FORM * CYCLES):
            data = {name: next(texts) for name in {**each.form.fields, **each.form.offered}}
            next(texts)
            response = send(worlds, each.user, "POST", each.address, data)
            if fault := fault_of(response):
                broken.append(f"{each.name} {[(name, text[:20]) for name, text in data.items()]}: {fault}")

    assert broken == []


def test_text_that_nobody_can_read_is_refused_by_every_form(worlds, sendable):
    broken = []
    for each, text in zip(sendable, itertools.cycle(UNREADABLE_TEXTS), strict=False):
        name = next(iter({**each.form.fields, **each.form.offered}), "any")
        response = send(worlds, each.user, "POST", each.address, {name: text})
        if response.status_code != 400 or fault_of(response):
            broken.append(f"{each.name}: {response.status_code} {fault_of(response)}")

    assert broken == []


def test_no_json_breaks_a_page(worlds, sendable):
    broken = []
    for each, body in zip(sendable, itertools.cycle(JSON_BODIES), strict=False):
        response = send(worlds, each.user, "POST", each.address, body, content_type="application/json")
        if fault := fault_of(response):
            broken.append(f"{each.name} {body[:40]!r}: {fault}")
    for body in JSON_BODIES:
        response = send(worlds, sendable[0].user, "POST", sendable[0].address, body, content_type="application/json")
        if fault := fault_of(response):
            broken.append(f"{body[:40]!r}: {fault}")

    assert broken == []
