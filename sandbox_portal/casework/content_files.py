"""Read a YAML content file so that every fault can name its line.

The files are plain: YAML 1.2 words (`yes` is a word, `true` is a truth), no anchors, no key twice.
"""

import difflib
import json
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from .content import Fault, FaultyContent

Step = str | int
Place = tuple[Step, ...]
Shape = TypeVar("Shape")

# The parser in C reads the same files ten times as fast; it is in every wheel, not in every build from source.
LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]*)\Z")
DECIMAL = re.compile(r"[-+]?[0-9]+\.[0-9]+\Z")
PLAIN_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass(frozen=True)
class ContentFile:
    """The values of one file, and the line of each of them by its place: ("sections", 0, "title")."""

    name: str
    values: Any
    lines: dict[Place, int] = field(repr=False)

    def line_of(self, place: Place) -> int:
        """The line of the place, or of the nearest thing around it that is in the file."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def fault(self, place: Place, sentence: str, *, section: str = "") -> Fault:
        return Fault(self.name, self.line_of(place), sentence, section)


def read_content_file(path: Path, *, root: Path) -> ContentFile:
    """Read one file; FaultyContent when it is not plain YAML in UTF-8."""
    name = path.relative_to(root.parent).as_posix()
    try:
        text = path.read_text(encoding="utf-8")
        _refuse_anchors(text, name)
        node = yaml.compose(text, Loader=LOADER)
    except UnicodeDecodeError:
        raise FaultyContent([Fault(name, 1, "This file is not saved as UTF-8 text.")]) from None
    except yaml.YAMLError as error:
        raise FaultyContent([_unreadable(name, error)]) from None
    lines: dict[Place, int] = {}
    faults: list[Fault] = []
    values = _value(node, (), lines, faults, name)
    if faults:
        raise FaultyContent(faults)
    return ContentFile(name, values, lines)


def shape(file: ContentFile, adapter: TypeAdapter[Shape], *, keys: Collection[str] = ()) -> Shape:
    """Give the values the shape of a dataclass or model; FaultyContent tells every place that does not fit.

    `keys` are the words such files know, so that a misspelt one can be told what was meant.
    """
    try:
        return adapter.validate_json(json.dumps(file.values), strict=True)
    except ValidationError as error:
        raise FaultyContent(_misfit(file, fault, keys) for fault in error.errors()) from None


def twice(file: ContentFile, part: Place, codes: Iterable[str], *, key: str = "code") -> Iterator[Fault]:
    """A fault for each entry of a list whose code stands before it already."""
    seen: set[str] = set()
    for index, code in enumerate(codes):
        if code in seen:
            yield file.fault((*part, index, key), f"“{code}” is here twice. Keep one.")
        seen.add(code)


def refuse_faults(faults: Iterable[Fault]) -> None:
    """Load nothing when anything is wrong."""
    if found := list(faults):
        raise FaultyContent(found)


def first_difference(before: Any, after: Any, place: Place = ()) -> Place | None:
    """The first place where two contents differ, None when they are the same."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in [*after, *(key for key in before if key not in after)]:
            if key not in before or key not in after:
                return (*place, key)
            if (found := first_difference(before[key], after[key], (*place, key))) is not None:
                return found
        return None
    if isinstance(before, list) and isinstance(after, list):
        for index, (left, right) in enumerate(zip(before, after, strict=False)):
            if (found := first_difference(left, right, (*place, index))) is not None:
                return found
        return None if len(before) == len(after) else (*place, min(len(before), len(after)))
    return None if before == after and type(before) is type(after) else place


def _refuse_anchors(text: str, name: str) -> None:
    for event in yaml.parse(text, Loader=LOADER):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise FaultyContent([Fault(name, line, "Anchors (& and *) are not used here: write the words again.")])


def _unreadable(name: str, error: yaml.YAMLError) -> Fault:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or "a character that cannot be read"
    return Fault(name, mark.line + 1 if mark else 1, f"This is not YAML: {problem}.")


def _value(node: yaml.Node | None, place: Place, lines: dict[Place, int], faults: list[Fault], name: str) -> Any:
    if node is None:
        return None
    lines.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return [_value(each, (*place, index), lines, faults, name) for index, each in enumerate(node.value)]
    values: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key, line = str(key_node.value), key_node.start_mark.line + 1
        if key in values:
            faults.append(Fault(name, line, f"“{key}” is here twice. Keep one."))
            continue
        lines[(*place, key)] = line
        values[key] = _value(value_node, (*place, key), lines, faults, name)
    return values


def _scalar(node: yaml.ScalarNode) -> Any:
    text: str = node.value
    if node.style in {"'", '"', "|", ">"}:
        return text
    if text in PLAIN_WORDS:
        return PLAIN_WORDS[text]
    if WHOLE.match(text):
        return int(text)
    return float(text) if DECIMAL.match(text) else text


def _misfit(file: ContentFile, error: Any, keys: Collection[str]) -> Fault:
    place: Place = tuple(error["loc"])
    key = str(place[-1]) if place else "the file"
    sentence = _SENTENCES.get(error["type"], "“{key}” does not fit: {message}.").format(
        key=key, expected=error.get("ctx", {}).get("expected", ""), given=error["input"], message=error["msg"]
    )
    if error["type"] in {"unexpected_keyword_argument", "extra_forbidden"}:
        sentence += _meant(key, keys)
    return file.fault(place, sentence)


def _meant(key: str, keys: Collection[str]) -> str:
    near = difflib.get_close_matches(key, keys, n=1)
    return f" Did you mean “{near[0]}”?" if near else ""


_MISSING = "“{key}” is missing."
_UNKNOWN = "“{key}” is not a word that can stand here."
_NOT_IN_LIST = "“{given}” is not one of the words for “{key}”. Use {expected}."
_SENTENCES = {
    "missing": _MISSING,
    "missing_argument": _MISSING,
    "unexpected_keyword_argument": _UNKNOWN,
    "extra_forbidden": _UNKNOWN,
    "enum": _NOT_IN_LIST,
    "literal_error": _NOT_IN_LIST,
    "string_type": "“{key}” must be words. Put them in quotes if they look like a number.",
    "bool_type": "“{key}” must be true or false.",
    "int_type": "“{key}” must be a whole number.",
    "int_from_float": "“{key}” must be a whole number.",
    "float_type": "“{key}” must be a number.",
    "tuple_type": "“{key}” must be a list.",
    "list_type": "“{key}” must be a list.",
    "dict_type": "“{key}” must hold words with values.",
    "dataclass_type": "“{key}” must hold words with values.",
    "model_type": "“{key}” must hold words with values.",
    "date_from_datetime_parsing": "“{given}” is not a date. Write it as 2026-09-12.",
    "date_parsing": "“{given}” is not a date. Write it as 2026-09-12.",
    "datetime_parsing": "“{given}” is not a date and time. Write it as 2026-09-12T17:00.",
    "datetime_from_date_parsing": "“{given}” is not a date and time. Write it as 2026-09-12T17:00.",
}
