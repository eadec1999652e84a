"""Objects from the rows of a question that was compiled before: what Django works out for each answer anew is known."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.models import QuerySet
from django.db.models.query import RelatedPopulator, get_related_populators
from django.db.models.sql.compiler import SQLCompiler


@dataclass(frozen=True)
class RowMaker:
    """Makes the objects of one compiled question, with those read beside them, as Django's own iteration does."""

    model: Any
    database: str
    names: tuple[str, ...]
    own: slice
    converters: Mapping[int, Any]
    beside: tuple[RelatedPopulator, ...]
    annotations: tuple[tuple[str, int], ...]

    def objects(self, rows: Iterable[Sequence[Any]]) -> list[Any]:
        if self.converters:
            rows = _converted(rows, self.converters, connections[self.database])
        return [self._object(row) for row in rows]

    def _object(self, row: Any) -> Any:
        made = self.model.from_db(self.database, self.names, row[self.own])
        for each in self.beside:
            each.populate(row, made)
        for name, place in self.annotations:
            setattr(made, name, row[place])
        return made


def row_maker_of(queryset: QuerySet[Any], compiler: SQLCompiler) -> RowMaker:
    """From a question without related objects that are known already, once its compiler has put it into words."""
    assert not queryset._known_related_objects, "A prepared question begins with a model, not with an object."  # type: ignore[attr-defined]
    select, info, columns = compiler.select, compiler.klass_info, compiler.col_count
    assert select is not None
    assert info is not None
    fields = info["select_fields"]
    own = slice(fields[0], fields[-1] + 1)
    return RowMaker(
        model=info["model"],
        database=queryset.db,
        names=tuple(each[0].target.attname for each in select[own]),
        own=own,
        converters=compiler.get_converters([each[0] for each in select[:columns]]),
        beside=tuple(get_related_populators(info, select, queryset.db)),  # type: ignore[call-arg]  # of a later Django
        annotations=tuple((compiler.annotation_col_map or {}).items()),
    )


def _converted(rows: Iterable[Any], converters: Mapping[int, Any], connection: Any) -> Iterable[list[Any]]:
    for row in map(list, rows):
        for place, (steps, expression) in converters.items():
            value = row[place]
            for step in steps:
                value = step(value, expression, connection)
            row[place] = value
        yield row
