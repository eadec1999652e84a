"""Every text of a world is made hostile at once: no page runs it, and no spreadsheet computes it (D07, D10)."""

import csv
import io
import itertools
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from openpyxl import load_workbook

from sandbox_portal.casework import sheets
from tests.factories.worlds import MARK

from .conftest import fault_of, send

pytestmark = pytest.mark.django_db

EVIL = "=1<img src=q onerror=q()>"
PAYLOADS = (
    "<script>q()</script>",
    '"><script>q()</script>',
    "'><img src=q onerror=q()>",
    '" onfocus=q() autofocus x="',
    "' onmouseover=q() x='",
    "</textarea><script>q()</script>",
    "</title><svg onload=q()>",
    "--><svg/onload=q()>",
    "<svg><animate onbegin=q() attributeName=x>",
    "<a href=javascript:q()>here</a>",
    "<iframe srcdoc='<script>q()</script>'></iframe>",
    "<math><mi xlink:href=javascript:q()>",
    "\u2028<img src=q onerror=q()>",
    "<IMG SRC=q OnErRoR=q()>",
    "%3Cscript%3Eq()%3C/script%3E<script>q()</script>",
    "&lt;script&gt;<script>q()</script>",
    "{{ q }}<script>q()</script>{% q %}",
    "javascript:q()",
    "<style>@import 'https://evil.example/q'</style>",
    "<base href=https://evil.example/>",
)


class Finder(HTMLParser):
    """Finds what would run: elements and attributes that only a payload brings."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        for name, value in attributes:
            runs = name.startswith("on") or (name in {"href", "src", "action", "formaction"} and "q()" in (value or ""))
            if runs or name == "srcdoc" or (name == "src" and value == "q"):
                self.found.append(f"<{tag} {name}={value}>")
        if tag in {"base", "iframe", "math"}:
            self.found.append(f"<{tag}>")

    def handle_data(self, data: str) -> None:
        if self.lasttag == "script" and data.strip() == "q()" and self.cdata_elem == "script":
            self.found.append("<script>q()")


def what_runs(html: str) -> list[str]:
    finder = Finder()
    finder.feed(html)
    return finder.found


@pytest.fixture
def hostile(worlds) -> Iterator[int]:
    """Each text of world A begins with EVIL while the test runs; gives how many rows were changed."""
    changed = 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # what never changes is hostile too
        for model, field in text_fields():
            table, column = model._meta.db_table, field.column
            kind = "jsonb" if isinstance(field, models.JSONField) else "text"
            length = field.max_length if kind == "text" and field.max_length else 1_000_000
            cursor.execute(
                f'UPDATE "{table}" SET "{column}" ='
                f' left(replace("{column}"::text, %s, %s), {length})::{kind} WHERE "{column}"::text LIKE %s',
                [f"{MARK}-A", EVIL, f"%{MARK}-A%"],
            )
            changed += cursor.rowcount
        yield changed
        transaction.set_rollback(True)


def text_fields():
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            is_text = isinstance(field, models.CharField | models.TextField | models.JSONField)
            if is_text and model._meta.managed and not field.choices and not field.primary_key:
                yield model, field


def test_no_page_runs_what_somebody_typed(worlds, seen, hostile):
    running, showing = [], 0
    for asked in seen:
        response = send(worlds, asked.user, "GET", asked.address)
        if response["Content-Type"].startswith("text/html"):
            text = response.whole.decode()
            showing += "onerror=q()" in text
            running += [f"{asked.page.name}: {found}" for found in what_runs(text)]
        if fault := fault_of(response):
            running.append(f"{asked.page.name}: {fault}")

    assert (running, hostile > 50, showing > 30) == ([], True, True)


def test_no_form_runs_what_was_just_typed(worlds, sendable):
    payloads = itertools.cycle(PAYLOADS)
    running, shown = [], 0
    for each in sendable:
        if each.form.texts:
            payload = next(payloads)
            data = {**each.form.fields, **dict.fromkeys(each.form.texts, payload)}
            response = send(worlds, each.user, "POST", each.address, data)
            shown += b"q()" in response.whole
            running += [f"{each.name}: {found}" for found in what_runs(response.whole.decode())]

    assert (running, shown > 10) == ([], True)


@pytest.mark.parametrize("payload", [payload for payload in PAYLOADS if payload != PAYLOADS[17]])
def test_twin_the_same_text_on_a_page_that_escapes_nothing_is_found(payload):
    pages = (f"<p>{payload}</p>", f'<input value="{payload}">', f"<input value='{payload}'>")
    is_found = [bool(what_runs(page)) for page in (*pages, f"<textarea>{payload}", f"<title>{payload}")]

    assert any(is_found) or payload.startswith("<style")


def test_no_cell_of_any_file_is_a_formula(worlds, seen, hostile):
    computing, files, harmless = [], set(), 0
    for asked in (each for each in seen if not each.response["Content-Type"].startswith("text/html")):
        response = send(worlds, asked.user, "GET", asked.address)
        for cell, is_formula in cells_of(response):
            files.add(asked.page.name)
            harmless += cell.startswith("'=1")
            if is_formula:
                computing.append(f"{asked.page.name}: {cell[:60]}")

    assert (computing, len(files) >= 6, harmless > 3) == ([], True, True)


def test_twin_a_cell_written_as_it_is_computes(worlds, seen, hostile, monkeypatch):
    monkeypatch.setattr(sheets, "text_cell", lambda value: value)
    queue = next(asked for asked in seen if asked.page.name == "case-queue-file")

    cells = cells_of(send(worlds, queue.user, "GET", queue.address))

    assert any(is_formula for _cell, is_formula in cells)


def cells_of(response) -> Iterator[tuple[str, bool]]:
    """Each cell of a CSV or XLSX file, and whether a program would compute it."""
    kind = response["Content-Type"]
    if kind.startswith("text/csv"):
        for row in csv.reader(io.StringIO(response.whole.decode().removeprefix("\ufeff"))):
            for cell in row:
                is_number = cell.lstrip("-").replace(".", "", 1).isdigit()
                yield cell, cell.lstrip(" ").startswith(sheets.FORMULA_STARTERS) and not is_number
    elif "spreadsheetml" in kind:
        for sheet in load_workbook(io.BytesIO(response.whole)).worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    if cell.value is not None:
                        yield str(cell.value), cell.data_type == "f"
