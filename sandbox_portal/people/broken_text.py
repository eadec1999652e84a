"""Text no field of ours can hold: bad UTF-8, NUL and other control characters, halves of characters."""

import json
import math
import re
import unicodedata
from typing import Any
from urllib.parse import unquote_to_bytes

CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
CONTROLS_AND_LINES = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


# Turn the direction of what follows, or take no room: with them a name can look like another's on the register.
UNSEEN = re.compile("[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]")
MOST_MARKS = re.compile(r"(\w?[\u0300-\u036f]{4})[\u0300-\u036f]+")


def seen_line(text: str) -> str:
    """A name as everybody sees it: one line, composed letters, nothing unseen, no storm of accents over one (D06).

    What joins letters or colours of an emoji stays: Persian and Hindi are written with it.
    """
    composed = unicodedata.normalize("NFC", UNSEEN.sub("", text))
    return " ".join(MOST_MARKS.sub(r"\1", composed).split())


def is_broken_text(text: str) -> bool:
    """True when the text holds what nobody types: line ends and tabs are fine, other control characters are not."""
    return CONTROLS.search(text) is not None


def is_broken_line(text: str) -> bool:
    """The same for what must be a single line: a path, a file name, a cookie."""
    return CONTROLS_AND_LINES.search(text) is not None


def is_broken_encoding(encoded: bytes) -> bool:
    """True when percent-encoded bytes are not UTF-8. An encoded surrogate is not UTF-8 either."""
    try:
        unquote_to_bytes(encoded.replace(b"+", b" ")).decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False


def holds_broken_text(value: Any) -> bool:
    """Look through everything a JSON text can hold, without recursion."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str) and is_broken_text(item):
            return True
        if isinstance(item, dict):
            waiting += [*item.keys(), *item.values()]
        elif isinstance(item, list):
            waiting += item
    return False


def strict_json(body: bytes) -> Any:
    """Read JSON as the standard has it: UTF-8, each name once, no NaN, no infinity. Else ValueError or RecursionError.

    A name given twice would be read one way by a check and another way by what comes after it (D24).
    """
    return json.loads(
        body.decode("utf-8"), parse_constant=_refuse_constant, parse_float=_finite, object_pairs_hook=_each_once
    )


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a name given twice")
    return dict(pairs)


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is not JSON")


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("a number without end")
    return number
