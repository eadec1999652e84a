"""How a field is drawn, where its type alone does not say it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.forms import BoundField


@dataclass(frozen=True)
class Look:
    """Said per field: `looks = {"reason": Look(heading=True, max_words=250)}` on a form, or `field.look = Look(…)`."""

    heading: bool = False  # the label or legend is the page's own heading (h1)
    size: str = ""  # of the label or legend: s, m, l, xl; a heading is l unless told
    classes: str = ""  # of the control, for example "govuk-input--width-10"
    max_words: int | None = None  # counts words, warns, never cuts
    rows: int | None = None
    prefix: str = ""
    suffix: str = ""
    hints: Mapping[str, str] = field(default_factory=dict)  # of a choice, by its value
    conditional: Mapping[str, str] = field(default_factory=dict)  # field shown when the choice is taken, by its value
    divider_before: str = ""  # value of the choice that stands after "or"
    exclusive: str = ""  # value of the tick box that unticks the others ("None of these")
    inline: bool = False
    small: bool = False
    mark_optional: bool = True  # add "(optional)" to the label when the field is not required
    hide_label: bool = False  # for search boxes and table cells: read out, not seen


def look_of(bound: BoundField) -> Look:
    said = getattr(bound.field, "look", None) or getattr(bound.form, "looks", {}).get(bound.name)
    look = said or getattr(bound.form, "usual_look", Look())
    return replace(look, heading=True) if getattr(bound.form, "question", "") == bound.name else look


def revealed_fields(form) -> set[str]:
    """Name the fields that are drawn inside a choice of another field, and so not by themselves."""
    return {name for bound in form for name in look_of(bound).conditional.values()}
