"""Text no field of ours can hold: bad UTF-8, NUL and other control characters, halves of characters."""

import json
import math
import re
from typing import Any
from urllib.parse import unquote_to_bytes

CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
CONTROLS_AND_LINES = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


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
