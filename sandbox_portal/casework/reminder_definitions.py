"""The reminders as the regulator wrote them in content/reminders.yaml."""

import re
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

from django.conf import settings
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pydantic import BaseModel, ConfigDict, TypeAdapter, model_validator

from .content import Fault
from .content_files import ContentFile, read_content_file, refuse_faults, shape, twice

FILE = "reminders.yaml"
WORKING_DAYS = re.compile(r"-?[0-9]{1,3}wd")


class Definition(BaseModel):
    """One kind of reminder: who is told what, how many days before or after.

    `statutory` is the sentence that says why it cannot be switched off (R-801), empty when it can. `to` says whom the
    choice is offered: provider, staff, both (empty), or nobody but the holder of a link. Offsets are days, or all are
    working days, written -1wd.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str
    about: str
    audience: str
    offsets: tuple[int, ...]
    template: str
    pausable: bool
    active: bool
    statutory: str = ""
    to: Literal["", "provider", "staff", "link"] = ""
    in_working_days: bool = False

    @model_validator(mode="before")
    @classmethod
    def read_working_days(cls, said: Any) -> Any:
        """“[-1wd, 0wd, 1wd]” is [-1, 0, 1] in working days; days of both sorts in one reminder are refused."""
        offsets = said.get("offsets") if isinstance(said, dict) else None
        if not isinstance(offsets, list | tuple):
            return said
        if not any(isinstance(each, str) for each in offsets):
            return {**said, "offsets": tuple(offsets)}
        if not all(isinstance(each, str) and WORKING_DAYS.fullmatch(each) for each in offsets):
            raise ValueError("write all offsets as days (-1) or all of them as working days (-1wd)")
        days = tuple(int(each.removesuffix("wd")) for each in offsets)
        return {**said, "offsets": days, "in_working_days": True}

    @property
    def when(self) -> str:
        """On which days it goes out: “7 and 2 days before, on the day, 3 days after”."""
        before, after = [-each for each in self.offsets if each < 0], [each for each in self.offsets if each > 0]
        parts = (
            _("%s before") % self._days(before) if before else "",
            _("on the day") if 0 in self.offsets else "",
            _("%s after") % self._days(after) if after else "",
        )
        return ", ".join(filter(None, parts))

    def _days(self, numbers: list[int]) -> str:
        *first, last = map(str, numbers)
        listed = f"{', '.join(first)} and {last}" if first else last
        if self.in_working_days:
            return ngettext("%s working day", "%s working days", sum(numbers)) % listed
        return ngettext("%s day", "%s days", sum(numbers)) % listed


class Definitions(BaseModel):
    """The whole file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    reminders: tuple[Definition, ...]


def definition_of(code: str) -> Definition:
    """The reminder with this code; KeyError when content/reminders.yaml has none."""
    return _all(settings.CONTENT_ROOT)[code]


def all_definitions() -> dict[str, Definition]:
    """Every reminder by code, in the order of the file."""
    return _all(settings.CONTENT_ROOT)


def load_reminders(root: Path, at: datetime) -> str:
    """Check the file; it is read where it lies, so there is nothing to store."""
    definitions = read_definitions(root)
    _all.cache_clear()
    return f"reminders: {len(definitions)} checked"


def read_definitions(root: Path) -> dict[str, Definition]:
    """The reminders by code; FaultyContent with file and line of everything that is wrong."""
    file = read_content_file(root / FILE, root=root)
    definitions = shape(file, TypeAdapter(Definitions)).reminders
    refuse_faults(_faults(file, definitions))
    return {definition.code: definition for definition in definitions}


@cache
def _all(root: Path) -> dict[str, Definition]:
    return read_definitions(root)


def _faults(file: ContentFile, definitions: tuple[Definition, ...]) -> Iterator[Fault]:
    yield from twice(file, ("reminders",), [each.code for each in definitions])
    for index, each in enumerate(definitions):
        place = ("reminders", index)
        if not each.offsets or list(each.offsets) != sorted(set(each.offsets)):
            yield file.fault((*place, "offsets"), "The days must be given once each, from the earliest to the latest.")
        if not _exists(f"emails/{each.template}.txt"):
            yield file.fault((*place, "template"), f"There is no mail “{each.template}”.")


def _exists(template: str) -> bool:
    try:
        get_template(template)
    except TemplateDoesNotExist:
        return False
    return True
