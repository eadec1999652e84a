"""What every record of an assessment asks before it is written."""

from sandbox_portal.casework.refusals import Refused

LONGEST = 10_000


def said(words: str, otherwise: str) -> str:
    """The words without blanks around them; refused when there are none, or far too many."""
    words = words.replace("\r\n", "\n").strip()
    if not words:
        raise Refused(otherwise)
    if len(words) > LONGEST:
        raise Refused(f"Say it in {LONGEST:,} characters or fewer.")
    return words
