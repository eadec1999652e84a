"""Fill in a section by spreadsheet: every wrong cell is named, nothing is saved before somebody has seen it."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from sandbox_portal.people.choices import Place
from sandbox_portal.questions.actions import lock_response, save_answer, save_page
from sandbox_portal.questions.loading import digest_of
from sandbox_portal.questions.models import Answer, QuestionSet, SheetUpload
from sandbox_portal.questions.queries import answers_of
from sandbox_portal.questions.sheets.opening import MOST_ROWS, Unreadable, sheets_in
from tests.factories.people import make_provider
from tests.questions.kinds import begin_answers
from tests.questions.test_pages import words
from tests.questions.test_saving import WHOLE

pytestmark = pytest.mark.django_db


def page(response, name="", *parts, section="people"):
    return reverse(f"response-sheet{name}", args=[response.case_id, section, *parts])


def sheet(*rows, title="Answers") -> bytes:
    book = Workbook()
    book.active.title = title
    for row in (("code", "Question", "Your answer"), *rows):
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def send(client, response, content, name="mine.xlsx", **more):
    return client.post(page(response, **more), {"file": SimpleUploadedFile(name, content)})


SOUND = (("host_name", "", "Sam"), ("adults", "", 4), ("email", "", "sam@example.org"))


def test_the_download_holds_questions_answers_and_choices_as_words_alone(provider_client, response, provider_user, at):
    save_page(response, answers={"host_name": "=1+1", "adults": "-4"}, versions={}, by=provider_user, at=at)

    answer = provider_client.get(page(response, "-file"))

    book = load_workbook(io.BytesIO(answer.content))
    cells = [cell for row in book["Answers"].iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [row[2].value for row in book["Answers"].iter_rows()] == ["Your answer", "=1+1", "-4", None, None]
    diet = load_workbook(io.BytesIO(provider_client.get(page(response, "-file", section="food")).content))["Answers"]
    assert (diet["E2"].value, diet["C2"].value) == ("Anything; No meat", None)
    assert [rule.formula1 for rule in diet.data_validations.dataValidation] == ['"Anything,No meat"', '"Yes,No"']


def test_a_sound_file_is_shown_first_and_saved_by_one_yes(provider_client, response):
    sent = send(provider_client, response, sheet(*SOUND))
    assert sent.status_code == 302
    assert answers_of(response) == {}
    preview = provider_client.get(sent.url)
    shown = words(preview)
    assert [each.key for each in preview.context["changes"]] == ["host_name", "adults", "email"]  # as in the form
    assert "“mine.xlsx” changes 3 answers. Nothing is saved yet." in shown
    assert "Host No answer Sam" in shown

    done = provider_client.post(sent.url, follow=True)

    assert "3 answers are saved." in words(done)
    assert answers_of(response) == {"host_name": "Sam", "adults": "4", "email": "sam@example.org"}


def test_the_same_file_is_taken_in_once(provider_client, response):
    content = sheet(*SOUND)
    first = send(provider_client, response, content)
    provider_client.post(first.url)
    provider_client.post(first.url)

    again = send(provider_client, response, content)

    assert "there is nothing to save" in words(again)
    assert SheetUpload.objects.count() == 1
    assert set(Answer.objects.values_list("version", flat=True)) == {1}
    assert "Sending it again changes nothing." in words(provider_client.get(first.url))


def test_every_wrong_cell_is_named_and_nothing_is_saved(provider_client, response):
    rows = (
        ("host_name", "", "Sam"),
        ("adults", "", "a few"),
        ("children", "", "=2+2"),
        ("email", "", "nowhere"),
        ("x", "", "1"),
    )

    answer = send(provider_client, response, sheet(*rows))

    shown = words(answer)
    assert answer.status_code == 422
    assert "4 cells must be put right. Nothing was saved." in shown
    assert "Answers 3 C3 Enter a whole number, such as 12" in shown
    assert "Answers 4 C4 holds a formula. Copy the cell and paste it as a value" in shown
    assert "Answers 5 C5 Enter an email address" in shown
    assert "Answers 6 A6 “x” is no question of this section" in shown
    assert (answers_of(response), SheetUpload.objects.count()) == ({}, 0)


def test_an_empty_cell_changes_nothing(provider_client, response, provider_user, at):
    save_page(response, answers={"host_name": "Sam", "adults": "4"}, versions={}, by=provider_user, at=at)

    sent = send(provider_client, response, sheet(("host_name", "", ""), ("adults", "", "5")))
    provider_client.post(sent.url)

    assert answers_of(response) == {"host_name": "Sam", "adults": "5"}


def test_choices_dates_and_lists_are_read_in_the_words_of_the_form(provider_client, response):
    rows = (("diet", "", "no MEAT"), ("eggs", "", "yes"), ("egg_kind", "", "Boiled; Fried"), ("sandwiches", "", "Ham"))

    sent = send(provider_client, response, sheet(*rows), section="food")
    provider_client.post(sent.url)

    assert answers_of(response) == {
        "diet": "no_meat",
        "eggs": "yes",
        "egg_kind": ["boiled", "fried"],
        "sandwiches": "Ham",
    }


def test_a_csv_file_is_taken_too(provider_client, response):
    content = "code;Question;Your answer\r\nhost_name;;Zoë\r\nadults;;4\r\n".encode()

    sent = send(provider_client, response, content, name="mine.csv")
    provider_client.post(sent.url)

    assert answers_of(response) == {"host_name": "Zoë", "adults": "4"}


def test_what_a_colleague_has_changed_since_is_not_overwritten(provider_client, response, organisation, at):
    amira = make_provider(organisation, place=Place.CONTRIBUTOR, name="Amira Khan")
    sent = send(provider_client, response, sheet(*SOUND))
    save_answer(response, key="host_name", raw="Amira", version=0, by=amira, at=at)

    answer = provider_client.post(sent.url)

    assert answer.status_code == 409
    assert "Amira Khan changed this answer at" in words(answer)
    assert answers_of(response) == {"host_name": "Amira"}


def test_a_colleague_does_not_see_what_another_has_not_saved(provider_client, sign_in, client, response, organisation):
    sent = send(provider_client, response, sheet(*SOUND))

    assert sign_in(client, make_provider(organisation)).get(sent.url).status_code == 404


def test_closed_answers_take_no_file(provider_client, response, provider_user, at):
    save_page(response, answers=WHOLE, versions={}, by=provider_user, at=at)
    lock_response(response, by=provider_user, at=at)

    answer = send(provider_client, response, sheet(("adults", "", "7")))

    assert answer.status_code == 409
    assert "closed" in words(answer)


def packed(*parts: tuple[str, bytes]) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return kept.getvalue()


BOOK = ("xl/workbook.xml", b"<workbook/>")


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (packed(BOOK, ("xl/big.xml", b"0" * 50_000_000)), "a.xlsx", "unpacks to more than we take"),
        (packed(BOOK, *((f"xl/{each}.xml", b"") for each in range(400))), "a.xlsx", "unpacks to more than we take"),
        (packed(BOOK, ("../../etc/passwd", b"")), "a.xlsx", "more than a spreadsheet"),
        (packed(BOOK, ("xl/inner.zip", b"")), "a.xlsx", "more than a spreadsheet"),
        (packed(BOOK, ("xl/vbaProject.bin", b"")), "a.xlsm", "more than a spreadsheet"),
        (packed(("word/document.xml", b"")), "a.xlsx", "not a spreadsheet"),
        (packed(BOOK), "a.xlsx", "damaged"),
        (b"PK\x03\x04rubbish", "a.xlsx", "damaged"),
        (b"\xd0\xcf\x11\xe0 old", "a.xls", "has a password"),
        (b"x" * 3_000_000, "a.csv", "larger than 2 MB"),
        (b"hello", "a.txt", "not a spreadsheet we can read"),
        (b"code,\n" + b"a,b\n" * (MOST_ROWS + 10), "a.csv", "more than 1,000 rows"),
    ],
)
def test_a_file_that_is_no_sound_spreadsheet_is_refused_in_words(content, name, sentence):
    with pytest.raises(Unreadable, match=sentence):
        sheets_in(content, name)


def test_a_file_of_another_section_is_told_so(provider_client, response):
    other = sheet(title="Something")
    book = load_workbook(io.BytesIO(other))
    book["Something"]["A1"] = "partners"
    kept = io.BytesIO()
    book.save(kept)

    assert "is not of this section" in words(send(provider_client, response, kept.getvalue()))


MARKET = {
    "code": "market",
    "version": 1,
    "title": "A market",
    "sections": [
        {
            "key": "stalls",
            "title": "Stalls",
            "questions": [
                {
                    "key": "stall",
                    "type": "group",
                    "label": "Which stalls are there?",
                    "one": "stall",
                    "at_most": 3,
                    "questions": [
                        {"key": "sells", "type": "text", "label": "What does it sell?"},
                        {"key": "metres", "type": "whole_number", "label": "How long is it?"},
                    ],
                }
            ],
        }
    ],
}


@pytest.fixture
def market(response, organisation, provider_user, at):
    QuestionSet.objects.create(
        code="market", version=1, title="A market", document=MARKET, sha256=digest_of(MARKET), published_at=at
    )
    return begin_answers(organisation, by=provider_user, at=at, set_code="market")


def stalls(*rows) -> bytes:
    book = Workbook()
    for row in (("stall", "sells", "metres"), ("", "What does it sell?", "How long is it?"), ("",), *rows):
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def test_the_rows_of_a_list_come_in_and_go_out_by_a_sheet_of_their_own(provider_client, market):
    sent = send(provider_client, market, stalls(("", "Bread", 4), ("", "Cheese", 2)), section="stalls")
    assert "Which stalls are there?" in words(provider_client.get(sent.url))
    provider_client.post(sent.url)

    book = load_workbook(io.BytesIO(provider_client.get(page(market, "-file", section="stalls")).content))
    rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows(min_row=4)]
    items = answers_of(market)["stall"]
    assert rows == [[items[0], "Bread", "4"], [items[1], "Cheese", "2"]]

    again = send(provider_client, market, stalls((items[1], "Goat cheese", 2), ("", "Jam", 1)), section="stalls")
    provider_client.post(again.url)
    assert answers_of(market)["stall"][:2] == items
    assert sorted(raw for key, raw in answers_of(market).items() if key.endswith("--sells")) == [
        "Bread",
        "Goat cheese",
        "Jam",
    ]


def test_wrong_cells_of_a_list_are_named_by_row(provider_client, market):
    answer = send(provider_client, market, stalls(("nobody", "Bread", 4), ("", "Jam", "long")), section="stalls")

    shown = words(answer)
    assert "Sheet 4 A4 names no row of this form. Leave the cell empty for a new one" in shown
    assert "Sheet 5 C5 Enter a whole number" in shown
    many = send(provider_client, market, stalls(*(("", f"Jam {each}", 1) for each in range(4))), section="stalls")
    assert "There can be at most 3 rows here" in words(many)
    assert answers_of(market) == {}
