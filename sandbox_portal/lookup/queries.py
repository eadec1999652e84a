"""Find a company or a registered provider by words of its name, or by its number."""

import re
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import Q, QuerySet

from .choices import PublicList
from .models import ListedCompany, ListedLocation, ListImport

SHORTEST, MOST_WORDS = 3, 6
PAGE = 20
NUMBER = re.compile(r"(?=[A-Z-]*[0-9])[A-Z0-9-]+\Z")


@dataclass(frozen=True)
class Listed:
    """One thing found, whichever list it is from. `number` names the row; `fills` what it gives to a form."""

    number: str
    name: str
    lines: tuple[str, ...]
    fills: dict[str, Any]


def lists_with_rows() -> list[PublicList]:
    """The lists that were ever imported; one statement."""
    there = set(ListImport.objects.values_list("which", flat=True).distinct())
    return [which for which in PublicList if which in there]


def find(which: PublicList, words: str, *, start: int = 0) -> tuple[list[Listed], bool]:
    """A page of what matches every word by its beginning, or the number; and whether more follow. One statement."""
    rows: QuerySet[Any] = _companies(words) if which is PublicList.COMPANIES else _locations(words)
    found = list(rows[start : start + PAGE + 1])
    listed = [_company(row) if isinstance(row, ListedCompany) else _location(row) for row in found[:PAGE]]
    return listed, len(found) > PAGE


def pick(which: PublicList, number: str) -> Listed | None:
    """The row of this number."""
    if which is PublicList.COMPANIES:
        company = ListedCompany.objects.filter(number=number).first()
        return _company(company) if company else None
    location = ListedLocation.objects.filter(number=number).first()
    return _location(location) if location else None


def is_enough(words: str) -> bool:
    """True when there is enough to look for."""
    return len("".join(_tokens(words))) >= SHORTEST


def _companies(words: str) -> QuerySet[ListedCompany]:
    if not is_enough(words):
        return ListedCompany.objects.none()
    by_number = Q(number=_number(words).zfill(8)) if _is_number(words) else Q(pk__in=[])
    rows = ListedCompany.objects.annotate(words=SearchVector("name", config="simple"))
    return rows.filter(by_number | Q(words=_query(words))).order_by("name", "number")


def _locations(words: str) -> QuerySet[ListedLocation]:
    if not is_enough(words):
        return ListedLocation.objects.none()
    number = _number(words)
    by_number = Q(number=number) | Q(provider_number=number) if _is_number(words) else Q(pk__in=[])
    rows = ListedLocation.objects.annotate(words=SearchVector("name", "provider_name", config="simple"))
    return rows.filter(by_number | Q(words=_query(words))).order_by("provider_name", "name", "number")


def _query(words: str) -> SearchQuery:
    beginnings = " & ".join(f"{token}:*" for token in _tokens(words))
    return SearchQuery(beginnings, config="simple", search_type="raw")


def _tokens(words: str) -> list[str]:
    """Letters and digits only: nothing else reaches the query."""
    return re.findall(r"[^\W_]+", words.lower()[:100])[:MOST_WORDS]


def _number(words: str) -> str:
    return re.sub(r"\s", "", words).upper()[:20]


def _is_number(words: str) -> bool:
    return NUMBER.match(_number(words)) is not None


def _company(row: ListedCompany) -> Listed:
    place = ", ".join(filter(None, (row.line_1, row.line_2, row.town, row.postcode)))
    address = {"line_1": row.line_1, "line_2": row.line_2, "town": row.town, "postcode": row.postcode}
    address["country"] = row.country
    return Listed(
        number=row.number,
        name=row.name,
        lines=tuple(filter(None, (f"Company number {row.number}", row.status, place))),
        fills={"company.name": row.name, "company.number": row.number, "company.address": address},
    )


def _location(row: ListedLocation) -> Listed:
    parts = [part.strip() for part in row.address.split(",") if part.strip()]
    town = parts.pop() if len(parts) > 1 else ""
    address = {
        "line_1": parts[0] if parts else "",
        "line_2": ", ".join(parts[1:]),
        "town": town,
        "postcode": row.postcode,
    }
    runs = f"Run by {row.provider_name}, provider number {row.provider_number}"
    place = ", ".join(filter(None, (row.address, row.postcode, row.local_authority)))
    return Listed(
        number=row.number,
        name=row.name,
        lines=tuple(filter(None, (runs, place, row.service_types))),
        fills={
            "provider.name": row.provider_name,
            "provider.number": row.provider_number,
            "provider.address": address,
        },
    )
