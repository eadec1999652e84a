"""Details of people that should not be in an application: V-27."""

import re
from collections.abc import Iterator, Mapping

from sandbox_portal.people.health_numbers import holds_health_number
from sandbox_portal.questions.findings import Finding, Weight

BIRTH = re.compile(
    r"(?:(?:born|date of birth|birthday|dob|d\.o\.b\.)\W{0,5}(?:on|is|was)?\s?)"
    r"([0-9]{1,2}[ ./-](?:[0-9]{1,2}|[A-Za-z]{3,9})[ ./-](?:[0-9]{4}|[0-9]{2}))",
    re.ASCII | re.IGNORECASE,
)
DAY = re.compile(r"\b[0-9]{1,2}[./-][0-9]{1,2}[./-](?:19|20)[0-9]{2}\b", re.ASCII)
TITLE_AND_NAME = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr)\.? [A-Z][a-z]+\b")
NEAR = 60  # characters between a name and a date that belong together
# Telephone numbers of the organisation have ten or eleven digits too: those questions are not looked at.
NOT_LOOKED_AT = frozenset({"office_phone", "viability_number", "company_number", "charity_number"})


def personal_data_in(text: str) -> tuple[str, ...]:
    """What looks like a detail of a person, in words; never the detail itself."""
    found = []
    if holds_health_number(text):
        found.append("an NHS number")
    if BIRTH.search(text) or _date_near_name(text):
        found.append("somebody's date of birth")
    return tuple(found)


def about_privacy(texts: Mapping[str, str]) -> Iterator[Finding]:
    """V-27: a warning for the applicant; the inspector reads the same."""
    for key, text in texts.items():
        found = personal_data_in(text) if _is_looked_at(key) else ()
        if found:
            yield Finding(
                "V-27",
                Weight.WARNING,
                f"This answer seems to hold {' and '.join(found)}",
                "Take out details of people you support. Leave it if it is something else.",
                key,
            )


def _is_looked_at(key: str) -> bool:
    last = key.split("--")[-1]
    return last not in NOT_LOOKED_AT and not last.endswith(("phone", "dbs_number", "policy"))


def _date_near_name(text: str) -> bool:
    names = [match.start() for match in TITLE_AND_NAME.finditer(text)]
    return any(abs(match.start() - name) <= NEAR for match in DAY.finditer(text) for name in names)
