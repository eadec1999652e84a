"""PDFs are accessible, fetch nothing, and end in good time (D11, D12)."""

import io
import os
import re
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import page
import pikepdf
import pytest
from django.template import engines
from fontTools.subset import Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont
from pikepdf import Dictionary, Name

from sandbox_portal.documents import pdf as pdf_module
from sandbox_portal.documents.pdf import LETTER, Limits, PdfNotMade, render_pdf

DOCUMENT = {
    "authority": "The authority",
    "portal": "Sandbox Portal",
    "notice": "This is a demonstration.",
    "number": "RCD-2026-000001",
    "version": 1,
    "date": "12 September 2026",
    "reference": "R3-001",
    "check_address": "http://localhost:8000/check-a-document/RCD-2026-000001/",
    "seal": "12:" + "ab" * 32,
}
TABLE = {
    "caption": "Scores",
    "columns": ["Criterion", "Score", "Reason"],
    "rows": [[f"Criterion {n}", "3", "Good & clear <b>plan</b>"] for n in range(40)],
    "first_is_heading": True,
}
CONTEXT = {"document": DOCUMENT, "intro": "What the panel agreed.", "facts": [["Round", "3"]], "tables": [TABLE]}


def press(html: str, limits: Limits = LETTER) -> bytes:
    return pdf_module._press().make(html, limits)


def pdf_of(body: str, head: str = "") -> pikepdf.Pdf:
    html = f"<html lang='en'><head><title>Test</title>{head}</head><body>{body}</body></html>"
    return pikepdf.open(io.BytesIO(press(html)))


def words_of(pdf: pikepdf.Pdf | bytes, tmp_path: Path) -> str:
    path = tmp_path / "words.pdf"
    if isinstance(pdf, pikepdf.Pdf):
        pdf.save(path)
    else:
        path.write_bytes(pdf)
    return subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True).stdout


def tags_of(pdf: pikepdf.Pdf, kind: str) -> list[Dictionary]:
    found = []

    def walk(node):
        if isinstance(node, pikepdf.Array):
            for child in node:
                walk(child)
        elif isinstance(node, Dictionary):
            if node.get("/S") == Name(f"/{kind}"):
                found.append(node)
            if "/K" in node:
                walk(node.K)

    walk(pdf.Root.StructTreeRoot.K)
    return found


@pytest.fixture(scope="module")
def record() -> bytes:
    return render_pdf("documents/record.html", CONTEXT, title="Record of selection")


def test_a_record_meets_pdf_ua_1(record, tmp_path):
    path = tmp_path / "record.pdf"
    path.write_bytes(record)

    assert page.is_pdf_compliant(str(path), profile="ua1")


def test_twin_a_file_without_the_finish_fails_the_scope_of_its_header_cells(record):
    with pikepdf.open(io.BytesIO(record)) as pdf:
        scopes = {str(cell.A.Scope) for cell in tags_of(pdf, "TH")}
        rows = len(tags_of(pdf, "TH"))
    bare = subprocess.run([sys.executable, "-c", BARE], capture_output=True, check=True).stdout
    with pikepdf.open(io.BytesIO(bare)) as pdf:
        without = [cell for cell in tags_of(pdf, "TH") if "/Scope" not in cell.get("/A", Dictionary())]

    assert (scopes, rows, len(without)) == ({"/Column", "/Row"}, 46, 2)


BARE = """
import sys, weasyprint
table = "<table><thead><tr><th>A</th></tr></thead><tr><th>B</th></tr></table>"
html = "<html lang=en><title>x</title>" + table
sys.stdout.buffer.write(weasyprint.HTML(string=html).write_pdf(pdf_variant="pdf/ua-1"))
"""


def test_a_pdf_says_its_language_and_title_and_how_many_pages_there_are(record, tmp_path):
    with pikepdf.open(io.BytesIO(record)) as pdf:
        facts = {
            "language": str(pdf.Root.Lang),
            "marked": bool(pdf.Root.MarkInfo.Marked),
            "title": str(pdf.docinfo.Title),
            "shows title": bool(pdf.Root.ViewerPreferences.DisplayDocTitle),
            "headings": [len(tags_of(pdf, kind)) for kind in ("H1", "H2")],
            "pages": len(pdf.pages),
            "pictures": len(tags_of(pdf, "Figure")),
        }

    assert facts == {
        "language": "en-GB",
        "marked": True,
        "title": "Record of selection",
        "shows title": True,
        "headings": [1, 1],
        "pages": 3,
        "pictures": 0,
    }
    assert "Page 3 of 3" in words_of(record, tmp_path)


def test_every_mark_is_in_the_tree_or_an_artifact(record):
    with pikepdf.open(io.BytesIO(record)) as pdf:
        loose = [_loose_marks(pdf, sheet) for sheet in pdf.pages]

    assert loose == [0, 0, 0]


def _loose_marks(pdf: pikepdf.Pdf, sheet: pikepdf.Page) -> int:
    tagged, artifacts = set(), 0

    def walk(node, on):
        if isinstance(node, pikepdf.Array):
            for child in node:
                walk(child, on)
        elif isinstance(node, int) and on == sheet.objgen:
            tagged.add(int(node))
        elif isinstance(node, Dictionary):
            on = node.Pg.objgen if "/Pg" in node else on
            if node.get("/Type") == Name.MCR and on == sheet.objgen:
                tagged.add(int(node.MCID))
            elif node.get("/Type") != Name.MCR and "/K" in node:
                walk(node.K, on)

    walk(pdf.Root.StructTreeRoot.K, None)
    loose = 0
    for operands, operator in pikepdf.parse_content_stream(sheet):
        if str(operator) == "BDC" and isinstance(operands[1], Dictionary):
            artifacts += operands[0] == Name.Artifact
            loose += "/MCID" in operands[1] and int(operands[1].MCID) not in tagged
    assert artifacts > 0
    return loose


def test_links_print(record):
    with pikepdf.open(io.BytesIO(record)) as pdf:
        flags = [int(link.F) for sheet in pdf.pages for link in sheet.get("/Annots", []) if link.Subtype == Name.Link]

    assert set(flags) == {4}


def test_text_of_people_is_text_in_the_pdf(record, tmp_path):
    assert "Good & clear <b>plan</b>" in words_of(record, tmp_path)


def test_the_letters_are_large_enough_and_the_font_is_ours(record):
    sizes = [float(size) for size in re.findall(r"([0-9.]+)pt", Path("templates/documents/print.css").read_text())]
    with pikepdf.open(io.BytesIO(record)) as pdf:
        fonts = {str(each.BaseFont).split("+")[1] for each in pdf.objects if _is_font(each)}

    assert min(sizes) >= 11.5
    assert {font for font in fonts if not font.startswith("Inter")} == set()


def test_each_weight_a_pdf_may_have_is_cut_out_of_the_font_of_the_pages_beforehand():
    named = set(re.findall(r"font(?:-weight)?: (\d00)\b", Path("templates/documents/print.css").read_text()))
    kept = {Path(name).stem.partition("-")[2]: TTFont(name) for name in pdf_module.FONTS}

    assert {weight: _shape_of("H", font) for weight, font in kept.items()} == {
        weight: _shape_of("H", instantiateVariableFont(_font_of_the_pages("H"), {"wght": int(weight)}))
        for weight in {*named, "400"}
    }
    assert [weight for weight, font in kept.items() if "fvar" in font] == []


def _font_of_the_pages(letter: str) -> TTFont:
    font = TTFont("static/fonts/inter-latin-wght-normal.woff2")
    chosen = Subsetter()
    chosen.populate(text=letter)
    chosen.subset(font)
    return font


def _shape_of(letter: str, font: TTFont) -> tuple[int, list[tuple[int, int]]]:
    name = font.getBestCmap()[ord(letter)]
    return font["hmtx"][name][0], [(round(x), round(y)) for x, y in font["glyf"][name].coordinates]


def _is_font(thing) -> bool:
    return isinstance(thing, Dictionary) and thing.get("/Type") == Name.Font


def test_broken_letters_become_question_marks(tmp_path):
    html = engines["django"].from_string("<p>{{ words }}</p>").render({"words": "one \ud800 two"})

    assert "one ? two" in words_of(press(html.encode("utf-8", "replace").decode()), tmp_path)


class Canary(BaseHTTPRequestHandler):
    hits: list[str] = []

    def do_GET(self):
        self.hits.append(self.path)
        if self.path.startswith("/redirect"):
            self.send_response(302)
            self.send_header("Location", f"http://127.0.0.1:{self.server.server_port}/landed")
        else:
            self.send_response(200)
        self.end_headers()

    def log_message(self, *details):
        pass


@pytest.fixture
def canary():
    Canary.hits = []
    server = HTTPServer(("127.0.0.1", 0), Canary)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


SVG = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'%3E%3Cimage href='{web}/19'/%3E%3C/svg%3E"
SNIPPETS = [
    "<img src='{web}/1' alt='x'>",
    "<img src='file://{file}' alt='x'>",
    "<link rel='stylesheet' href='{web}/2.css'>",
    "<style>@import url('{web}/3.css');</style>",
    "<p style=\"background: url('{web}/4')\">x</p>",
    "<style>@font-face {{ font-family: X; src: url('{web}/5') }} p {{ font-family: X }}</style><p>x</p>",
    "<link rel='attachment' href='file://{file}'>",
    "<a rel='attachment' href='file://{file}'>x</a>",
    "<a rel='attachment' href='{web}/6'>x</a>",
    "<svg><image href='{web}/7'/></svg>",
    "<object data='{web}/8'></object>",
    "<embed src='{web}/9'>",
    "<img src='{web}/redirect' alt='x'>",
    "<base href='{web}/'><img src='10' alt='x'>",
    "<style>p::before {{ content: url('{web}/11') }}</style><p>x</p>",
    "<ul style=\"list-style: url('{web}/12')\"><li>x</li></ul>",
    "<iframe src='{web}/13'></iframe>",
    "<img src='ftp://127.0.0.1/14' alt='x'>",
    f'<img alt="x" src="{SVG}">',
    "<a rel='attachment' href='data:image/png;base64,AAAA'>x</a>",
    "<a rel='ATTACHMENT' href='data:image/png;base64,AAAA'>x</a>",
    "<link rel='stylesheet attachment' href='data:image/png;base64,AAAA'>",
    "<xmp><link rel=stylesheet href='{web}/15.css'></xmp>",
]


@pytest.mark.parametrize("snippet", SNIPPETS)
def test_a_pdf_fetches_nothing_and_carries_no_file(snippet, canary, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("THE SECRET OF THIS MACHINE")
    markup = snippet.format(web=canary, file=secret)

    made = pdf_of(markup)

    assert Canary.hits == []
    assert len(made.attachments) == 0
    assert not [thing for thing in made.objects if isinstance(thing, Dictionary) and "/EF" in thing]
    assert "SECRET" not in words_of(made, tmp_path)


def test_twin_the_canary_hears_an_ordinary_fetch(canary, tmp_path):
    program = (
        f"import weasyprint; weasyprint.HTML(string=\"<img src='{canary}/1'>\").write_pdf({str(tmp_path / 'x')!r})"
    )

    subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)

    assert Canary.hits == ["/1"]


DEEP = "<table><tr><td>" * 3000
BOMBS = {
    "nested tables": DEEP,
    "huge font": "<p style='font-size: 1e9px'>x</p>",
    "20,000 pages": "<p style='break-after: page'>x</p>" * 20_000,
    "5 MB of text": "word " * 1_000_000,
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_ends_in_plain_words_within_twenty_seconds_and_the_next_pdf_is_made(bomb):
    begun = time.monotonic()

    with pytest.raises(PdfNotMade, match="We could not make this PDF"):
        press(f"<html><body>{BOMBS[bomb]}", Limits(cpu=3, seconds=12))

    assert time.monotonic() - begun < 20
    assert press("<p>next</p>").startswith(b"%PDF-")


def test_a_press_that_was_killed_is_started_again():
    pdf_module._press()._program.kill()
    pdf_module._press()._program.wait()

    assert press("<p>again</p>").startswith(b"%PDF-")


def test_the_press_knows_no_secret_of_the_portal():
    environment = Path(f"/proc/{pdf_module._press()._program.pid}/environ").read_bytes().decode()

    assert os.environ["SECRET_KEY"] not in environment
    assert re.findall(r"DATABASE_URL|SEALING_KEY|SECRET_KEY", environment) == []


def test_the_press_ends_with_the_process_that_started_it(tmp_path):
    owner = subprocess.Popen([sys.executable, "-c", OWNER], stdout=subprocess.PIPE, text=True)
    press_id = int(owner.stdout.readline())
    owner.kill()
    owner.communicate()

    deadline = time.monotonic() + 10
    while _is_running(press_id) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _is_running(press_id)


OWNER = """
import time, django
django.setup()
from sandbox_portal.documents import pdf
print(pdf._press()._program.pid, flush=True)
time.sleep(60)
"""


def _is_running(process_id: int) -> bool:
    status = Path(f"/proc/{process_id}/status")
    return status.exists() and "State:\tZ" not in status.read_text()


def test_two_threads_get_their_own_pdf(tmp_path):
    made = {}

    def make(word):
        made[word] = press(f"<html lang='en'><title>{word}</title><p>{word}</p></html>")

    threads = [threading.Thread(target=make, args=(word,)) for word in ("apple", "pear", "plum")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {word: words_of(pdf, tmp_path).split()[0] for word, pdf in made.items()} == {
        word: word for word in ("apple", "pear", "plum")
    }
