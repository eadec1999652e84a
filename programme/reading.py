"""Read rounds and criteria from content/. Every fault names the file, the line and the section it is in."""

import itertools
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter

from sandbox_portal.casework.content import Fault, FaultyContent
from sandbox_portal.casework.content_files import ContentFile, Place, read_content_file, shape

from . import round_file
from .round_file import CriteriaFile, CriterionEntry, RoundFile, day_of, moment_of

Shape = TypeVar("Shape")
ROUND: TypeAdapter[RoundFile] = TypeAdapter(RoundFile)
CRITERIA: TypeAdapter[CriteriaFile] = TypeAdapter(CriteriaFile)
KEYS = {each.name for noun in vars(round_file).values() if is_dataclass(noun) for each in fields(noun)}


def read_rounds(root: Path, *, today: date) -> list[tuple[RoundFile, CriteriaFile]]:
    """Read every round with its criteria, in order of number; FaultyContent holds the faults of all files."""
    faults: list[Fault] = []
    templates = {path.stem: _collect(faults, read_criteria, path, root) for path in _files(root, "criteria")}
    rounds: dict[int, tuple[RoundFile, CriteriaFile]] = {}
    for path in _files(root, "rounds"):
        read = _collect(faults, read_round, path, root, today)
        if read is None:
            continue
        file, entry = read
        template = templates.get(entry.criteria)
        if entry.number in rounds:
            faults.append(file.fault(("number",), f"Another file is round {entry.number} already.", section="number"))
        elif template is not None:
            rounds[entry.number] = (entry, template)
        elif entry.criteria not in templates:
            sentence = f"There is no file content/criteria/{entry.criteria}.yaml."
            faults.append(file.fault(("criteria",), sentence, section="criteria"))
    if faults:
        raise FaultyContent(faults)
    return [rounds[number] for number in sorted(rounds)]


def read_round(path: Path, root: Path, today: date) -> tuple[ContentFile, RoundFile]:
    """Read one round; relative days count from `today`."""
    file, entry = _read(path, root, ROUND)
    _refuse(file, faults_of_round(file, entry, today=today))
    return file, entry


def read_criteria(path: Path, root: Path) -> CriteriaFile:
    """Read one template of criteria."""
    file, template = _read(path, root, CRITERIA)
    _refuse(file, faults_of_criteria(file, template))
    return template


def faults_of_round(file: ContentFile, entry: RoundFile, *, today: date) -> Iterator[Fault]:
    """What a shape alone cannot say: order of days, numbers that belong together, codes used twice."""
    if moment_of(entry.window.closes, today=today) <= moment_of(entry.window.opens, today=today):
        yield file.fault(("window", "closes"), "The window must close after it opens.")
    if entry.places.most < entry.places.fewest:
        yield file.fault(("places", "most"), "“most” must not be smaller than “fewest”.")
    for index, phase in enumerate(entry.phases):
        if day_of(phase.ends, today=today) < day_of(phase.starts, today=today):
            yield file.fault(("phases", index, "ends"), f"The phase “{phase.name}” must not end before it starts.")
    codes = [each.code for each in entry.key_dates]
    for index, code in enumerate(codes):
        if code in codes[:index]:
            yield file.fault(("key_dates", index, "code"), f"“{code}” is the code of another key date already.")
    if sum(seat.chair for seat in entry.panel.seats) > 1:
        yield file.fault(("panel", "seats"), "A panel has one chair.")


def faults_of_criteria(file: ContentFile, template: CriteriaFile) -> Iterator[Fault]:
    """Check each criterion, and that no code is used twice."""
    seen: set[str] = set()
    for step_index, step in enumerate(template.steps):
        for index, criterion in enumerate(step.criteria):
            place: Place = ("steps", step_index, "criteria", index)
            if criterion.code in seen:
                yield file.fault((*place, "code"), f"“{criterion.code}” is the code of another criterion already.")
            seen.add(criterion.code)
            yield from _faults_of_criterion(file, place, criterion)


def _faults_of_criterion(file: ContentFile, place: Place, criterion: CriterionEntry) -> Iterator[Fault]:
    scores = [mark.score for mark in criterion.scale]
    if len(scores) < 2:
        yield file.fault((*place, "scale"), "A scale has two scores or more.")
    for index, (score, following) in enumerate(itertools.pairwise(scores), 1):
        if following != score - 1:
            sentence = f"After {score} comes {score - 1}: write every score once, the highest first."
            yield file.fault((*place, "scale", index, "score"), sentence)
    if criterion.kind == "gate" and set(scores) != {0, 1}:
        yield file.fault((*place, "scale"), "A gate has two scores: 1 for pass and 0 for fail.")
    if criterion.kind == "gate" and criterion.fails_at is not None:
        yield file.fault((*place, "fails_at"), "A gate fails at 0 and says nothing more.")
    if criterion.fails_at is not None and criterion.fails_at not in scores:
        yield file.fault((*place, "fails_at"), f"“{criterion.fails_at}” is not a score of this criterion.")
    if (criterion.kind == "gate" or criterion.fails_at is not None) and criterion.effect is None:
        yield file.fault((*place, "code"), "Say with “effect” what happens to an application that fails here.")


def _files(root: Path, folder: str) -> list[Path]:
    return sorted((root / folder).glob("*.yaml"))


def _collect(faults: list[Fault], read, *arguments):  # type: ignore[no-untyped-def]
    try:
        return read(*arguments)
    except FaultyContent as faulty:
        faults += faulty.faults
        return None


def _read(path: Path, root: Path, adapter: TypeAdapter[Shape]) -> tuple[ContentFile, Shape]:
    file = read_content_file(path, root=root)
    try:
        return file, shape(file, adapter, keys=KEYS)
    except FaultyContent as faulty:
        raise FaultyContent(_with_sections(file, faulty.faults)) from None


def _refuse(file: ContentFile, found: Iterator[Fault]) -> None:
    faults = _with_sections(file, list(found))
    if faults:
        raise FaultyContent(faults)


def _with_sections(file: ContentFile, faults: list[Fault]) -> list[Fault]:
    """Name the top-level word each fault stands under."""
    starts = sorted((line, str(place[0])) for place, line in file.lines.items() if len(place) == 1)
    return [
        Fault(
            fault.file,
            fault.line,
            fault.sentence,
            next((name for line, name in reversed(starts) if line <= fault.line), ""),
        )
        for fault in faults
    ]
