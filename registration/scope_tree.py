"""What a tree of questions about registering holds (R-204)."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]+([-_][A-Za-z0-9]+)*$", max_length=40)]
Place = tuple[str | int, ...]

YES, NO, UNSURE = "yes", "no", "unsure"


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Coded(Strict):
    """Something that others name by its code."""

    code: Code


class Reference(Coded):
    """A place in the law."""

    title: Words
    says: Words
    address: Words


class Option(Coded):
    """One answer: it leads on (`go`), or it explains and the question is asked again."""

    label: Words
    hint: str = ""
    go: Code | None = None
    explain: str = ""
    because: str = ""
    doubtful: bool = False


class Indicator(Coded):
    """One thing somebody may do after the start; `counts` when it is an ongoing part in the care (R-203)."""

    counts: bool
    text: Words
    short: Words


class IndicatorList(Coded):
    items: tuple[Indicator, ...]


class IndicatorTest(Strict):
    """Where a list of indicators leads: any definite one, else any doubtful one, else none."""

    list: Code
    any: Code
    none: Code
    unsure: Code

    @property
    def ways(self) -> dict[str, str]:
        return {"any": self.any, "none": self.none, "unsure": self.unsure}


class Question(Coded):
    """One question: either with options or with a list of indicators."""

    title: Words
    short: Words
    help: tuple[Words, ...] = ()
    law: tuple[Code, ...] = ()
    options: tuple[Option, ...] = ()
    indicators: IndicatorTest | None = None

    def targets(self) -> list[tuple[Place, str]]:
        """Where it leads, with the place in the question that says so."""
        if self.indicators is not None:
            return [(("indicators", key), target) for key, target in self.indicators.ways.items()]
        return [(("options", number, "go"), each.go) for number, each in enumerate(self.options) if each.go]

    def option(self, code: object) -> Option | None:
        return next((each for each in self.options if each.code == code), None)


class NextStep(Strict):
    """Something to do now, with a page of the portal or an address elsewhere."""

    text: Words
    page: Literal["", "rounds", "register", "help"] = ""
    address: str = ""


class Gap(Strict):
    """Something people lose or gain, and where to get help with it (R-209)."""

    title: Words
    text: Words
    help: Words
    address: str = ""


class GapList(Coded):
    title: Words
    gaps: tuple[Gap, ...]


class Outcome(Coded):
    """An end of the path, with its reasons and what to do next."""

    kind: Literal["register", "exempt", "other", "outside", "advice"]
    headline: Words
    reasons: tuple[Words, ...] = ()
    law: tuple[Code, ...] = ()
    next: tuple[NextStep, ...] = ()
    gaps: str = ""
    shows_indicators: str = ""


class Tree(Coded):
    """One version of the questions."""

    version: int
    title: Words
    first: Code
    statement: Words
    caution: tuple[Words, ...]
    references: tuple[Reference, ...]
    gap_lists: tuple[GapList, ...] = ()
    indicator_lists: tuple[IndicatorList, ...] = ()
    questions: tuple[Question, ...]
    outcomes: tuple[Outcome, ...]

    def question(self, code: str) -> Question | None:
        return next((each for each in self.questions if each.code == code), None)

    def outcome(self, code: str) -> Outcome:
        return next(each for each in self.outcomes if each.code == code)

    def indicators(self, code: str) -> tuple[Indicator, ...]:
        return next(each.items for each in self.indicator_lists if each.code == code)

    def gaps(self, code: str) -> GapList | None:
        return next((each for each in self.gap_lists if each.code == code), None)

    def laws(self, codes: tuple[str, ...]) -> list[Reference]:
        return [each for each in self.references if each.code in codes]
