"""Words and facts of a letter (D09): only known fields are replaced, and facts are only ever text."""

import pytest

from sandbox_portal.documents.merging import merged_html, merged_line, missing_fields, unknown_fields


@pytest.mark.parametrize(
    "text",
    [
        "{% include 'secret.txt' %}",
        "{{ settings.SECRET_KEY }}",
        "{{ organisation.__class__ }}",
        "{{ organisation|safe }}",
        "{# note #}",
        "{{ organisation }",
        "{{ Organisation }}",
    ],
)
def test_what_is_not_a_plain_field_stays_as_text(text):
    shown = merged_html(text, {"organisation": "Lantern Care"})

    assert "Lantern" not in shown
    assert merged_line(text, {"organisation": "Lantern Care"}) == text


@pytest.mark.parametrize(
    ("fact", "shown"),
    [
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        ("**bold** [x](http://evil.example)", "<p>**bold** [x](http://evil.example)</p>\n"),
        ("{{reference}}", "<p>&#123;&#123;reference}}</p>\n"),
        ("one\ntwo", "<p>one<br>two</p>\n"),
        ('" onload="x', "<p>&quot; onload=&quot;x</p>\n"),
    ],
)
def test_a_fact_is_text_whatever_it_holds(fact, shown):
    assert merged_html("{{reason}}", {"reason": fact, "reference": "R3-001"}) == shown


def test_html_in_the_words_of_a_letter_is_shown_not_obeyed():
    assert merged_html("<b onclick=x>{{ reason }}</b>", {"reason": "r"}) == "<p>&lt;b onclick=x&gt;r&lt;/b&gt;</p>\n"


def test_a_link_made_with_a_fact_leads_nowhere():
    assert "href" not in merged_html("[x]({{ link }})", {"link": "javascript:alert(1)"})


def test_scores_become_a_table_that_a_screen_reader_can_read():
    rows = [
        {"criterion": "Can commit", "score": "3", "reason": "Clear plan & dates"},
        {"criterion": "Understands <it>", "score": "2", "reason": ""},
    ]

    assert merged_html("Yours:\n\n{{scores}}\n", {"scores": rows}) == (
        '<p>Yours:</p>\n<table class="govuk-table"><thead><tr><th scope="col">Criterion</th>'
        '<th scope="col">Your score</th><th scope="col">Reason</th></tr></thead><tbody>'
        '<tr><th scope="row">Can commit</th><td>3</td><td>Clear plan &amp; dates</td></tr>'
        '<tr><th scope="row">Understands &lt;it&gt;</th><td>2</td><td></td></tr></tbody></table>\n'
    )


def test_a_field_nobody_knows_is_told_with_its_place():
    parts = {
        "subject": "To {{organization}}",
        "summary": "{{scores}}",
        "body": "Dear {{organisation}}\n\nSee {{scores}}.",
    }

    assert [str(unfit) for unfit in unknown_fields(parts)] == [
        "subject, line 1: “organization” is not a field that letters know.",
        "summary, line 1: “scores” must stand alone on its line of the body.",
        "body, line 3: “scores” must stand alone on its line of the body.",
    ]


def test_a_fact_that_is_missing_is_told_with_its_place():
    parts = {"subject": "To {{organisation}}", "body": "Hello\n\n{{total}} of {{highest_total}}"}

    assert [
        str(unfit) for unfit in missing_fields(parts, {"organisation": "x", "total": "", "highest_total": "20"})
    ] == ["body, line 3: “total” is not known for this case."]
