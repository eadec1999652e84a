"""Keys that can stand in an address and in a condition."""

import re

SLUG = re.compile(r"[a-z][a-z0-9_-]{0,59}\Z")


def is_slug(key: str) -> bool:
    """True for small letters, numbers, - and _, beginning with a letter."""
    return SLUG.match(key) is not None
