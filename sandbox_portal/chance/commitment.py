"""Commitments of a draw: a chain of secrets, the values of witnesses, and the hash of the frozen pool (R-181)."""

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sandbox_portal.chance.draw import DrawRefusedError, Member

SECRET_BYTES = 32
CHAIN_LENGTH = 8  # REG-DRAW-1, step 2: H1 to H8
MOST_ATTEMPTS = CHAIN_LENGTH - 1  # the secret itself is never revealed
WITNESS_BYTES = 16
FEWEST_WITNESSES = 2


def new_secret() -> bytes:
    return secrets.token_bytes(SECRET_BYTES)


def hash_chain(secret: bytes, *, length: int = CHAIN_LENGTH) -> tuple[str, ...]:
    """Give H1 to Hn in hexadecimal: H1 is the SHA-256 of the secret, each further one of the one before."""
    links = [hashlib.sha256(secret).digest()]
    while len(links) < length:
        links.append(hashlib.sha256(links[-1]).digest())
    return tuple(link.hex() for link in links)


def commitment_of(secret: bytes, *, attempt: int) -> str:
    """Give what is published before the draw: H8 for the first attempt, H7 for the second, and so on."""
    return hash_chain(secret)[CHAIN_LENGTH - _checked(attempt)]


def reveal_of(secret: bytes, *, attempt: int) -> str:
    """Give what opens the commitment of this attempt: H7 for the first, H6 for the second, and so on."""
    return hash_chain(secret)[CHAIN_LENGTH - _checked(attempt) - 1]


def _checked(attempt: int) -> int:
    if not 1 <= attempt <= MOST_ATTEMPTS:
        raise DrawRefusedError(f"A chain of secrets serves {MOST_ATTEMPTS} attempts; attempt {attempt} has none.")
    return attempt


def opens(commitment: str, reveal: str) -> bool:
    """Say whether the revealed value (hexadecimal) is the one that was committed to."""
    try:
        found = hashlib.sha256(bytes.fromhex(reveal)).hexdigest()
    except ValueError:
        return False
    return hmac.compare_digest(found.encode(), commitment.lower().encode())


@dataclass(frozen=True)
class Witness:
    """One witness by role, the published SHA-256, and the 128-bit value in hexadecimal once it is revealed."""

    name: str
    commitment: str | None = None
    value: str | None = None


def new_witness_value() -> str:
    return secrets.token_hex(WITNESS_BYTES)


def witness_commitment(value: str) -> str:
    if not re.fullmatch(rf"[0-9a-fA-F]{{{WITNESS_BYTES * 2}}}", value):
        raise DrawRefusedError(f"A witness's value is {WITNESS_BYTES * 2} hexadecimal digits.")
    return hashlib.sha256(bytes.fromhex(value)).hexdigest()


def refusal_to_reveal(witnesses: Sequence[Witness]) -> str | None:
    """Say why nobody may reveal yet; None once every witness has committed to a value of their own."""
    if len(witnesses) < FEWEST_WITNESSES:
        return f"A draw without a public source needs at least {FEWEST_WITNESSES} witnesses."
    waiting = [witness.name for witness in witnesses if not witness.commitment]
    if waiting:
        return f"Nobody may reveal until every witness has committed. Still waiting for: {', '.join(waiting)}."
    # Whoever copies a commitment waits for the other to reveal and repeats it: one witness posing as two.
    if len({(witness.commitment or "").lower() for witness in witnesses}) < len(witnesses):
        return "Two witnesses committed to the same value; each must choose their own."
    return None


def witness_values(witnesses: Sequence[Witness]) -> tuple[tuple[int], ...]:
    """Turn every witness's revealed value into one source of one whole number, in the announced order."""
    refusal = refusal_to_reveal(witnesses)
    if refusal:
        raise DrawRefusedError(refusal)
    return tuple((_opened(witness),) for witness in witnesses)


def _opened(witness: Witness) -> int:
    if witness.value is None:
        raise DrawRefusedError(f"{witness.name} has not revealed the value they committed to; the draw is void.")
    if witness_commitment(witness.value) != (witness.commitment or "").lower():
        raise DrawRefusedError(f"The value of {witness.name} is not the one they committed to; the draw is void.")
    return int(witness.value, 16)


def canonical_json(value: Mapping[str, Any]) -> bytes:
    """Write the one form that is hashed: keys sorted, no spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def pool_hash(*, round_name: str, purpose: str, pool: Sequence[Member], places: int) -> str:
    """Give the SHA-256 of the frozen pool, in hexadecimal."""
    frozen = {"places": places, "pool": list(pool), "purpose": purpose, "round": round_name}
    return hashlib.sha256(canonical_json(frozen)).hexdigest()
