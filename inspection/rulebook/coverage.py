"""Which statement has evidence of which category, and where it is still missing (R-373)."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """What one cell says; the word stands in it, so that no colour has to."""

    COVERED = "Covered"
    PLANNED = "Planned"
    GAP = "Gap"
    NOT_NEEDED = "Not needed"


@dataclass(frozen=True)
class Wanted:
    """A statement that is looked at, with the categories it must have evidence of."""

    key: str
    title: str
    area: str
    required: frozenset[str]


@dataclass(frozen=True)
class Use:
    """One item used for one statement."""

    item: int
    category: str
    statement: str


@dataclass(frozen=True)
class Cell:
    category: str
    items: int
    planned: int
    is_required: bool

    @property
    def state(self) -> State:
        if self.items:
            return State.COVERED
        if self.planned:
            return State.PLANNED
        return State.GAP if self.is_required else State.NOT_NEEDED


@dataclass(frozen=True)
class Row:
    statement: Wanted
    cells: tuple[Cell, ...]
    items: int


@dataclass(frozen=True)
class Matrix:
    """`items` counts every item once, however many statements it supports; `again` those that support several."""

    categories: tuple[str, ...]
    rows: tuple[Row, ...]
    items: int
    again: int

    @property
    def gaps(self) -> tuple[tuple[str, str], ...]:
        """Statement and category of every required cell that has nothing: not even something planned."""
        return self._cells_that_are(State.GAP)

    @property
    def missing(self) -> tuple[tuple[str, str], ...]:
        """Every required cell without evidence, planned or not."""
        wanting = {(row.statement.key, cell.category) for row in self.rows for cell in row.cells if cell.is_required}
        return tuple(each for each in (*self._cells_that_are(State.GAP), *self._planned()) if each in wanting)

    def _planned(self) -> tuple[tuple[str, str], ...]:
        return self._cells_that_are(State.PLANNED)

    def _cells_that_are(self, state: State) -> tuple[tuple[str, str], ...]:
        return tuple(
            (row.statement.key, cell.category) for row in self.rows for cell in row.cells if cell.state is state
        )


def matrix(
    statements: Iterable[Wanted],
    categories: Collection[str],
    uses: Collection[Use],
    planned: Collection[tuple[str, str]],
) -> Matrix:
    """Statements by categories. `planned` are pairs of statement and category that somebody still means to look for."""
    pairs = Counter((use.statement, use.category) for use in set(uses))
    still = Counter(planned)
    looked_at = list(statements)
    keys = {statement.key for statement in looked_at}
    inside = {use for use in uses if use.statement in keys}
    statements_of = Counter(item for item, _statement in {(use.item, use.statement) for use in inside})
    rows = tuple(
        Row(
            statement,
            tuple(
                Cell(name, pairs[statement.key, name], still[statement.key, name], name in statement.required)
                for name in categories
            ),
            len({use.item for use in inside if use.statement == statement.key}),
        )
        for statement in looked_at
    )
    return Matrix(tuple(categories), rows, len(statements_of), sum(1 for times in statements_of.values() if times > 1))
