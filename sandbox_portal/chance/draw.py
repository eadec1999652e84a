"""The order of a drawn pool: RFC 3797 with SHA-256 in place of MD5 (method REG-DRAW-1, R-180)."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

METHOD = "REG-DRAW-1"
HASHES = ("sha256", "md5")  # md5 only replays the vectors printed in RFC 3797
LARGEST_POOL = 65_535  # RFC 3797, section 4: a position is hashed as two bytes
LONGEST_NUMBER = 40  # digits of one source value; a 128-bit witness value has 39

Member = str | int


class DrawRefusedError(ValueError):
    """Says in one plain sentence why a draw cannot be made or recorded."""


@dataclass(frozen=True)
class Drawn:
    pool: tuple[Member, ...]
    places: int
    order: tuple[Member, ...]

    @property
    def placed(self) -> tuple[Member, ...]:
        return self.order[: self.places]

    @property
    def reserve(self) -> tuple[Member, ...]:
        return self.order[self.places :]


def draw(pool: Iterable[Member], *, key: str, places: int, hash_name: str = "sha256") -> Drawn:
    """Draw the whole pool into an order; the first `places` of it get the places."""
    numbered = sorted_pool(pool)
    if not 0 <= places <= len(numbered):
        raise DrawRefusedError(f"The number of places must be from 0 to {len(numbered)}, the size of the pool.")
    order = tuple(numbered[position - 1] for position in drawn_positions(len(numbered), key, hash_name=hash_name))
    return Drawn(pool=numbered, places=places, order=order)


def sorted_pool(pool: Iterable[Member]) -> tuple[Member, ...]:
    """Number the pool: references in the order of their characters, integers as numbers."""
    members = tuple(pool)
    if not members:
        raise DrawRefusedError("The pool is empty, so there is nobody to draw.")
    if len(members) > LARGEST_POOL:
        raise DrawRefusedError(f"The pool holds {len(members)} members; a draw can hold at most {LARGEST_POOL}.")
    if len({type(member) for member in members}) > 1:
        raise DrawRefusedError("The pool mixes references and numbers; use only one sort.")
    if len(set(members)) != len(members):
        raise DrawRefusedError("The pool names a member twice.")
    return tuple(sorted(members))


def drawn_positions(size: int, key: str, *, hash_name: str = "sha256") -> list[int]:
    """Give the positions 1 to `size` in drawn order (RFC 3797, section 4)."""
    if hash_name not in HASHES:
        raise DrawRefusedError(f"The hash must be one of {', '.join(HASHES)}.")
    if not key:
        raise DrawRefusedError("The key is empty.")
    left = list(range(1, size + 1))
    return [left.pop(_number(key, turn, hash_name) % len(left)) for turn in range(size)]


def _number(key: str, turn: int, hash_name: str) -> int:
    around = turn.to_bytes(2, "big")
    # MD5 replays a published vector here and protects nothing.
    digest = hashlib.new(hash_name, around + key.encode() + around, usedforsecurity=False).digest()
    return int.from_bytes(digest, "big")


def source_string(sources: Iterable[Sequence[int]]) -> str:
    """Write the values of each public source as RFC 3797 asks: sorted, a dot after each, a slash after the source."""
    return "".join(_one_source(values) for values in sources)


def _one_source(values: Sequence[int]) -> str:
    if not values:
        raise DrawRefusedError("A source has no values.")
    for value in values:
        if type(value) is not int or value < 0:
            raise DrawRefusedError(f"The source value {value!r} is not a whole number; sources may hold nothing else.")
    return "".join(f"{value}." for value in sorted(values)) + "/"


def source_values(text: str) -> tuple[int, ...]:
    """Read what an officer typed for one source: whole numbers parted by spaces or commas."""
    words = re.split(r"[\s,]+", text.strip(" ,\t\r\n"))
    for word in words:
        if not re.fullmatch(rf"[0-9]{{1,{LONGEST_NUMBER}}}", word):
            raise DrawRefusedError(f"“{word[:LONGEST_NUMBER]}” is not a whole number; type digits parted by spaces.")
    return tuple(int(word) for word in words)
