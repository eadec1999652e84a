"""Read a calendar of bank holidays from content/calendars/; what is wrong is named with its file and line."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from sandbox_portal.casework.working_days import SATURDAY, WorkingDayCalendar

CALENDARS = Path(__file__).resolve().parents[2] / "content" / "calendars"
ENGLAND_AND_WALES = CALENDARS / "england-and-wales.yaml"


class CalendarError(ValueError):
    """Holds one sentence for each thing that is wrong, with file and line."""


@cache
def england_and_wales() -> WorkingDayCalendar:
    return load_calendar(ENGLAND_AND_WALES)


def load_calendar(path: Path) -> WorkingDayCalendar:
    """Read and check one calendar file whole, or refuse it whole."""
    try:
        root = yaml.compose(path.read_text("utf-8"), Loader=yaml.SafeLoader)
    except (OSError, UnicodeDecodeError) as problem:
        raise CalendarError(f"{path}: the file cannot be read: {problem}") from problem
    except yaml.YAMLError as problem:
        raise CalendarError(f"{path}: this is not YAML: {' '.join(str(problem).split())}") from problem
    reader = _Reader(path)
    calendar = reader.calendar(root)
    if reader.problems:
        raise CalendarError("\n".join(reader.problems))
    return calendar


class _Reader:
    """Walks the nodes of one file and gathers every problem, so that one look at the list mends them all."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problems: list[str] = []

    def calendar(self, root: yaml.Node | None) -> WorkingDayCalendar:
        name, years = "", {}
        for key, node in self._pairs(root, known=("name", "years")):
            if key == "name":
                name = self._text(node)
            else:
                years = self._years(node)
        if not name or not years:
            self._problem(root, "a calendar needs a name and years")
            return WorkingDayCalendar(name, 0, 0)
        first, last = min(years), max(years)
        for missing in sorted(set(range(first, last + 1)) - years.keys()):
            self._problem(root, f"the year {missing} is missing between {first} and {last}")
        holidays = {day: title for days in years.values() for day, title in days.items()}
        return WorkingDayCalendar(name, first, last, holidays)

    def _years(self, node: yaml.Node) -> dict[int, dict[date, str]]:
        years = {}
        for key, days in self._pairs(node):
            if not (len(key) == 4 and key.isascii() and key.isdigit()):
                self._problem(days, f"“{key}” is not a year")
                continue
            years[int(key)] = dict(self._holidays(int(key), days))
        return years

    def _holidays(self, year: int, node: yaml.Node) -> Iterator[tuple[date, str]]:
        for key, title in self._pairs(node):
            day = _date(key)
            if day is None:
                self._problem(title, f"“{key}” is not a date; write it as {year}-12-25")
            elif day.year != year:
                self._problem(title, f"{key} stands under {year}")
            elif day.weekday() >= SATURDAY:
                self._problem(title, f"{key} is a {day:%A}; give the substitute day, when people do not work")
            else:
                yield day, self._text(title)

    def _pairs(self, node: yaml.Node | None, *, known: tuple[str, ...] = ()) -> Iterator[tuple[str, yaml.Node]]:
        """Give the entries of a mapping once each; YAML itself would let the last of two equal keys win."""
        if not isinstance(node, yaml.MappingNode):
            self._problem(node, "expected names with values")
            return
        seen: set[str] = set()
        for key_node, value in node.value:
            key = self._text(key_node)
            if key in seen:
                self._problem(key_node, f"“{key}” is given twice")
            elif known and key not in known:
                self._problem(key_node, f"“{key}” is not known here; use {' and '.join(known)}")
            else:
                yield key, value
            seen.add(key)

    def _text(self, node: yaml.Node) -> str:
        if isinstance(node, yaml.ScalarNode) and node.value.strip():
            return str(node.value)
        self._problem(node, "expected some text")
        return ""

    def _problem(self, node: yaml.Node | None, sentence: str) -> None:
        line = node.start_mark.line + 1 if node else 1
        self.problems.append(f"{self.path}, line {line}: {sentence}.")


def _date(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None
