"""Two pictures for comparing: a dumbbell in each row of a table, and a radar for a handful of scales.

As with every chart here, the numbers stand beside the picture as text, colour is never alone (a hollow diamond, a
filled circle), nothing needs a script or an inline style, and a row of too few answers shows no numbers at all.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .shapes import text

FEWEST_ANSWERS = 5
MOST_NAMED = 5  # rows in the sentence above a chart; more of them are only counted
MARGIN = 4.0  # per cent left free at both ends of a scale, so that marks are whole
SIDE, CENTRE, RADIUS = 360, 180, 130  # of the radar, in units of its own picture
FEWEST_AXES, MOST_AXES = 3, 8


@dataclass(frozen=True)
class Pair:
    """One row: two values on one scale, and how many people answered each time (None: nobody was asked)."""

    label: str
    before: float
    after: float
    answers: tuple[int, int] | None = None

    @property
    def is_told(self) -> bool:
        return self.answers is None or min(self.answers) >= FEWEST_ANSWERS


@dataclass(frozen=True)
class Dumbbell:
    """What one row of components/dumbbell_table.html shows."""

    label: str
    before: str
    after: str
    answers: str
    change: str
    svg: SafeString


@dataclass(frozen=True)
class Axis:
    """One scale of a radar: a short name for the picture, and the whole name for the table."""

    code: str
    name: str
    top: float


@dataclass(frozen=True)
class RadarRow:
    code: str
    name: str
    top: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Radar:
    """What components/radar.html shows; `svg` is empty when there are too few or too many scales for one."""

    svg: SafeString
    summary: str
    series: tuple[tuple[SafeString, str], ...]
    rows: tuple[RadarRow, ...]


def dumbbell_rows(pairs: Iterable[Pair], *, lowest: float, highest: float, unit: str = "") -> list[Dumbbell]:
    """Draw each pair on the scale from lowest to highest; a pair of fewer than five answers is not told."""
    return [_dumbbell(pair, lowest, highest, unit) for pair in pairs]


def changes_in_words(pairs: Sequence[Pair]) -> str:
    """The sentence above a chart of before and after: “3 of 4 went up; “My visits are on time” went down.”"""
    told = [pair for pair in pairs if pair.is_told]
    if not told:
        return _("Too few people answered to show what changed.")
    up = sum(pair.after > pair.before for pair in told)
    parts = [_("%(up)s of %(all)s went up") % {"up": up, "all": len(told)}]
    down = [pair.label for pair in told if pair.after < pair.before]
    if len(down) > MOST_NAMED:
        parts.append(_("%(down)s went down") % {"down": len(down)})
    elif down:
        names = ", ".join(f"“{name}”" for name in down)
        parts.append(_("%(names)s went down") % {"names": names})
    return "; ".join(parts) + "."


def radar(axes: Sequence[Axis], series: Sequence[tuple[str, Sequence[float]]], *, name: str, title: str) -> Radar:
    """Draw one or two series, each with a value for every axis. `name` keeps ids apart on a page."""
    rows = tuple(
        RadarRow(axis.code, axis.name, f"{axis.top:g}", tuple(f"{values[index]:g}" for _series, values in series))
        for index, axis in enumerate(axes)
    )
    summary = ". ".join(_series_in_words(axes, label, values) for label, values in series) + "."
    if not FEWEST_AXES <= len(axes) <= MOST_AXES:
        return Radar(SafeString(""), summary, (), rows)
    body = "".join([*_web(axes), *(_area(axes, values, number) for number, (_label, values) in enumerate(series))])
    key = escape(name)
    html = (
        f'<svg class="app-chart app-chart--radar" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIDE} {SIDE}" '
        f'role="img" aria-labelledby="{key}-title {key}-text"><title id="{key}-title">{escape(title)}</title>'
        f'<desc id="{key}-text">{escape(summary)}</desc>{body}</svg>'
    )
    legend = tuple((_sample(number), label) for number, (label, _values) in enumerate(series))
    return Radar(mark_safe(html), summary, legend, rows)  # noqa: S308 - numbers, and words that went through escape()


def _dumbbell(pair: Pair, lowest: float, highest: float, unit: str) -> Dumbbell:
    if not pair.is_told:
        return Dumbbell(pair.label, "", "", _answers(pair), _("too few answers to show"), SafeString(""))
    left, right = (_share(value, lowest, highest) for value in (pair.before, pair.after))
    svg = format_html(
        '<svg class="app-cell" width="100%" height="32" aria-hidden="true" focusable="false">'
        '<line class="app-chart__grid" x1="{}%" x2="{}%" y1="16" y2="16"/>'
        '<line class="app-chart__reach" x1="{}%" x2="{}%" y1="16" y2="16"/>'
        '<svg x="{}%" y="16" overflow="visible"><path class="app-chart__diamond" d="M0 -9l9 9l-9 9l-9 -9z"/></svg>'
        '<circle class="app-chart__dot" cx="{}%" cy="16" r="8"/></svg>',
        f"{MARGIN:g}", f"{100 - MARGIN:g}", left, right, left, right,
    )  # fmt: skip
    return Dumbbell(
        pair.label, f"{pair.before:g}{unit}", f"{pair.after:g}{unit}", _answers(pair), _change(pair, unit), svg
    )


def _share(value: float, lowest: float, highest: float) -> str:
    return f"{MARGIN + (100 - 2 * MARGIN) * (value - lowest) / ((highest - lowest) or 1):.1f}"


def _answers(pair: Pair) -> str:
    if pair.answers is None:
        return ""
    return _("%(before)s before, %(after)s after") % {"before": pair.answers[0], "after": pair.answers[1]}


def _change(pair: Pair, unit: str) -> str:
    change = pair.after - pair.before
    if not change:
        return _("the same")
    amount = f"{abs(change):g}{unit}"
    return _("up by %(amount)s") % {"amount": amount} if change > 0 else _("down by %(amount)s") % {"amount": amount}


def _series_in_words(axes: Sequence[Axis], label: str, values: Sequence[float]) -> str:
    said = ", ".join(f"{axis.code} {value:g}" for axis, value in zip(axes, values, strict=True))
    return f"{label}: {said}"


def _point(index: int, count: int, share: float) -> tuple[float, float]:
    angle = -math.pi / 2 + 2 * math.pi * index / count
    return CENTRE + math.cos(angle) * RADIUS * share, CENTRE + math.sin(angle) * RADIUS * share


def _points(shares: Sequence[float]) -> str:
    corners = (_point(index, len(shares), share) for index, share in enumerate(shares))
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)


def _web(axes: Sequence[Axis]) -> Iterable[str]:
    count = len(axes)
    for share in (0.25, 0.5, 0.75, 1):
        yield f'<polygon class="app-chart__grid app-chart__grid--web" points="{_points([share] * count)}"/>'
    for index, axis in enumerate(axes):
        x, y = _point(index, count, 1)
        yield f'<line class="app-chart__grid" x1="{CENTRE}" y1="{CENTRE}" x2="{x:.1f}" y2="{y:.1f}"/>'
        x, y = _point(index, count, 1.18)
        yield text(f"{x:.1f}", y + 6, axis.code, anchor="middle", classes="app-chart__text--strong")


def _area(axes: Sequence[Axis], values: Sequence[float], number: int) -> str:
    shares = [value / (axis.top or 1) for axis, value in zip(axes, values, strict=True)]
    corners = [_point(index, len(shares), share) for index, share in enumerate(shares)]
    second = " app-chart__area--second" if number else ""
    marks = "".join(_mark(x, y, is_second=bool(number)) for x, y in corners)
    return f'<polygon class="app-chart__area{second}" points="{_points(shares)}"/>{marks}'


def _mark(x: float, y: float, *, is_second: bool) -> str:
    if is_second:
        return f'<path class="app-chart__diamond" d="M{x:.1f} {y - 8:.1f}l8 8l-8 8l-8 -8z"/>'
    return f'<circle class="app-chart__dot" cx="{x:.1f}" cy="{y:.1f}" r="7"/>'


def _sample(number: int) -> SafeString:
    shape = _mark(12, 12, is_second=bool(number))
    html = f'<svg width="24" height="24" aria-hidden="true" focusable="false">{shape}</svg>'
    return mark_safe(html)  # noqa: S308 - our own shapes, no words


def spread_in_words(pairs: Sequence[Pair], *, distance: float) -> str:
    """The sentence above a chart of lowest and highest scores: where people are far apart."""
    far = [pair.label for pair in pairs if pair.after - pair.before >= distance]
    if not far:
        return _("Nobody is far from the others.")
    names = ", ".join(far)
    return ngettext(
        "On 1 of %(all)s the scores are far apart: %(names)s.",
        "On %(far)s of %(all)s the scores are far apart: %(names)s.",
        len(far),
    ) % {"far": len(far), "all": len(pairs), "names": names}
