"""Which sheets a section has: one for its questions, and one for each of its groups."""

from collections.abc import Iterator
from dataclasses import dataclass

from ..engine import Question, Section
from ..question_types import QuestionType
from .cells import fits_a_sheet

ANSWERS = "Answers"
BAD_IN_A_TITLE = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


@dataclass(frozen=True)
class Tab:
    """One sheet. Without a group its rows are questions; with one its columns are, and each row is one item."""

    title: str
    questions: tuple[Question, ...]
    group: Question | None = None

    @property
    def code(self) -> str:
        """What stands in the first cell, so that the sheet is known again whatever it is called."""
        return self.group.key if self.group else "code"


def tabs_of(section: Section) -> tuple[Tab, ...]:
    """The sheets of a section; none when nothing in it fits a cell."""
    return tuple(_tabs(section))


def _tabs(section: Section) -> Iterator[Tab]:
    alone = tuple(question for question in section.questions if fits_a_sheet(question))
    if alone:
        yield Tab(ANSWERS, alone)
    for group in section.questions:
        if group.type is QuestionType.GROUP:
            inside = tuple(question for question in group.questions if fits_a_sheet(question))
            if inside:
                yield Tab(group.name.translate(BAD_IN_A_TITLE)[:31].strip() or group.key[:31], inside, group)
