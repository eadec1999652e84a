"""Every type in a real browser, on a desk and on a phone: nothing for axe to find, also when all of it is wrong."""

import os
from pathlib import Path

import page as pdf_page
import pytest
from django.urls import reverse

from sandbox_portal.documents.pdf import HANDBOOK, render_pdf
from sandbox_portal.people.clock import database_now
from sandbox_portal.questions import hosts
from sandbox_portal.questions.actions import save_page
from sandbox_portal.questions.blank import blank_sections, printed_sections
from sandbox_portal.questions.engine import Given
from sandbox_portal.questions.hosts import Host
from sandbox_portal.questions.loading import load_question_sets
from sandbox_portal.questions.queries import document_of, read_response
from sandbox_portal.questions.question_types import QuestionType
from tests.factories.people import make_organisation, make_provider
from tests.house_rules.axe import LAYOUT, STANDARDS, problems_on
from tests.questions.kinds import PICNIC, begin_answers
from tests.questions.test_every_type import BRANCHES, PARTNER, TYPES, WHOLE

PICTURES = os.environ.get("PICTURES", "")
WIDE = 5  # so many addresses are looked at on a phone too
PLAIN = {QuestionType.TEXT, QuestionType.LONG_TEXT, QuestionType.WHOLE_NUMBER, QuestionType.DECIMAL, QuestionType.MONEY}
PLAIN |= {QuestionType.DATE, QuestionType.COMPANY_NUMBER, QuestionType.CHARITY_NUMBER, QuestionType.POSTCODE}


@pytest.fixture
def writer():
    return make_provider(make_organisation(), name="Dana Bell")


@pytest.fixture
def begun(writer):
    hosts.register(Host(kind=PICNIC.kind, choices=lambda case: {"branches": BRANCHES}))
    load_question_sets(TYPES, database_now())
    begun = begin_answers(writer.organisations.get(), by=writer, at=database_now(), set_code="everything")
    save_page(begun, answers={**WHOLE, **PARTNER}, versions={}, by=writer, at=database_now())
    return begun


def addresses(begun):
    """What is widest first: check answers, the tables, a list; then one page of each type that is more than a line."""
    reading = read_response(begun)
    yield reverse("response-question", args=[begun.case_id, "numbers", "ages"])
    yield reverse("response-question", args=[begun.case_id, "numbers", "shares"])
    yield reverse("response-check-answers", args=[begun.case_id])
    yield reverse("response-blank-form", args=[begun.case_id])
    yield reverse("response-item-remove", args=[begun.case_id, "people", "partners", "aaaa"])
    seen = {QuestionType.TABLE, *PLAIN}
    for page in reading.pages:
        question = page.questions[0]
        kind = (question.type, question.wants_words) if question.wants_words else question.type
        if kind not in seen:
            seen.add(kind)
            name = "response-group" if question.type == "group" else "response-question"
            yield reverse(name, args=[begun.case_id, page.section.key, page.key])


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_axe_finds_nothing_on_any_type(open_page, begun, writer):
    desk, phone = open_page(writer), open_page(writer, phone=True)
    found = {}
    for number, address in enumerate(addresses(begun)):
        views = (("desk", desk, STANDARDS), ("phone", phone, LAYOUT))
        for name, browser, rules in views if number < WIDE or PICTURES else views[:1]:
            browser.goto(address)
            problems = problems_on(browser, rules)
            if problems:
                found[f"{name} {address}"] = problems
            if PICTURES:
                browser.screenshot(path=str(Path(PICTURES) / f"{number:02}-{name}.png"), full_page=True)

    assert found == {}


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_page_full_of_errors_is_as_easy_to_use(open_page, begun, writer):
    page = open_page(writer)
    found = {}
    for section, question in (("numbers", "ages"), ("business", "address"), ("people", "lead"), ("promise", "signed")):
        address = reverse("response-question", args=[begun.case_id, section, question])
        page.goto(address)
        for box in page.locator("form input[type=text], form input[type=email], form input[type=tel]").all():
            box.fill("?")
        page.get_by_role("button", name="Save and continue").click()
        page.locator(".govuk-error-summary").wait_for()
        found[question] = problems_on(page)
        if PICTURES:
            page.screenshot(path=str(Path(PICTURES) / f"wrong-{question}.png"), full_page=True)

    assert {question: problems for question, problems in found.items() if problems} == {}


@pytest.mark.django_db
def test_the_form_on_paper_meets_pdf_ua_1(begun, tmp_path):
    document = document_of(begun.question_set)
    context = {
        "title": document.title,
        "sections": printed_sections(blank_sections(document, Given(choices={"branches": BRANCHES}))),
        "document": {"authority": "The authority", "number": "RCD-1", "date": "1 May 2026"},
    }
    path = tmp_path / "blank.pdf"
    path.write_bytes(render_pdf("documents/questions/blank.html", context, title=document.title, limits=HANDBOOK))

    assert pdf_page.is_pdf_compliant(str(path), profile="ua1")
