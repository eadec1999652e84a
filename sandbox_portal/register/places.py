"""What somebody typed as a place: a postcode, in part or whole, or a town."""

import re
from dataclasses import dataclass

DISTRICT, WHOLE = r"([A-Z]{1,2})([0-9][A-Z0-9]?)", r"([0-9][A-Z]{2})"
POSTCODE = re.compile(f"{DISTRICT}{WHOLE}?")


@dataclass(frozen=True)
class Place:
    """A place as it was typed, with the parts of a postcode when it is one."""

    text: str
    area: str = ""
    district: str = ""
    whole: str = ""

    @property
    def town(self) -> str:
        return "" if self.area else self.text


def place_of(typed: str) -> Place:
    """A postcode is one that has a digit where postcodes have it; everything else is a town."""
    tidy = " ".join(typed.split())
    found = POSTCODE.fullmatch(tidy.replace(" ", "").upper())
    if found is None:
        return Place(tidy)
    area, rest, inward = found.groups()
    district = f"{area}{rest}"
    whole = f"{district} {inward}" if inward else ""
    return Place(whole or district, area, district, whole)
