"""What the Content-Security-Policy forbids is in no template, and the one inline script is the one it allows."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from sandbox_portal.govuk.context import portal
from sandbox_portal.govuk.csp import JS_ENABLED_SNIPPET, JS_ENABLED_SNIPPET_HASH, source_hash

ROOT = Path(__file__).resolve().parents[2]
PAGES = [
    path
    for folder in [ROOT / "templates", *ROOT.glob("*/templates"), *ROOT.glob("sandbox_portal/*/templates")]
    for path in folder.rglob("*.html")
    # Documents are drawn for paper and mail for mail readers: other rules hold there.
    if not {"documents", "emails"} & set(path.relative_to(folder).parts)
]
FORBIDDEN = {
    "a style attribute": r"\sstyle\s*=",
    "a style element": r"<style\b",
    "an event attribute": r"\son[a-z]+\s*=\s*[\"']",
    "a script address": r"javascript:",
    "text that is not escaped": r"\|\s*safe\b|autoescape\s+off|\|\s*safeseq\b",
}


def test_there_are_templates_to_look_at():
    assert ROOT / "templates/base.html" in PAGES


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_holds_nothing_the_policy_forbids(path):
    text = re.sub(r"{%\s*comment.*?endcomment\s*%}", "", path.read_text(), flags=re.S)

    found = [name for name, pattern in FORBIDDEN.items() if re.search(pattern, text)]

    assert (found, [script for script in inline_scripts(text) if script != JS_ENABLED_SNIPPET]) == ([], [])


def inline_scripts(text):
    """List the scripts in the page that would run; a block of data is none."""
    scripts = re.findall(r"<script([^>]*)>(.*?)</script>", text, re.S)
    return [script for attributes, script in scripts if script.strip() and "application/json" not in attributes]


def test_the_rule_finds_what_it_forbids():
    bad = '<p style="x" onclick="y">{{ a|safe }}</p><style></style><a href="javascript:z">'

    assert [name for name, pattern in FORBIDDEN.items() if re.search(pattern, bad)] == list(FORBIDDEN)


def test_the_allowed_hash_is_that_of_the_one_inline_script():
    # The value is the one govuk-frontend publishes for version 5 and later.
    assert JS_ENABLED_SNIPPET_HASH == "'sha256-GUQ5ad8JK5KmEWmROf3LZd9ge94daqNvd8xy9YS1iDw='"
    assert source_hash("alert(1)") != JS_ENABLED_SNIPPET_HASH
    assert f"<script>{JS_ENABLED_SNIPPET}</script>" in (ROOT / "templates/base.html").read_text()


def drawn(source, **context):
    request = RequestFactory().get("/")
    return Template(source).render(Context({**portal(request), "messages": [], **context}))


class _Tree(HTMLParser):
    """Notes which tags stand open when an element with a wanted class begins."""

    def __init__(self, wanted):
        super().__init__()
        self.wanted, self.open, self.found = wanted, [], {}

    def handle_starttag(self, tag, attrs):
        for name in set((dict(attrs).get("class") or "").split()) & self.wanted:
            self.found[name] = [each for each in self.open if each in {"header", "main", "footer"}]
        if tag not in {"meta", "link", "br", "input", "img"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag in self.open:
            del self.open[len(self.open) - 1 - self.open[::-1].index(tag) :]


def test_each_part_of_the_page_stands_in_its_landmark():
    wanted = {"govuk-phase-banner", "govuk-service-navigation", "govuk-back-link", "app-content", "app-footer__help"}
    source = (
        '{% extends "base.html" %}{% load govuk %}'
        '{% block beforeContent %}{% govuk "back-link" text="Back" href="/" %}{% endblock %}'
    )
    tree = _Tree(wanted)

    tree.feed(drawn(source, navigation=[{"text": "Rounds", "href": "/"}]))

    assert tree.found == {
        "govuk-phase-banner": ["header"],
        "govuk-service-navigation": ["header"],
        "govuk-back-link": [],
        "app-content": ["main"],
        "app-footer__help": ["footer"],
    }


def test_the_page_is_our_own_and_says_that_it_is_a_demonstration():
    page = drawn('{% extends "base.html" %}{% block title %}Rounds{% endblock %}')

    assert '<html lang="en-GB"' in page
    assert "<title>Rounds – Sandbox Portal</title>" in page
    assert "It is not the service of any regulator" in page
    assert [word for word in ("GOV.UK", "crown", "crest", "GDS Transport") if word in page] == []


def test_a_page_without_navigation_has_no_empty_menu():
    assert "govuk-service-navigation" not in drawn('{% extends "base.html" %}')


def test_the_title_says_that_the_form_has_errors():
    class Form:
        errors = {"name": ["Enter a name"]}

    page = drawn('{% extends "base.html" %}{% block title %}Name{% endblock %}', form=Form())

    assert "<title>Error: Name – Sandbox Portal</title>" in page


def test_the_settings_may_name_another_authority(settings):
    settings.PORTAL = {"name": "Care Rounds", "help": {"phone": "01632 960 999"}}

    page = drawn('{% extends "base.html" %}')

    assert ["Care Rounds</title>" in page, "01632 960 999" in page, "help@portal.example" in page] == [
        True,
        True,
        False,
    ]
