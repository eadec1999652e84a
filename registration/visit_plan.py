"""Words an inspector works with: what a visit looks at (R-276), what to ask (R-283), conditions to choose from."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path

from django.conf import settings
from pydantic import BaseModel, ConfigDict, TypeAdapter

from sandbox_portal.casework.content import FaultyContent
from sandbox_portal.casework.content_files import ContentFile, read_content_file, refuse_faults, shape, twice
from sandbox_portal.questions.reading import read_question_set

VISITS, CONDITIONS, PROMPTS = "site_visits.yaml", "conditions.yaml", "inspector_prompts.yaml"


class UsualVisit(BaseModel):
    """What a visit usually looks at, a line each."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    agenda: tuple[str, ...]


class StandardCondition(BaseModel):
    """A condition as it is usually worded; the inspector fills in what stands in square brackets."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str
    title: str
    words: str
    use: str


class Conditions(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    conditions: tuple[StandardCondition, ...]


class Prompt(BaseModel):
    """What may be asked on one key question, and the answers of the form it stands beside (R-283)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key_question: str
    ask: tuple[str, ...]
    answers: tuple[str, ...]
    evidence: str


class Prompts(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    form: str
    version: int
    prompts: tuple[Prompt, ...]


def prompt_for(key_question: str) -> Prompt | None:
    """What may be asked on this key question."""
    return next((each for each in _prompts(settings.CONTENT_ROOT) if each.key_question == key_question), None)


def usual_agenda() -> tuple[str, ...]:
    """What a visit usually looks at, as it is told to the organisation."""
    return _agenda(settings.CONTENT_ROOT)


def standard_conditions() -> Mapping[str, StandardCondition]:
    """The conditions to choose from, by their codes."""
    return {each.code: each for each in _conditions(settings.CONTENT_ROOT)}


def load_assessment_words(root: Path, at: datetime) -> str:
    """Check the three files; they are read where they lie."""
    files = [read_content_file(root / name, root=root) for name in (VISITS, CONDITIONS, PROMPTS)]
    agenda = shape(files[0], TypeAdapter(UsualVisit)).agenda
    conditions = shape(files[1], TypeAdapter(Conditions)).conditions
    asked = shape(files[2], TypeAdapter(Prompts))
    refuse_faults(twice(files[0], ("agenda",), agenda))
    refuse_faults(twice(files[1], ("conditions",), (each.code for each in conditions)))
    _refuse_prompts_of_no_form(files[2], asked, root)
    _agenda.cache_clear()
    _conditions.cache_clear()
    _prompts.cache_clear()
    count = len(asked.prompts)
    return f"assessment: {len(agenda)} things to see, {len(conditions)} conditions, {count} prompts checked"


def _refuse_prompts_of_no_form(file: ContentFile, prompts: Prompts, root: Path) -> None:
    """Prompts stand beside answers of one version of the form, so both must be there (R-283)."""
    form = root / "question_sets" / f"{prompts.form}-{prompts.version}.yaml"
    if not form.exists():
        raise FaultyContent([file.fault(("version",), f"There is no version {prompts.version} of “{prompts.form}”.")])
    _file, document = read_question_set(form, root=root)
    refuse_faults(
        file.fault(("prompts", index, "answers", place), f"“{key}” is no question of this version of the form.")
        for index, prompt in enumerate(prompts.prompts)
        for place, key in enumerate(prompt.answers)
        if key not in document.questions
    )


@cache
def _agenda(root: Path) -> tuple[str, ...]:
    return shape(read_content_file(root / VISITS, root=root), TypeAdapter(UsualVisit)).agenda


@cache
def _conditions(root: Path) -> tuple[StandardCondition, ...]:
    return shape(read_content_file(root / CONDITIONS, root=root), TypeAdapter(Conditions)).conditions


@cache
def _prompts(root: Path) -> tuple[Prompt, ...]:
    return shape(read_content_file(root / PROMPTS, root=root), TypeAdapter(Prompts)).prompts
