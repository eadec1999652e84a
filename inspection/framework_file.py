"""Read frameworks from content/frameworks/ or from JSON; every fault names its place in words (R-353, R-355)."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from sandbox_portal.casework.content import Fault, FaultyContent
from sandbox_portal.casework.content_files import ContentFile, Place, read_content_file, shape
from sandbox_portal.people.broken_text import is_broken_text

from .rulebook import framework as shapes
from .rulebook.checks import findings
from .rulebook.framework import FrameworkContent, Strict

FOLDER = "frameworks"
EXTENDS, ADD = "extends", "add"
ADAPTER: TypeAdapter[FrameworkContent] = TypeAdapter(FrameworkContent)
KEYS = frozenset(
    {
        *(name for noun in vars(shapes).values() if isinstance(noun, type) and issubclass(noun, Strict)
          for name in noun.model_fields),
        EXTENDS,
        ADD,
    }
)  # fmt: skip
LARGEST_IMPORT = 2_000_000  # bytes; the largest of ours has less than a tenth


@dataclass(frozen=True)
class FrameworkFile(ContentFile):
    """A file whose faults say in words where they are: “area safe, statement S3”."""

    def fault(self, place: Place, sentence: str, *, section: str = "") -> Fault:
        return super().fault(place, sentence, section=section or in_words(self.values, place))


def read_frameworks(root: Path) -> list[tuple[FrameworkFile, FrameworkContent]]:
    """Every framework in the folder, each with its whole content; FaultyContent with the faults of all files."""
    files = [_file(path, root) for path in sorted((root / FOLDER).glob("*.yaml"))]
    read: dict[str, tuple[FrameworkFile, FrameworkContent]] = {}
    faults: list[Fault] = []
    for file in sorted(files, key=lambda each: EXTENDS in each.values):  # what others extend comes first
        try:
            complete = _completed(file, read, files)
            if complete is not None:
                read[file.name] = complete, checked(complete)
        except FaultyContent as faulty:
            faults += faulty.faults
    found = sorted(read.values(), key=lambda each: each[0].name)
    faults += _same_twice(found)
    if faults:
        raise FaultyContent(faults)
    return found


def framework_with_code(root: Path, code: str) -> FrameworkContent | None:
    """The framework of the folder that has this code."""
    return next((framework for _file, framework in read_frameworks(root) if framework.code == code), None)


def read_json(text: str) -> tuple[FrameworkFile, FrameworkContent]:
    """A framework that somebody exported and perhaps changed (R-355)."""
    name = "the file"
    try:
        values = json.loads(text)
    except json.JSONDecodeError as error:
        raise FaultyContent([Fault(name, error.lineno, f"This is not JSON: {error.msg}.")]) from None
    except RecursionError:
        raise FaultyContent([Fault(name, 1, "This is nested too deeply to be a framework.")]) from None
    if not isinstance(values, dict):
        raise FaultyContent([Fault(name, 1, "A framework is one object, in curly brackets.")])
    if any(is_broken_text(words) for words in _words_in(values)):
        raise FaultyContent([Fault(name, 1, "This holds a character that no text can hold. Take it out.")])
    file = FrameworkFile(name, values, {})
    return file, checked(file)


def checked(file: FrameworkFile) -> FrameworkContent:
    """Give a content its shape; FaultyContent tells everything that is wrong."""
    framework = shape(file, ADAPTER, keys=KEYS)
    faults = [file.fault(place, sentence) for place, sentence in findings(framework)]
    if faults:
        raise FaultyContent(faults)
    return framework


def in_words(values: Any, place: Place) -> str:
    """Where a place is: areas and statements by their names, other lists by number from 1."""
    words: list[str] = []
    for step, following in zip(place, (*place[1:], ""), strict=False):
        values = _inside(values, step)
        if isinstance(step, int):
            words[-1] += f" {_name_of(values) or step + 1}"
        elif isinstance(following, int):
            words.append(step.removesuffix("s") if step != "categories" else "category")
        elif step != place[-1] or len(place) == 1:
            words.append(step)
    return ", ".join(words)


def _file(path: Path, root: Path) -> FrameworkFile:
    file = read_content_file(path, root=root)
    if not isinstance(file.values, dict):
        raise FaultyContent([Fault(file.name, 1, "A framework is a list of words with values.")])
    return FrameworkFile(file.name, file.values, file.lines)


def _completed(
    file: FrameworkFile, read: Mapping[str, tuple[FrameworkFile, FrameworkContent]], files: Iterable[FrameworkFile]
) -> FrameworkFile | None:
    """Put what a file says in the place of what the framework says that it extends; None when that one is faulty."""
    if EXTENDS not in file.values:
        return file
    code = file.values[EXTENDS]
    base = next((each for each, framework in read.values() if framework.code == code), None)
    if base is None:
        if any(each.values.get("code") == code and EXTENDS not in each.values for each in files):
            return None
        raise FaultyContent([file.fault((EXTENDS,), f"There is no framework “{code}” to extend.")])
    own = {key: value for key, value in file.values.items() if key not in (EXTENDS, ADD)}
    areas = _with_additions(file, base.values["areas"])
    values = {**base.values, "areas": areas, **own}
    return replace(file, values=values, lines={**file.lines, **_lines_of_additions(file, areas)})


def _with_additions(file: FrameworkFile, areas: Iterable[Any]) -> list[Any]:
    """The areas, with what stands under `add` put into the statement of that code."""
    additions = file.values.get(ADD, {})
    if not isinstance(additions, dict) or not all(isinstance(each, dict) for each in additions.values()):
        raise FaultyContent([file.fault((ADD,), "Write the code of a statement, and beneath it what it gets.")])
    known = {statement["code"] for area in areas for statement in area.get("statements", [])}
    unknown = [code for code in additions if code not in known]
    if unknown:
        raise FaultyContent(
            file.fault((ADD, code), f"{file.values[EXTENDS]} has no statement “{code}”.") for code in unknown
        )
    return [
        {**area, "statements": [{**each, **additions.get(each["code"], {})} for each in area.get("statements", [])]}
        for area in areas
    ]


def _lines_of_additions(file: FrameworkFile, areas: list[Any]) -> dict[Place, int]:
    """The lines under `add`, by the places at which the additions came to stand."""
    places = {
        statement.get("code"): ("areas", number, "statements", index)
        for number, area in enumerate(areas)
        for index, statement in enumerate(area.get("statements", []))
    }
    return {
        (*places[place[1]], *place[2:]): line
        for place, line in file.lines.items()
        if len(place) > 1 and place[0] == ADD and place[1] in places
    }


def _same_twice(read: Iterable[tuple[FrameworkFile, FrameworkContent]]) -> Iterator[Fault]:
    versions: set[tuple[str, int]] = set()
    codes: set[str] = set()
    for file, framework in read:
        if (framework.slug, framework.version) in versions:
            words = f"Version {framework.version} of “{framework.slug}” stands in another file already."
            yield file.fault(("version",), words)
        if framework.code in codes:
            yield file.fault(("code",), f"“{framework.code}” is the code of another framework already.")
        versions.add((framework.slug, framework.version))
        codes.add(framework.code)


def _words_in(values: Any) -> Iterator[str]:
    """Every text, and every word before a value."""
    if isinstance(values, dict):
        for key, value in values.items():
            yield key
            yield from _words_in(value)
    elif isinstance(values, list):
        for value in values:
            yield from _words_in(value)
    elif isinstance(values, str):
        yield values


def _inside(values: Any, step: str | int) -> Any:
    if isinstance(values, list) and isinstance(step, int) and step < len(values):
        return values[step]
    return values.get(step) if isinstance(values, dict) else None


def _name_of(item: Any) -> str:
    if not isinstance(item, dict):
        return ""
    found = item.get("code") or item.get("key") or ""
    return found if isinstance(found, str) else ""
