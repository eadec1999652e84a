"""What a panel reads, and the copy of the answers."""

import json
from dataclasses import replace

import page
import pytest
from django.template.loader import render_to_string

from sandbox_portal.documents.models import Attachment
from sandbox_portal.documents.pdf import render_pdf
from sandbox_portal.questions.actions import save_answer, save_page
from sandbox_portal.questions.queries import read_response
from sandbox_portal.questions.question_types import QuestionType
from sandbox_portal.questions.showing import ShownFile, criterion_answers, response_document_context
from sandbox_portal.questions.spoken import AnswerTable
from tests.documents.test_pdf import DOCUMENT, words_of
from tests.questions.test_saving import WHOLE

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled(response, provider_user, at):
    save_page(response, answers=WHOLE, versions={}, by=provider_user, at=at)
    return response


def test_the_answers_of_a_criterion_are_those_mapped_to_it_in_the_order_of_the_form(filled):
    shown = criterion_answers(read_response(filled), "1b")

    assert [(each.question.key, each.lines) for each in shown] == [
        ("adults", ("4",)),
        ("diet", ("Anything",)),
        ("sandwiches", ("Cheese",)),
    ]
    assert criterion_answers(read_response(filled), "9z") == ()


def test_an_answer_to_a_question_no_longer_asked_is_not_shown(filled, provider_user, at):
    save_page(filled, answers={"diet": "no_meat"}, versions={"diet": 1}, by=provider_user, at=at)
    save_answer(filled, key="eggs", raw="yes", version=0, by=provider_user, at=at)
    save_answer(filled, key="diet", raw="anything", version=2, by=provider_user, at=at)

    labels = [each["label"] for section in response_document_context(filled)["sections"] for each in section["answers"]]

    assert "Are eggs fine?" not in labels


def test_the_answers_are_drawn_for_reading_with_every_character_escaped(filled, provider_user, at):
    save_answer(filled, key="sandwiches", raw="<b>Cheese</b>", version=1, by=provider_user, at=at)

    html = render_to_string(
        "questions/_answers.html", {"answers": criterion_answers(read_response(filled), "2a"), "level": "h4"}
    )

    assert '<h4 class="govuk-heading-s">Which sandwiches would you like?</h4>' in html
    assert "&lt;b&gt;Cheese&lt;/b&gt;" in html
    assert "href" not in html


def test_everything_that_can_stand_under_an_answer_is_drawn_in_its_place_and_escaped(filled):
    short = criterion_answers(read_response(filled), "2a")[-1]
    long = replace(short, question=replace(short.question, type=QuestionType.LONG_TEXT))
    file = ShownFile(Attachment(shown_name="<plan>.pdf"), "It is being looked at.")
    table = AnswerTable(("2026",), (("Cost", ("<1>",)),))

    def drawn(answer, **beside):
        return render_to_string("questions/_answer.html", {"answer": answer, **beside}).strip()

    nothing, wrong = replace(short, lines=()), replace(short, lines=(), problem="Say <which>")
    noted = replace(short, lines=("A & B", "C"), files=(file, file), notes=("Long.",))
    refused = '&lt;plan&gt;.pdf <span class="govuk-hint">It is being looked at.</span>'
    assert (
        drawn(replace(long, lines=("<b>", "c")))
        == '<div class="app-answer">&lt;b&gt;</div><div class="app-answer">c</div>'
    )
    assert drawn(nothing) == '<span class="govuk-hint">No answer</span>'
    assert drawn(wrong, refusal="Closed.") == ""
    assert drawn(wrong) == (
        '<span class="govuk-error-message"><span class="govuk-visually-hidden">To do: </span>Say &lt;which&gt;</span>'
    )
    assert (
        " ".join(drawn(noted).split())
        == f'A &amp; B<br>C<br>{refused} <br>{refused} <span class="govuk-hint">Long.</span>'
    )
    assert "&lt;1&gt;</td>" in drawn(replace(short, table=table))


def test_the_copy_holds_every_answer_and_whose_it_is(filled):
    context = response_document_context(filled)

    assert json.loads(json.dumps(context)) == context
    assert [(section["title"], len(section["answers"])) for section in context["sections"]] == [
        ("People", 4),
        ("Food", 2),
        ("Outings", 2),
        ("Promise", 1),
    ]
    html = render_to_string("documents/questions/response.html", {**context, "document": {}})
    assert filled.case.organisation.name in html
    assert "28 November 2026, first outing: Sam" in html


def test_the_copy_is_an_accessible_pdf_whatever_was_typed(filled, provider_user, at, tmp_path):
    typed = "Cheese <img src='http://127.0.0.1:9/x'> & pickle\n\n‮second‬ paragraph"
    save_answer(filled, key="sandwiches", raw=typed, version=1, by=provider_user, at=at)
    context = response_document_context(filled)

    pdf = render_pdf("documents/questions/response.html", {**context, "document": DOCUMENT}, title=context["title"])

    copy = tmp_path / "copy.pdf"
    copy.write_bytes(pdf)
    assert page.is_pdf_compliant(str(copy), profile="ua1")
    text = words_of(pdf, tmp_path)
    assert "Cheese <img src='http://127.0.0.1:9/x'> & pickle" in text
    assert "28 November 2026, first outing: Sam" in text
