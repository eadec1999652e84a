"""Charts as SVG: percentages for the width so that they fit any screen, classes for the colours, and never a style="".

Nothing here is for the eye alone: every chart comes with its numbers, to be shown as a table beside it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from .shapes import (
    ROW,
    TOP,
    Day,
    KeyDate,
    Scale,
    Span,
    hatch_pattern,
    in_words,
    key_date_mark,
    months,
    pause_shade,
    phase_bar,
    phase_name,
    state_of,
    text,
    today_line,
)

__all__ = ["Bar", "Day", "KeyDate", "PhasePicture", "Span", "bar_rows", "phase_timeline"]


@dataclass(frozen=True)
class Row:
    name: str
    starts_on: Day
    ends_on: Day | None


@dataclass(frozen=True)
class LegendEntry:
    sample: SafeString
    text: str


@dataclass(frozen=True)
class PhasePicture:
    """What components/phase_timeline.html shows."""

    svg: SafeString
    summary: str
    legend: Sequence[LegendEntry]
    rows: Sequence[Row]


@dataclass(frozen=True)
class Bar:
    label: str
    text: str
    is_mine: bool
    svg: SafeString


def phase_timeline(
    phases: Sequence[Span], key_dates: Sequence[KeyDate], pauses: Sequence[Span], today: Day, *, name: str = "phases"
) -> PhasePicture:
    """Draw phases as bars on one scale of days, key dates as numbered marks, pauses hatched, today as a line.

    `name` keeps the ids apart when a page holds two pictures. With no phase there is no picture.
    """
    if not phases:
        return PhasePicture(SafeString(""), _("No dates have been set yet."), (), ())
    dates = sorted(key_dates, key=lambda each: each.on)
    scale = Scale.covering([*phases, *pauses], dates)
    height = TOP + ROW * len(phases) + (36 if dates else 8)
    summary = _summary(phases, today)
    drawn = [
        hatch_pattern(name),
        *months(scale, height),
        *(phase_bar(scale, index, phase, today) for index, phase in enumerate(phases)),
        *(pause_shade(scale, pause, height, name) for pause in pauses),
        *today_line(scale, today, height),
        *(key_date_mark(scale, number, each, height) for number, each in enumerate(dates, 1)),
        *(phase_name(index, phase, today) for index, phase in enumerate(phases)),
    ]
    svg = _svg("".join(drawn), height, name, title=_("Phases and key dates"), description=summary)
    return PhasePicture(
        svg, summary, _legend(dates, pauses, today if scale.holds(today) else None, name), _rows(phases, dates, pauses)
    )


def bar_rows(counts: Iterable[tuple[str, float]], *, mine: str = "", unit: str = "", top: float = 0) -> list[Bar]:
    """Turn (label, number) pairs into rows with a bar each, all on one scale; `mine` names the reader's own.

    The scale ends at the highest number, or at `top` where that is higher.
    """
    pairs = list(counts)
    most = max((top, *(number for _label, number in pairs))) or 1
    return [
        Bar(str(label), f"{number:g}{unit}", bool(mine) and label == mine, _cell_bar(number / most, label == mine))
        for label, number in pairs
    ]


def _svg(body: str, height: int, name: str, *, title: str, description: str) -> SafeString:
    key = escape(name)
    html = (
        f'<svg class="app-chart" xmlns="http://www.w3.org/2000/svg" width="100%" height="{height}" role="img" '
        f'aria-labelledby="{key}-title {key}-text"><title id="{key}-title">{escape(title)}</title>'
        f'<desc id="{key}-text">{escape(description)}</desc>{body}</svg>'
    )
    return mark_safe(html)  # noqa: S308 - made of numbers and of words that went through escape()


def _summary(phases: Sequence[Span], today: Day) -> str:
    now = [phase for phase in phases if state_of(phase, today) == "now"]
    ahead = sorted((phase for phase in phases if state_of(phase, today) == "ahead"), key=lambda each: each.starts_on)
    if now:
        return _("Now: %(phase)s, until %(day)s.") % {"phase": now[0].name, "day": in_words(now[0].ends_on)}
    if ahead:
        return _("Next: %(phase)s, from %(day)s.") % {"phase": ahead[0].name, "day": in_words(ahead[0].starts_on)}
    return _("All phases have ended.")


def _legend(dates: Sequence[KeyDate], pauses: Sequence[Span], today: Day | None, name: str) -> list[LegendEntry]:
    entries = [
        LegendEntry(_sample('<rect class="app-chart__bar app-chart__bar--past" {}/>'), _("Done")),
        LegendEntry(_sample('<rect class="app-chart__bar app-chart__bar--now" {}/>'), _("Now")),
        LegendEntry(_sample('<rect class="app-chart__bar app-chart__bar--ahead" {}/>'), _("To come")),
    ]
    if pauses:
        fill = f'<rect fill="url(#{escape(name)}-hatch)" {{}}/>'
        entries.append(LegendEntry(_sample(fill), _("Paused")))
    if today:
        line = '<line class="app-chart__today" x1="12" x2="12" y1="0" y2="20"/>'
        entries.append(LegendEntry(_sample(line), _("Today, %(day)s") % {"day": in_words(today)}))
    for number, each in enumerate(dates, 1):
        mark = f'<circle class="app-chart__mark" cx="12" cy="12" r="11"/>{text("12", 17, number, anchor="middle")}'
        entries.append(LegendEntry(_sample(mark, height=24), f"{each.name}, {in_words(each.on)}"))
    return entries


def _sample(shape: str, height: int = 20) -> SafeString:
    drawn = shape.format('x="1" y="2" width="22" height="16"')
    html = f'<svg width="24" height="{height}" aria-hidden="true" focusable="false">{drawn}</svg>'
    return mark_safe(html)  # noqa: S308 - our own shapes; the only word in them, the picture's name, went through escape()


def _rows(phases: Sequence[Span], dates: Sequence[KeyDate], pauses: Sequence[Span]) -> list[Row]:
    spans = [Row(span.name, span.starts_on, span.ends_on) for span in [*phases, *pauses]]
    return sorted([*spans, *(Row(each.name, each.on, None) for each in dates)], key=lambda row: row.starts_on)


def _cell_bar(share: float, is_mine: bool) -> SafeString:
    css = "app-chart__bar app-chart__bar--mine" if is_mine else "app-chart__bar"
    return format_html(
        '<svg class="app-cell" width="100%" height="24" aria-hidden="true" focusable="false">'
        '<rect class="{}" x="0" y="3" height="18" width="{}%"/></svg>',
        css,
        f"{max(0.5, 100 * share) if share else 0:.1f}",
    )
