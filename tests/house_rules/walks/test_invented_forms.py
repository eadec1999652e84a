"""Forms filled in as nobody would: no answer is a fault of ours, and the same forms are invented every time (D03)."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as any_

from tests.bad_input.hostile import CYCLES, FIELD_TEXTS

from .conftest import fault_of, send

pytestmark = pytest.mark.django_db

POSTS = 250 * CYCLES
# Any text but what no address, form or page of ours lets in at all (test_input_gate.py has those).
TYPED = any_.text(any_.characters(exclude_categories=("Cs", "Cc")), max_size=60)
TEXTS = any_.one_of(
    TYPED,
    any_.sampled_from([text for text in FIELD_TEXTS if len(text) < 4_000]),
    any_.integers().map(str),
    any_.floats(allow_nan=True).map(str),
    any_.dates().map(str),
    any_.uuids().map(str),
)


def test_no_invented_form_breaks_a_page(worlds, sendable):
    broken, sent = [], []

    @settings(
        max_examples=POSTS,
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(data=any_.data())
    def post(data: Any) -> None:
        each = data.draw(any_.sampled_from(sendable))
        sent.append(each.name)
        response = send(worlds, each.user, "POST", each.address, invented(data, each.form))
        if fault := fault_of(response):
            broken.append(f"{each.name}: {fault}")

    post()

    assert (broken, len(sent) >= POSTS, len(set(sent)) > 50) == ([], True, True)


def invented(data: Any, form: Any) -> dict[str, list[str]]:
    """Most fields as the page offered them, some left out, some changed, some given twice."""
    sent: dict[str, list[str]] = {}
    for name in {**form.fields, **form.offered}:
        offered = sorted(form.offered.get(name, ())) or form.fields.get(name) or [""]
        what = data.draw(any_.sampled_from(("offered", "offered", "text", "left out", "twice")))
        if what == "offered":
            sent[name] = [data.draw(any_.sampled_from(offered))]
        elif what == "text":
            sent[name] = [data.draw(TEXTS)]
        elif what == "twice":
            sent[name] = [data.draw(TEXTS), data.draw(any_.sampled_from(offered))]
    return sent
