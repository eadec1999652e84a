"""What every page shows the same is drawn once, and only from what is named."""

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils.translation import override

from sandbox_portal.govuk.templatetags.frame import MOST_KEPT


def frame(words):
    return Template("{% load frame i18n %}" + words)


def test_nothing_that_is_not_named_can_stand_in_what_is_kept():
    page = frame("{% drawnonce name=name %}{{ name }}: {{ user }}{% enddrawnonce %}")

    assert page.render(Context({"name": "Portal", "user": "Ada"})) == "Portal: "


def test_another_value_is_drawn_anew():
    page = frame("{% drawnonce name=name %}{{ name }}{% enddrawnonce %}")

    assert [page.render(Context({"name": name})) for name in ("One", "Two", "One")] == ["One", "Two", "One"]


def test_another_language_is_drawn_anew():
    page = frame('{% drawnonce %}{% translate "Monday" %}{% enddrawnonce %}')
    found = []
    for language in ("en-gb", "fr", "en-gb"):
        with override(language):
            found.append(page.render(Context()))

    assert found == ["Monday", "lundi", "Monday"]


def test_what_is_kept_is_drawn_once():
    drawn = []

    class Counted:
        def __str__(self):
            drawn.append(1)
            return "Portal"

        def __repr__(self):
            return "the same"

    page = frame("{% drawnonce name=name %}{{ name }}{% enddrawnonce %}")

    assert [page.render(Context({"name": Counted()})) for _ in range(2)] == ["Portal", "Portal"]
    assert len(drawn) == 1


def test_no_more_is_kept_than_a_page_can_need():
    page = frame("{% drawnonce number=number %}{{ number }}{% enddrawnonce %}")
    for number in range(MOST_KEPT + 5):
        page.render(Context({"number": number}))

    (node,) = [each for each in page.nodelist if hasattr(each, "kept")]
    assert len(node.kept) == 5


def test_what_it_is_drawn_from_has_a_name():
    with pytest.raises(TemplateSyntaxError, match="name=value"):
        frame("{% drawnonce user %}{% enddrawnonce %}")
