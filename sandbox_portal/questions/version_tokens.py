"""Which stored answers a page was drawn from, as one hidden word: “legal_form:3 charity_number:0”."""

import re
from collections.abc import Iterable, Mapping

from .models import Answer

PART = re.compile(r"([a-z][a-z0-9_-]*):([0-9]{1,9})\Z", re.ASCII)


def token_for(keys: Iterable[str], stored: Mapping[str, Answer]) -> str:
    """The token of these questions; 0 stands for no answer yet."""
    return " ".join(f"{key}:{stored[key].version if key in stored else 0}" for key in keys)


def versions_in(token: str) -> dict[str, int]:
    """The versions a token names; anything unreadable counts as never seen."""
    found = (PART.match(part) for part in token[:10_000].split())
    return {match[1]: int(match[2]) for match in found if match}
