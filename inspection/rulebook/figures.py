"""One figure of monitoring as evidence of what comes of care (R-376)."""

import hashlib
from dataclasses import dataclass

CATEGORY = "outcomes"


@dataclass(frozen=True, slots=True)
class Figure:
    """What was counted, when, how much, and who counted it; perhaps for statements of the framework, by their keys."""

    indicator: str
    period: str
    value: str
    source: str
    statements: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return f"{self.indicator}: {self.value}"

    @property
    def key(self) -> str:
        """The same indicator, period and source is the same figure, however it is written."""
        parts = "\n".join(" ".join(part.casefold().split()) for part in (self.indicator, self.period, self.source))
        return hashlib.sha256(parts.encode()).hexdigest()
