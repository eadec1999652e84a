"""Strict shapes for the cases of every kind, and pydantic's findings in plain sentences."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from sandbox_portal.recompute.problems import BadInputError, Problem, key_in_words, shown

LONGEST_TEXT = 500


class Shape(BaseModel):
    """Refuses keys it does not know and values of another type; nothing is converted."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


def wrong(words: str) -> PydanticCustomError:
    """Say what a value must be; its name goes in front and the value behind."""
    return PydanticCustomError("wrong", "{words}", {"words": words})


def several(sentences: Mapping[str, str]) -> PydanticCustomError:
    """Say whole sentences about several keys of one object at once."""
    return PydanticCustomError("several", "several", {"sentences": dict(sentences)})


def _text(value: Any) -> Any:
    if not isinstance(value, str) or not value.strip():
        raise wrong("must be some text")
    if len(value) > LONGEST_TEXT or not value.isprintable():
        raise wrong(f"must be printable text of at most {LONGEST_TEXT} characters")
    return value


def _day(value: Any) -> date:
    try:
        day = date.fromisoformat(value)
    except (TypeError, ValueError):
        day = None
    if day is None or day.isoformat() != value:
        raise wrong("must be a date such as 2026-12-14")
    return day


def _member(value: Any) -> Any:
    if type(value) is int:
        return value
    if not isinstance(value, str):
        raise wrong("must be a reference or a whole number")
    return _text(value)


Text = Annotated[str, BeforeValidator(_text)]
Day = Annotated[date, BeforeValidator(_day)]
Member = Annotated[Any, AfterValidator(_member)]
Count = Annotated[int, Field(ge=0)]


def checked(shape: type[BaseModel], case: object) -> Any:
    """Give the case in its shape, or refuse with one sentence for each thing that does not fit."""
    try:
        return shape.model_validate(case)
    except ValidationError as errors:
        found = errors.errors(include_url=False)
        raise BadInputError(problem for error in found for problem in _problems(error)) from errors


def _problems(error: ErrorDetails) -> Iterator[Problem]:
    place = error["loc"]
    if error["type"] == "several":
        for sentence in error["ctx"]["sentences"].values():
            yield Problem((*place, ""), sentence)
        return
    name = "The case" if not place else _name(place[-1])
    say = _SAYINGS.get(error["type"], lambda _: error["msg"])
    yield Problem(place, f"{name} {say(error)}.")


def _name(last: str | int) -> str:
    return f"item {last + 1}" if isinstance(last, int) else key_in_words(last)


def _must_be(words: str) -> Callable[[ErrorDetails], str]:
    return lambda error: f"must be {words}, not {shown(error['input'])}"


_SAYINGS: dict[str, Callable[[ErrorDetails], str]] = {
    "missing": lambda _: "is missing",
    "extra_forbidden": lambda _: "is not a key that this kind knows",
    "wrong": lambda error: f"{error['ctx']['words']}, not {shown(error['input'])}",
    "int_type": _must_be("a whole number"),
    "int_from_float": _must_be("a whole number"),
    "bool_type": _must_be("true or false"),
    "list_type": _must_be("a list"),
    "model_type": _must_be("an object"),
    "dict_type": _must_be("an object"),
    "greater_than_equal": lambda error: f"must be at least {error['ctx']['ge']}, not {shown(error['input'])}",
    "less_than_equal": lambda error: f"must be at most {error['ctx']['le']}, not {shown(error['input'])}",
    "too_long": lambda error: f"must hold at most {error['ctx']['max_length']} items",
    "literal_error": lambda error: f"must be {error['ctx']['expected']}, not {shown(error['input'])}",
}
