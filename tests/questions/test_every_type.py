"""One question of each type on its page: typed, kept, told when wrong, read again."""

from pathlib import Path

import pytest
from django.urls import reverse

from sandbox_portal.documents.actions import run_job
from sandbox_portal.documents.models import Job
from sandbox_portal.documents.queries import documents_visible_to
from sandbox_portal.questions import hosts, tasks
from sandbox_portal.questions.actions import lock_response, save_page
from sandbox_portal.questions.engine import Choice
from sandbox_portal.questions.hosts import Host
from sandbox_portal.questions.loading import load_question_sets
from sandbox_portal.questions.models import Answer
from sandbox_portal.questions.queries import read_response
from sandbox_portal.questions.showing import response_document_context, shown_sections
from tests.questions.kinds import PICNIC, begin_answers

pytestmark = pytest.mark.django_db
TYPES = Path(__file__).parent / "types"
BRANCHES = (Choice("north", "Northern branch"), Choice("south", "Southern branch"))
ADDRESS = {"line_1": "1 High Street", "town": "Exampleton", "postcode": "ex11ex", "country": "england"}

WHOLE = {
    "people": "30",
    "people_waiting": "",
    "hours": "about 120.5",
    "turnover": {"not_known_yet": True, "typed": "", "why": "We began in May"},
    "fee": "£1,19.50",
    "ages": {"younger__now": "10", "younger__later": "12", "older__now": "20"},
    "shares": {"1__name": "Sam", "1__share": "60", "2__name": "Robin", "2__share": "40%"},
    "formed_on": ["1", "5", "2019"],
    "starts_on": ["1", "June", "2030"],
    "partnership": {"starts": ["3", "2019"]},
    "company_number": "sc 123456",
    "charity_number": "1234567-1",
    "address": ADDRESS,
    "region": "north",
    "kind": {"chosen": "other", "words": {"other": "A van"}},
    "tools": {"chosen": ["phone", "other"], "words": {"other": "A board"}},
    "refused": {"chosen": "yes", "words": {"yes": "A shop would not let us in"}},
    "branch": "south",
    "lead": {
        "given_names": "Sam",
        "family_name": "Rivers",
        "birth_date": ["1", "2", "1980"],
        "role": "Director",
        "email": "sam@example.org",
        "telephone": "01632 960 123",
    },
    "partners": ["aaaa"],
    "jobs": [],
    "signed": {
        "is_true": True,
        "complies": True,
        "name": "Sam Rivers",
        "role": "Director",
        "date": ["1", "5", "2020"],
    },
}
WHOLE["fee"] = "£1,950.50"
PARTNER = {"partners--aaaa--full_name": "Robin", "partners--aaaa--is_paid": "yes", "partners--aaaa--pay": "£15"}
REASON = {"why--high_fee": "It is for a week"}


@pytest.fixture
def begun(organisation, provider_user, at):
    hosts.register(Host(kind=PICNIC.kind, choices=lambda case: {"branches": BRANCHES}))
    load_question_sets(TYPES, at)
    return begin_answers(organisation, by=provider_user, at=at, set_code="everything")


@pytest.fixture
def filled(begun, provider_user, at):
    save_page(begun, answers=WHOLE, versions={}, by=provider_user, at=at)
    save_page(begun, answers={**PARTNER, **REASON}, versions={}, by=provider_user, at=at)
    return begun


@pytest.fixture
def page(begun, provider_client):
    """`page("numbers", "fee")` opens a question; with values it presses the button."""

    def opened(section, question, values=None, **more):
        address = reverse("response-question", args=[begun.case_id, section, question])
        if values is None:
            return provider_client.get(address, more)
        return provider_client.post(address, values)

    return opened


def raw(response, key):
    return Answer.objects.get(response=response, question_key=key).raw


def test_everything_filled_in_may_be_sent_and_reads_in_words(filled, provider_user, at):
    reading = read_response(filled)

    assert [(problem.question.key, problem.wrong) for problem in reading.problems] == []
    lines = {answer.question.key: answer.lines for section in shown_sections(reading) for answer in section.answers}
    assert lines == {
        "people": ("30 people",),
        "people_waiting": (),
        "hours": ("about 120.5 hours a week",),
        "turnover": ("We do not know yet", "We began in May"),
        "fee": ("£1,950.50",),
        "ages": ("Under 65: Now 10; In a year 12", "65 or over: Now 20"),
        "shares": ("Person 1: Name Sam; Share 60%", "Person 2: Name Robin; Share 40%"),
        "formed_on": ("1 May 2019",),
        "starts_on": ("1 June 2030",),
        "month": (),
        "partnership": ("March 2019 to now",),
        "company_number": ("SC123456",),
        "charity_number": ("1234567-1",),
        "postcode": (),
        "address": ("1 High Street", "Exampleton", "EX1 1EX", "England"),
        "region": ("North",),
        "kind": ("Something else", "A van"),
        "tools": ("Phones", "Something else", "A board"),
        "refused": ("Yes", "A shop would not let us in"),
        "branch": ("Southern branch",),
        "lead": ("Sam Rivers", "born 1 February 1980", "Director", "sam@example.org", "01632 960 123"),
        "partners": ("1 added",),
        "partners--aaaa--full_name": ("Robin",),
        "partners--aaaa--is_paid": ("Yes",),
        "partners--aaaa--pay": ("£15",),
        "jobs": (),
        "signed": (
            "Yes: “What we said is true”",
            "Yes: “We will keep the rules”",
            "Signed by Sam Rivers, Director on 1 May 2020",
        ),
        "why--high_fee": ("It is for a week",),
    }
    assert lock_response(filled, by=provider_user, at=at).locked_at == at


def test_the_copy_of_the_answers_holds_tables_and_names_the_items(filled):
    context = response_document_context(filled)

    answers = {answer["label"]: answer for section in context["sections"] for answer in section["answers"]}
    assert answers["How old are the people you support?"]["table"] == {
        "columns": ["Now", "In a year"],
        "rows": [["Under 65", ["10", "12"]], ["65 or over", ["20", ""]]],
    }
    assert answers["Partner 1: What is the partner’s name?"]["lines"] == ["Robin"]


TYPED = [
    ("numbers", "people", {"people": "1", "people_waiting": "about 3"}, "people_waiting", "about 3"),
    ("numbers", "hours", {"hours": "12.5"}, "hours", "12.5"),
    (
        "numbers",
        "turnover",
        {"turnover": "", "turnover__not_applicable": "on", "turnover__why": "New"},
        "turnover",
        {"not_applicable": True, "typed": "", "why": "New"},
    ),
    (
        "numbers",
        "ages",
        {"ages__younger__now": "1", "ages__older__later": "2"},
        "ages",
        {"younger__now": "1", "older__later": "2"},
    ),
    (
        "numbers",
        "shares",
        {"shares__1__name": "Sam", "shares__3__share": "40"},
        "shares",
        {"1__name": "Sam", "3__share": "40"},
    ),
    ("business", "month", {"month_0": "9", "month_1": "2019"}, "month", ["9", "2019"]),
    (
        "business",
        "partnership",
        {"partnership__starts_0": "3", "partnership__starts_1": "2019"},
        "partnership",
        {"starts": ["3", "2019"]},
    ),
    (
        "business",
        "address",
        {f"address__{key}": text for key, text in ADDRESS.items()},
        "address",
        ADDRESS,
    ),
    (
        "business",
        "kind",
        {"kind": "other", "kind__words__other": "A van"},
        "kind",
        {"chosen": "other", "words": {"other": "A van"}},
    ),
    (
        "business",
        "tools",
        {"tools": ["phone", "other"], "tools__words__other": "A board"},
        "tools",
        {"chosen": ["phone", "other"], "words": {"other": "A board"}},
    ),
    ("business", "branch", {"branch": "north"}, "branch", "north"),
    (
        "promise",
        "signed",
        {
            "signed__is_true": "on",
            "signed__name": "Sam",
            "signed__date_0": "1",
            "signed__date_1": "",
            "signed__date_2": "",
        },
        "signed",
        {"is_true": True, "name": "Sam", "date": ["1", "", ""]},
    ),
]


@pytest.mark.parametrize(("section", "question", "typed", "key", "kept"), TYPED, ids=[row[1] for row in TYPED])
def test_what_is_typed_is_kept_and_stands_on_the_page_again(begun, page, section, question, typed, key, kept):
    page(section, question, typed)

    assert raw(begun, key) == kept
    again = page(section, question).content.decode()
    for value in (each for each in typed.values() if isinstance(each, str) and each not in {"", "on"}):
        assert value in again


WRONG = [
    ("numbers", "people", {"people": "3", "people_waiting": "about 3"}, "people_waiting", "Enter the exact number"),
    ("numbers", "hours", {"hours": "12.55"}, "hours", "Enter a number with at most 1 number after the point"),
    ("numbers", "turnover", {"turnover": "101"}, "turnover", "Enter 100 or less"),
    ("numbers", "turnover", {"turnover__not_known_yet": "on"}, "turnover__why", "Say why there is no answer"),
    ("numbers", "fee", {"fee": "12.345"}, "fee", "Enter an amount in pounds"),
    ("numbers", "ages", {"ages__younger__now": "1"}, "ages__older__now", "Fill in “65 or over: Now”"),
    (
        "numbers",
        "ages",
        {"ages__younger__now": "x", "ages__older__now": "1"},
        "ages__younger__now",
        "Under 65: Now: enter a whole number",
    ),
    ("business", "formed_on", {"formed_on_0": "1", "formed_on_1": "1", "formed_on_2": "2999"}, "formed_on_0", "today"),
    ("business", "month", {"month_0": "9", "month_1": ""}, "month_1", "The date must include a year"),
    ("business", "company_number", {"company_number": "12"}, "company_number", "8 numbers, or 2 letters and 6"),
    ("business", "charity_number", {"charity_number": "12"}, "charity_number", "6 to 8 numbers"),
    ("business", "postcode", {"postcode": "nowhere"}, "postcode", "Enter a full postcode"),
    ("business", "address", {"address__line_1": "1"}, "address__town", "Enter the town or city"),
    ("business", "kind", {"kind": "other"}, "kind__words__other", "Fill in “What is it?”"),
    ("business", "tools", {"tools": ["none", "phone"]}, "tools", "Choose one or the other"),
    ("business", "refused", {"refused": "yes"}, "refused__words__yes", "Fill in “Say what happened”"),
    ("people", "lead", {"lead__given_names": "Sam"}, "lead__family_name", "Enter the last name"),
    ("people", "lead", {"lead__email": "sam"}, "lead__email", "Enter an email address"),
    ("promise", "signed", {"signed__name": "Sam"}, "signed__is_true", "Tick “What we said is true”"),
]


@pytest.mark.parametrize(("section", "question", "typed", "control", "words"), WRONG, ids=lambda each: str(each)[:30])
def test_what_is_wrong_is_told_at_its_own_control(begun, page, section, question, typed, control, words):
    shown = page(section, question, typed).content.decode()

    assert f'href="#id_{control}"' in shown
    assert f'id="id_{control}"' in shown
    assert words in shown
    assert "<title>Error: " in shown


def test_a_table_grows_by_a_row_without_any_script(begun, page):
    moved = page("numbers", "shares", {"shares__3__name": "Sam", "add_row": "Add another row"})

    assert raw(begun, "shares") == {"3__name": "Sam"}
    assert moved["Location"].endswith("/shares/?rows=4")
    four = page("numbers", "shares", rows="4").content.decode()
    assert ('name="shares__4__name"' in four, "data-autosave" in four) == (True, True)
    assert "data-keep-here" not in four  # a page that is opened again may have fewer rows, and no place for some words


def test_a_table_has_no_more_rows_than_it_may_have(begun, page):
    assert 'name="shares__6__name"' not in page("numbers", "shares", rows="99").content.decode()
    page("numbers", "shares", {"shares__6__name": "Sam"})

    assert not Answer.objects.filter(response=begun, question_key="shares").exclude(raw={}).exists()


def test_the_paper_form_is_made_as_a_pdf_for_whoever_asked(begun, provider_client, provider_user, at):
    moved = provider_client.post(reverse("response-blank-form", args=[begun.case_id]))

    job = Job.objects.get(asked_by=provider_user, kind=tasks.BLANK_FORM_JOB)
    assert moved["Location"] == reverse("job-page", args=[job.pk])
    done = run_job(job, by=provider_user, at=at)
    assert (done.state, done.reason, done.result.title) == ("done", "", "Everything that can be asked")
    assert done.result in documents_visible_to(provider_user)
