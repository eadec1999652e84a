"""Turn changes of rows into what a page shows: names for tables, columns and people, before and after side by side."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import DateField, DateTimeField, Field, Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from sandbox_portal.casework.moments import day_in_words, in_words

from .choices import ActedAs
from .models import RowChange
from .queries import names_of

LONGEST = 300


@dataclass(frozen=True)
class Difference:
    """One column of one row."""

    column: str
    before: str
    after: str


@dataclass(frozen=True)
class ShownChange:
    """One change as a person reads it."""

    at: datetime
    what: str
    operation: str
    row_id: str
    who: str
    is_outside: bool
    reason: str
    reference: str
    case_id: UUID | None
    differences: tuple[Difference, ...]


def shown(changes: Sequence[RowChange]) -> list[ShownChange]:
    """All of a page, with one question for every name on it."""
    people = names_of(set(_people_in(changes)))
    return [_shown(change, people) for change in changes]


def table_names() -> dict[str, str]:
    """What a watched table is called, by the table's name."""
    return {model._meta.db_table: _name(model) for model in apps.get_models()}


def _name(model: type[Model]) -> str:
    return str(capfirst(str(model._meta.verbose_name)))


def _shown(change: RowChange, people: dict[str, str]) -> ShownChange:
    model = _models().get(change.table_name)
    before, after = change.before or {}, change.after or {}
    fields = {field.column: field for field in model._meta.concrete_fields} if model else {}
    differences = tuple(
        Difference(
            _column(fields.get(name), name),
            _value(before.get(name), fields.get(name), people),
            _value(after.get(name), fields.get(name), people),
        )
        for name in {**before, **after}
        if before.get(name) not in (None, "") or after.get(name) not in (None, "")
    )
    return ShownChange(
        at=change.at,
        what=_name(model) if model else change.table_name,
        operation=change.get_operation_display(),
        row_id=change.row_id,
        who=_who(change, people),
        is_outside=change.acted_as == ActedAs.OUTSIDE,
        reason=change.reason,
        reference=change.reference,
        case_id=change.case_id,
        differences=differences,
    )


def _who(change: RowChange, people: dict[str, str]) -> str:
    if change.by_id:
        return people.get(str(change.by_id), str(change.by_id))
    if change.acted_as == ActedAs.OUTSIDE:
        return f"{change.get_acted_as_display()}: {change.database_user}"
    return str(change.get_acted_as_display())


def _column(field: "Field[Any, Any] | None", name: str) -> str:
    return str(capfirst(field.verbose_name)) if field else name


def _value(value: Any, field: "Field[Any, Any] | None", people: dict[str, str]) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    choices = dict(field.flatchoices) if field is not None and field.flatchoices else {}
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    if isinstance(value, str | int):
        text = str(choices.get(value) or people.get(text) or _moment(text, field))
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _moment(text: str, field: "Field[Any, Any] | None") -> str:
    """A moment or a day as people say it; every other text as it is."""
    try:
        if isinstance(field, DateTimeField):
            return in_words(datetime.fromisoformat(text))
        return day_in_words(date.fromisoformat(text)) if isinstance(field, DateField) else text
    except ValueError:
        return text


def _people_in(changes: Sequence[RowChange]) -> list[UUID]:
    values = [value for change in changes for row in (change.before, change.after) for value in (row or {}).values()]
    found = [_as_id(value) for value in values if isinstance(value, str) and len(value) == 36]
    return [each for each in [*found, *(change.by_id for change in changes)] if each is not None]


def _as_id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _models() -> dict[str, type[Model]]:
    return {model._meta.db_table: model for model in apps.get_models()}
