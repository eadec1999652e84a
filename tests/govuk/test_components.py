"""The tags and the shared pieces of pages."""

import datetime

import pytest
from django.template import Context, Template
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from sandbox_portal.govuk.components import draw
from tests.govuk.markup import shape

HOSTILE = "<b>x</b>"


def drawn(source, **context):
    return Template("{% load govuk %}" + source).render(Context(context))


def test_a_double_underscore_nests():
    assert shape(drawn('{% govuk "phase-banner" tag__text="Trial" text="New" %}')) == shape(
        draw("phase-banner", {"tag": {"text": "Trial"}, "text": "New"})
    )


def test_lazy_words_are_drawn_as_words():
    assert "Continue" in draw("button", {"text": gettext_lazy("Continue")})


@pytest.mark.parametrize("words", [HOSTILE, mark_safe(HOSTILE)], ids=["plain", "marked as safe"])
def test_text_is_always_escaped(words):
    assert "&lt;b&gt;x&lt;/b&gt;" in draw("button", {"text": words})


def test_html_is_taken_only_from_somebody_who_vouches_for_it():
    assert "&lt;b&gt;x&lt;/b&gt;" in draw("inset-text", {"html": HOSTILE})
    assert "<b>x</b>" in draw("inset-text", {"html": mark_safe(HOSTILE)})


def test_the_body_of_a_block_is_the_component_s_html_and_its_variables_are_escaped():
    page = drawn('{% govukblock "inset-text" %}<p>{{ words }}</p>{% endgovukblock %}', words=HOSTILE)

    assert "<p>&lt;b&gt;x&lt;/b&gt;</p>" in page


def test_a_tag_does_not_change_the_parameters_it_was_given():
    params = {"tag": {"text": "Trial"}}

    drawn('{% govuk "phase-banner" params tag__classes="govuk-tag--red" text="New" %}', params=params)

    assert params == {"tag": {"text": "Trial"}}


def test_a_status_is_a_word_with_a_colour():
    assert shape(drawn('{% status_tag "With the panel" "blue" %}')) == shape(
        '<strong class="govuk-tag app-tag govuk-tag--blue">With the panel</strong>'
    )


def test_a_summary_list_has_its_rows_in_order_and_each_list_its_own():
    page = drawn(
        '{% summarylist %}{% for each in names %}{% row each change_url="/c/" %}<i>{{ each }}</i>{% endrow %}'
        "{% endfor %}{% endsummarylist %}{% summarylist %}{% row 'Last' %}z{% endrow %}{% endsummarylist %}",
        names=["Name", HOSTILE],
    )

    first, second = page.split("</dl>")[:2]
    assert shape(first).count(("dt", (("class", "govuk-summary-list__key"),))) == 2
    assert shape(second).count(("dt", (("class", "govuk-summary-list__key"),))) == 1
    assert "<i>&lt;b&gt;x&lt;/b&gt;</i>" in first
    assert shape(first).count("name") == 1  # "Change" + "name", for those who hear it


def test_a_wide_table_scrolls_in_a_named_region_that_the_keyboard_reaches():
    page = drawn("{% scrolltable name %}<table></table>{% endscrolltable %}", name='All "applications"')

    assert page == (
        '<div class="app-table-scroll" role="region" tabindex="0" aria-label="All &quot;applications&quot;">'
        "<table></table></div>"
    )


def test_a_timeline_tells_what_who_and_when():
    at = datetime.datetime(2026, 6, 15, 16, 12)  # noqa: DTZ001 - shown as it is given
    items = [{"title": "Sent to the panel", "by": HOSTILE, "at": at, "note": "One\nTwo"}]

    page = drawn('{% include "components/timeline.html" %}', items=items)

    assert ["15 June 2026, 4:12pm" in page, "by &lt;b&gt;x&lt;/b&gt;" in page, "One<br>Two" in page] == [True] * 3


def test_pages_of_a_list_offer_only_the_ways_there_are():
    source = '{% include "components/pagination.html" %}'

    both, older, none = drawn(source, newer_url="?n", older_url="?o"), drawn(source, older_url="?o"), drawn(source)

    assert [("?n" in page, "?o" in page, "<nav" in page) for page in (both, older, none)] == [
        (True, True, True),
        (False, True, True),
        (False, False, False),
    ]


def test_a_component_is_drawn_again_for_other_words_and_kept_for_the_same():
    link = draw("back-link", {"text": "Back <1>", "href": "/one/"})

    assert draw("back-link", {"text": "Back <1>", "href": "/one/"}) is link
    assert draw("back-link", {"text": "Back <2>", "href": "/one/"}) == link.replace("&lt;1&gt;", "&lt;2&gt;")
    assert "&lt;b&gt;" in draw("inset-text", {"text": "<b>"})
    assert "<b>" in draw("inset-text", {"html": mark_safe("<b>")})
