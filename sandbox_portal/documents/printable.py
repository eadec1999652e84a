"""Letters and signs our fonts cannot draw become words in square brackets, so that every PDF can be read aloud.

A sign without a glyph would print as an empty box, and PDF/UA-1 forbids it. Knows Pango through WeasyPrint's own door;
the press uses it before it forks a child.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from itertools import groupby

from weasyprint.text.ffi import ffi, gobject, pango, pangoft2

FAMILIES = "Inter, DejaVu Sans, sans-serif"
ALWAYS_THERE = re.compile("[\t\n\r -~\u00a0-\u017f\u2010-\u2026\u20ac]*")
JOINERS = frozenset("\u200d\ufe0e\ufe0f\u20e3") | frozenset(map(chr, range(0xE0020, 0xE0080)))
SKIN = range(0x1F3FB, 0x1F400)

ffi.cdef("int pango_layout_get_unknown_glyphs_count (PangoLayout *layout);", override=True)


class Drawable:
    """Knows which signs the fonts of this machine can draw; each is asked about once."""

    def __init__(self) -> None:
        self._font_map = ffi.gc(pangoft2.pango_ft2_font_map_new(), gobject.g_object_unref)
        self._context = ffi.gc(pango.pango_font_map_create_context(self._font_map), gobject.g_object_unref)
        self._layout = ffi.gc(pango.pango_layout_new(self._context), gobject.g_object_unref)
        font = ffi.gc(pango.pango_font_description_new(), pango.pango_font_description_free)
        pango.pango_font_description_set_family(font, ffi.new("char[]", FAMILIES.encode()))
        pango.pango_layout_set_font_description(self._layout, font)
        self._known: dict[str, bool] = {}

    def __call__(self, sign: str) -> bool:
        if sign not in self._known:
            pango.pango_layout_set_text(self._layout, ffi.new("char[]", sign.encode()), -1)
            self._known[sign] = pango.pango_layout_get_unknown_glyphs_count(self._layout) == 0
        return self._known[sign]


def printable(text: str, can_draw: Callable[[str], bool]) -> str:
    """The text with every sign that cannot be drawn said in words; all others as they are, composed (NFC)."""
    if ALWAYS_THERE.fullmatch(text):
        return text
    parts = ALWAYS_THERE.sub("", text)
    missing = {sign for sign in set(parts) if unicodedata.category(sign) != "Cf" and not can_draw(sign)}
    composed = unicodedata.normalize("NFC", text)
    if not missing:
        return composed
    return "".join(_in_words(composed, missing))


def _in_words(text: str, missing: set[str]) -> Iterator[str]:
    """Runs of signs as they are, or said: emoji by their names, letters of a script we have no font for by number."""
    follows = False  # what joins or colours an emoji goes with it
    for is_missing, run in groupby(text, key=lambda sign: sign in missing or (sign in JOINERS)):
        signs = "".join(run)
        lost = [sign for sign in signs if sign in missing and ord(sign) not in SKIN]
        if not is_missing or not (lost or follows):
            yield signs
        else:
            yield _said(lost)
        follows = bool(lost)


def _said(signs: list[str]) -> str:
    names = [unicodedata.name(sign, "").lower() for sign in signs if unicodedata.category(sign) == "So"]
    letters = [sign for sign in signs if unicodedata.category(sign) in {"Lo", "Lm", "Mc", "Mn", "Co", "Cn", "Lu", "Ll"}]
    words = [name for name in names if name]
    if letters:
        codes = " ".join(f"U+{ord(sign):04X}" for sign in letters)
        words.append(f"not in our fonts: {codes}")
    return f"[{', '.join(words)}]" if words else ""
