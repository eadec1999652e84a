"""Reads the public files: finds their columns by name, and says of each row that cannot come in what is wrong.

Columns of Companies House's free company data and of the care regulator's directory, as each publishes them. Names
are compared without case and outer spaces, since both files have had either. Columns we do not need may be anything.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

MOST_LINES_BEFORE = 12
BROKEN = "\ufffd"


@dataclass(frozen=True)
class Shape:
    """One kind of file: our field → the names its column may have, what must be there, and the longest it may be."""

    columns: Mapping[str, tuple[str, ...]]
    required: tuple[str, ...]
    longest: Mapping[str, int]
    number: re.Pattern[str]


@dataclass(frozen=True)
class BadRow:
    """A row that did not come in."""

    line: int
    sentence: str


class NoHeader(Exception):  # noqa: N818 - it is what it says
    """The file is not one of these: its columns are missing. Holds their names."""


COMPANIES = Shape(
    columns={
        "number": ("companynumber",),
        "name": ("companyname",),
        "status": ("companystatus",),
        "category": ("companycategory",),
        "line_1": ("regaddress.addressline1",),
        "line_2": ("regaddress.addressline2",),
        "town": ("regaddress.posttown",),
        "postcode": ("regaddress.postcode",),
        "country": ("regaddress.country",),
    },
    required=("number", "name"),
    longest={
        "number": 8, "name": 160, "status": 70, "category": 100, "line_1": 300, "line_2": 300, "town": 50,
        "postcode": 20, "country": 50,
    },
    number=re.compile(r"[A-Z0-9]{8}\Z"),
)  # fmt: skip
PROVIDERS = Shape(
    columns={
        "number": ("cqc location id (for office use only)", "location id"),
        "name": ("name", "location name"),
        "also_known_as": ("also known as", "location also known as"),
        "provider_number": ("cqc provider id (for office use only)", "provider id"),
        "provider_name": ("provider name",),
        "address": ("address", "location street address"),
        "postcode": ("postcode", "location postal code"),
        "local_authority": ("local authority", "location local authority"),
        "region": ("region", "location region"),
        "service_types": ("service types", "service types/groups"),
    },
    required=("number", "name", "provider_number", "provider_name"),
    longest={
        "number": 20, "name": 250, "also_known_as": 250, "provider_number": 20, "provider_name": 250, "address": 500,
        "postcode": 20, "local_authority": 100, "region": 100, "service_types": 1000,
    },
    number=re.compile(r"[A-Z0-9]+(?:-[A-Z0-9]+)*\Z"),
)  # fmt: skip


def read_rows(lines: Iterable[str], shape: Shape) -> Iterator[tuple[int, tuple[str, ...]] | BadRow]:
    """Each row with its line, its values in the order of the shape's columns; or what is wrong with it.

    Raises NoHeader at once, before the first row is asked for.
    """
    reader = csv.reader(_without_nothing(lines))
    places = _header(reader, shape)
    return (_row(values, places, shape, reader.line_num) for values in reader if any(values))


def _without_nothing(lines: Iterable[str]) -> Iterator[str]:
    """Characters of no meaning that neither CSV nor a database takes."""
    return (line.replace("\0", BROKEN) for line in lines)


def _header(reader: Iterator[list[str]], shape: Shape) -> dict[str, int]:
    """Where each of our fields stands. The directory of providers has a few lines of words before its columns."""
    missing: list[str] = []
    for _line, values in zip(range(MOST_LINES_BEFORE), reader, strict=False):
        names = [value.lstrip("\ufeff").strip().lower() for value in values]
        places = {field: names.index(name) for field, known in shape.columns.items() for name in known if name in names}
        lacking = [
            known[0] for field, known in shape.columns.items() if field in shape.required and field not in places
        ]
        if set(shape.required) <= set(places):
            return places
        missing = lacking if not missing or len(lacking) < len(missing) else missing
    raise NoHeader(", ".join(missing))


def _row(values: list[str], places: dict[str, int], shape: Shape, line: int) -> tuple[int, tuple[str, ...]] | BadRow:
    found = {
        field: " ".join(values[places[field]].split()) if places.get(field, len(values)) < len(values) else ""
        for field in shape.columns
    }
    found["number"] = found["number"].upper()
    lacking = [field for field in shape.required if not found[field]]
    if lacking:
        return BadRow(line, f"has nothing under “{shape.columns[lacking[0]][0]}”.")
    if not shape.number.match(found["number"]):
        return BadRow(line, f"has the number “{found['number'][:30]}”, which cannot be one.")
    long = [field for field, most in shape.longest.items() if len(found[field]) > most]
    if long:
        return BadRow(line, f"has more than {shape.longest[long[0]]} characters under “{shape.columns[long[0]][0]}”.")
    if any(BROKEN in value for value in found.values()):
        return BadRow(line, "holds letters that cannot be read. Save the file as UTF-8.")
    return line, tuple(found.values())
