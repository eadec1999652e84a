"""What a wing's own rules find in answers, beside what the questions check themselves. True on paper."""

from dataclasses import dataclass
from enum import StrEnum


class Weight(StrEnum):
    """An error stops the form, a warning must be read before it goes, and information is for staff only."""

    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"


@dataclass(frozen=True)
class Finding:
    """One thing a rule found: its code, what is wrong, what to do, and the question where it is put right.

    `is_missing` says that something is still to come, not that something is wrong. `place` names a page of the wing
    that puts it right where no question does; the wing gives it an address, in `address`.
    """

    rule: str
    weight: Weight
    message: str
    what_to_do: str = ""
    question: str = ""
    is_missing: bool = False
    place: str = ""
    address: str = ""

    @property
    def is_error(self) -> bool:
        return self.weight is Weight.ERROR

    @property
    def is_elsewhere(self) -> bool:
        """No answer puts it right: a page of the wing does, and often somebody else."""
        return bool(self.place)

    @property
    def is_warning(self) -> bool:
        return self.weight is Weight.WARNING
