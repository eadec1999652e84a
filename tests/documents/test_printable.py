"""Signs our fonts cannot draw are said in words, and the PDF stays one that can be read aloud."""

import page
import pytest

from sandbox_portal.documents.printable import Drawable, printable

from .test_pdf import press, words_of

ODD = "Well done ✅ 👩‍👩‍👧 中文 \U000f0000 हि end"
PAGE = "<html lang='en'><head><title>Test</title></head><body><p>{}</p></body></html>"


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Łódź, £5 – it’s fine…", "Łódź, £5 – it’s fine…"),
        ("cafe\u0301", "café"),
        ("done ✅", "done [white heavy check mark]"),
        ("👩\u200d👩\u200d👧", "[woman, woman, girl]"),
        ("good 👍🏽 work", "good [thumbs up sign] work"),
        ("\U0001f3f4\U000e0067\U000e0062", "[waving black flag]"),
        ("名字", "[not in our fonts: U+540D U+5B57]"),
        ("a\x07b", "ab"),
    ],
)
def test_a_sign_without_a_glyph_is_said_in_words(text, printed):
    def latin_only(sign: str) -> bool:
        return " " <= sign < "\u0180"

    assert printable(text, latin_only) == printed


def test_what_the_fonts_of_this_machine_can_draw_stays_as_it_is():
    can_draw = Drawable()

    assert [can_draw(sign) for sign in ("a", "Ж", "\U000f0000")] == [True, True, False]
    assert printable("Привет Ελλάδα", can_draw) == "Привет Ελλάδα"


def test_a_letter_with_emoji_meets_pdf_ua_1(tmp_path):
    path = tmp_path / "emoji.pdf"
    path.write_bytes(press(PAGE.format(ODD)))

    assert page.is_pdf_compliant(str(path), profile="ua1")
    assert "[woman, woman, girl]" in words_of(path.read_bytes(), tmp_path)


def test_twin_without_the_words_the_same_letter_fails(tmp_path, monkeypatch, settings):
    from sandbox_portal.documents import pdf
    from sandbox_portal.documents import press as program

    monkeypatch.setattr(program, "printable", lambda text, can_draw: text)
    alone = program.Press(settings.ROOT / pdf.STYLE_SHEET, [settings.ROOT / font for font in pdf.FONTS])
    path = tmp_path / "emoji.pdf"
    path.write_bytes(alone.pdf(PAGE.format(ODD)))

    assert not page.is_pdf_compliant(str(path), profile="ua1")
