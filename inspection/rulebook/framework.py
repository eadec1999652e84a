"""What a version of a framework holds (R-350)."""

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9]+([-.][A-Za-z0-9]+)*$", max_length=40)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+$", max_length=60)]
StatementKey = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+\.[a-z0-9_]+$", max_length=120)]

CategoryKey = Literal["people", "staff", "partners", "observation", "processes", "outcomes"]
RatingWord = Literal["inadequate", "requires_improvement", "good", "outstanding"]
LimiterCode = Literal[
    "STATEMENT_1_IN_GOOD",
    "STATEMENT_1_OR_2_IN_OUTSTANDING",
    "BREACH",
    "WELL_LED_NO_MANAGER",
    "WELL_LED_CONDITION",
    "WELL_LED_NOTIFICATIONS",
    "WELL_LED_PIR",
]
Mode = Literal["evidence_category", "statement_direct", "key_question_judgement"]
Score = Annotated[int, Field(ge=1, le=4)]
Percent = Annotated[int, Field(ge=0, le=100)]
# The short codes of the categories are the same in every framework.
CATEGORY_CODES: dict[CategoryKey, str] = {
    "people": "PE",
    "staff": "SL",
    "partners": "FP",
    "observation": "OB",
    "processes": "PR",
    "outcomes": "OU",
}


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Law(Strict):
    """A place in the law; `confirmed` is false where somebody still has to look it up (R-361)."""

    title: Words
    confirmed: bool = True


class Guidance(Strict):
    """Something to read (R-363)."""

    title: Words
    publisher: Words
    year: Annotated[int, Field(ge=1900, le=2100)] | None = None
    address: str = ""


class SwitchedOff(Strict):
    """A kind of service for which a statement does not count, with the reason (R-357)."""

    service: Words
    reason: Words


class Characteristic(Strict):
    """What care of one rating looks like (R-425, R-427)."""

    rating: RatingWord
    says: tuple[Words, ...]


class Category(Strict):
    """A kind of evidence."""

    key: CategoryKey
    code: Code
    title: Words
    description: Words


class Statement(Strict):
    """One sentence of what good care looks like, with all that belongs to it (R-361 to R-363).

    `required` are the kinds of evidence that must be there; `required_for` says so for one kind of service.
    """

    key: StatementKey
    code: Code
    title: Words
    description: str = ""
    required: tuple[CategoryKey, ...]
    required_for: dict[str, tuple[CategoryKey, ...]] = {}
    switched_off: tuple[SwitchedOff, ...] = ()
    i_statements: tuple[Words, ...] = ()
    prompts: tuple[Words, ...] = ()
    best_practice: tuple[Words, ...] = ()
    evidence: dict[CategoryKey, tuple[Words, ...]] = {}
    law: tuple[Law, ...] = ()
    guidance: tuple[Guidance, ...] = ()
    characteristics: tuple[Characteristic, ...] = ()
    key_question: str = ""
    carries_over_to: tuple[StatementKey, ...] = ()
    tags: tuple[Key, ...] = ()

    @property
    def area_key(self) -> str:
        return self.key.partition(".")[0]

    def required_of(self, service: str = "") -> tuple[CategoryKey, ...]:
        """The kinds of evidence a statement must have, for this kind of service if it says so."""
        return self.required_for.get(service, self.required)

    def switched_off_for(self, service: str) -> SwitchedOff | None:
        return next((each for each in self.switched_off if each.service == service), None)


class Area(Strict):
    """A key question or a theme: several statements that are rated together."""

    key: Key
    code: Code
    title: Words
    description: str = ""
    statements: tuple[Statement, ...] = ()
    characteristics: tuple[Characteristic, ...] = ()


class Band(Strict):
    """From which to which whole percentage a score and its rating reach (R-380)."""

    lowest: Percent
    highest: Percent
    score: Score
    rating: RatingWord


class Publication(Strict):
    """What of a rating may be published (G.7). Scores of evidence never may."""

    area_ratings: bool
    area_percentages: bool
    overall_percentage: bool
    statement_scores: bool


class Tag(Strict):
    """A word that evidence of any statement may carry (R-364, R-428)."""

    key: Key
    title: Words


class FrameworkContent(Strict):
    """One version of a framework.

    `overall` says how the whole is rated: from the areas' ratings (R-385) or from the sum of all statements (R-386).
    """

    slug: Slug
    version: Annotated[int, Field(ge=1, le=9999)]
    code: Code
    title: Words
    summary: Words
    subject_kind: Literal["provider", "local_authority"]
    status: Literal["draft", "test", "live", "retired"]
    scoring_mode: Mode
    starts_on: date | None = None
    ends_on: date | None = None
    source: str = ""
    area_noun: Words
    overall: Literal["areas", "statements"]
    categories: tuple[Category, ...]
    bands: tuple[Band, ...]
    limiters: tuple[LimiterCode, ...]
    publication: Publication
    tags: tuple[Tag, ...] = ()
    areas: tuple[Area, ...]

    @cached_property
    def by_key(self) -> dict[str, Statement]:
        """Every statement by its key, in order."""
        return {each.key: each for each in self.statements()}

    def statements(self) -> Iterator[Statement]:
        for area in self.areas:
            yield from area.statements

    def statement(self, key_or_code: str) -> Statement | None:
        found = self.by_key.get(key_or_code)
        return found or next((each for each in self.statements() if each.code == key_or_code), None)

    def area(self, key_or_code: str) -> Area | None:
        return next((each for each in self.areas if key_or_code in (each.key, each.code)), None)

    def category(self, key_or_code: str) -> Category | None:
        return next((each for each in self.categories if key_or_code in (each.key, each.code)), None)
