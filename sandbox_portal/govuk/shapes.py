"""The shapes of the phase picture, as strings: percentages across, pixels down. Every word goes through escape()."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import escape

Day = datetime.date

ROW, TOP, BAR = 58, 34, 22  # heights in pixels: one phase with its name, the scale above, the bar
MOST_TICKS = 4


@dataclass(frozen=True)
class Span:
    """A phase or a pause. The last day belongs to it."""

    name: str
    starts_on: Day
    ends_on: Day


@dataclass(frozen=True)
class KeyDate:
    name: str
    on: Day


@dataclass(frozen=True)
class Scale:
    first: Day
    days: int

    @classmethod
    def covering(cls, spans: Sequence[Span], dates: Sequence[KeyDate]) -> "Scale":
        first = min([*(span.starts_on for span in spans), *(each.on for each in dates)])
        last = max([*(span.ends_on for span in spans), *(each.on for each in dates)])
        return cls(first, (last - first).days + 1)

    def start_of(self, day: Day) -> float:
        """Say where the day begins, in per cent of the width."""
        return 100 * (day - self.first).days / self.days

    def end_of(self, day: Day) -> float:
        return self.start_of(day + datetime.timedelta(days=1))

    def holds(self, day: Day) -> bool:
        return 0 <= (day - self.first).days < self.days


def text(x: str, y: float, words: object, *, classes: str = "", anchor: str = "start") -> str:
    css = f"app-chart__text {classes}".strip()
    return f'<text class="{css}" x="{x}" y="{y:g}" text-anchor="{anchor}">{escape(words)}</text>'


def line(x: float, top: float, bottom: float, css: str, extra: str = "") -> str:
    return f'<line class="{css}" x1="{x:.2f}%" x2="{x:.2f}%" y1="{top:g}" y2="{bottom:g}"{extra}/>'


def box(left: float, right: float, top: float, height: float, css: str, extra: str = "") -> str:
    width = max(right - left, 0.4)
    return f'<rect class="{css}" x="{left:.2f}%" y="{top:g}" width="{width:.2f}%" height="{height:g}"{extra}/>'


def hatch_pattern(name: str) -> str:
    return (
        f'<defs><pattern id="{escape(name)}-hatch" width="8" height="8" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><line class="app-chart__hatch" x1="0" y1="0" x2="0" y2="8"/></pattern></defs>'
    )


def months(scale: Scale, height: int) -> list[str]:
    """Mark the starts of months, as many of them named as a phone has room for."""
    starts = [day for day in days_of(scale) if day.day == 1]
    step = max(1, -(-len(starts) // MOST_TICKS))
    drawn = []
    for index, day in enumerate(starts):
        drawn.append(line(scale.start_of(day), TOP - 8, height, "app-chart__grid"))
        if index % step == 0 and scale.start_of(day) < 82:
            drawn.append(text(f"{scale.start_of(day):.2f}%", 16, f"{day:%b %Y}", classes="app-chart__text--quiet"))
    return drawn


def days_of(scale: Scale) -> Iterable[Day]:
    return (scale.first + datetime.timedelta(days=number) for number in range(scale.days))


def state_of(phase: Span, today: Day) -> str:
    if phase.ends_on < today:
        return "past"
    return "ahead" if phase.starts_on > today else "now"


def phase_bar(scale: Scale, index: int, phase: Span, today: Day) -> str:
    top = TOP + ROW * index + 26
    left, right = scale.start_of(phase.starts_on), scale.end_of(phase.ends_on)
    css = f"app-chart__bar app-chart__bar--{state_of(phase, today)}"
    return box(0, 100, top, BAR, "app-chart__track") + box(left, right, top, BAR, css, ' rx="2"')


def phase_name(index: int, phase: Span, today: Day) -> str:
    """Write the name at the left edge, above its bar: there it has room on any screen."""
    strong = " app-chart__text--strong" if state_of(phase, today) == "now" else ""
    return text("0", TOP + ROW * index + 18, phase.name, classes=f"app-chart__text--halo{strong}")


def pause_shade(scale: Scale, pause: Span, height: int, name: str) -> str:
    left, right = scale.start_of(pause.starts_on), scale.end_of(pause.ends_on)
    words = f"<title>{escape(pause.name)}</title>"
    veil = box(left, right, TOP, height - TOP, "app-chart__pause")
    hatch = box(left, right, TOP, height - TOP, "", f' fill="url(#{escape(name)}-hatch)"')
    return f"<g>{words}{veil}{hatch}</g>"


def today_line(scale: Scale, today: Day, height: int) -> list[str]:
    if not scale.holds(today):
        return []
    return [line((scale.start_of(today) + scale.end_of(today)) / 2, TOP - 8, height, "app-chart__today")]


def key_date_mark(scale: Scale, number: int, each: KeyDate, height: int) -> str:
    x = (scale.start_of(each.on) + scale.end_of(each.on)) / 2
    y = height - 18
    stem = line(x, TOP, y, "app-chart__grid", ' stroke-dasharray="4 4"')
    mark = f'<circle class="app-chart__mark" cx="{x:.2f}%" cy="{y:g}" r="12"/>'
    return f"<g><title>{escape(each.name)}</title>{stem}{mark}{text(f'{x:.2f}%', y + 5, number, anchor='middle')}</g>"


def in_words(day: Day) -> str:
    return f"{day.day} {day:%B %Y}"
