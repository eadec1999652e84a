"""The pattern of NHS numbers, by which forms notice one that was typed where it should not be."""

import re

HEALTH_NUMBER = re.compile(r"(?<![0-9])([0-9]{3})[ -]?([0-9]{3})[ -]?([0-9]{4})(?![0-9])", re.ASCII)
WEIGHTS = range(10, 1, -1)


def holds_health_number(text: str) -> bool:
    """True when some ten digits of the text could be an NHS number."""
    return any(is_health_number("".join(match.groups())) for match in HEALTH_NUMBER.finditer(text))


def is_health_number(digits: str) -> bool:
    """True when the last of ten digits is the check digit of the other nine (modulus 11)."""
    total = sum(int(digit) * weight for digit, weight in zip(digits[:9], WEIGHTS, strict=True))
    return len(set(digits)) > 1 and (11 - total % 11) % 11 == int(digits[9])
