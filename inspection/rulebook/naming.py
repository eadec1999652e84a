"""What looks like the name or the number of somebody in a text that should hold codes alone (R-372)."""

import re
from collections.abc import Iterable

from sandbox_portal.people.health_numbers import holds_health_number

WORD = r"[A-ZÀ-Þ][\w’'-]*[a-zß-ÿ]"
PAIR = re.compile(rf"\b(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr)\.? {WORD}(?: {WORD})?|{WORD} {WORD})")
CODE = re.compile(r"\b[PFCLX][1-9][0-9]{0,2}\b")
# Two capitals side by side that name no person: days, months, public bodies, papers.
PUBLIC_WORDS = """
Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September
October November December Christmas Easter Boxing Day Care Quality Commission Act Council County City Borough Trust
Hospital Health Service Services Board Local Authority Circles House Home Road Street Lane Centre Group Company Team
National Community Statement Plan Policy Audit Safeguarding Adults Healthwatch Good
The This That These Those There They Their When Where Which While What Who How After Before At In On For From With And
But If One Two Three Four Five Six Each Every Both All Some Many Our We Her His She He It Its
"""
NOT_NAMES = frozenset(PUBLIC_WORDS.split())
MOST_SHOWN = 5


def suspected(text: str, *, public_names: Iterable[str] = ()) -> tuple[str, ...]:
    """What somebody should look at before the text is saved: “the name Ann Hollis”, “an NHS number” (never its digits).

    Capital letters alone prove nothing, so this warns and never refuses. `public_names` name nobody: whoever the text
    is about, as the register has them.
    """
    for name in public_names:
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", ";", text)
    found = [f"the name {name}" for name in _names_in(text)][:MOST_SHOWN]
    return (*found, *(("an NHS number",) if holds_health_number(text) else ()))


def codes_in(text: str) -> tuple[str, ...]:
    """The person codes a text names, each once, in their order."""
    return tuple(dict.fromkeys(CODE.findall(text)))


def _names_in(text: str) -> tuple[str, ...]:
    pairs = (match.group() for match in PAIR.finditer(text))
    return tuple(dict.fromkeys(pair for pair in pairs if not NOT_NAMES & set(pair.split())))
