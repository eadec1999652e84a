"""Make rounds by walking the real steps from the real content files; only their numbers and days differ."""

import itertools
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from django.conf import settings

from programme.actions import (
    abandon_round,
    close_window,
    confirm_panel_member,
    create_round_from_content,
    open_window,
    pause_round,
    record_sign_off,
    set_chair,
    start_running,
)
from programme.choices import PanelGroup, RoundStage
from programme.models import PanelMember, PhaseActivity, Round
from programme.reading import read_rounds
from programme.round_file import CriteriaFile, RoundFile, Window
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now, travelled_to
from sandbox_portal.people.models import User
from tests.factories.people import make_staff
from tests.factories.worlds import World, builds

_numbers = itertools.count(100)
WINDOW = timedelta(days=30)
PATH = (RoundStage.PREPARING, RoundStage.OPEN, RoundStage.SIFTING, RoundStage.SIGNED_OFF, RoundStage.RUNNING)


@cache
def content_round(number: int = 4) -> tuple[RoundFile, CriteriaFile]:
    """A round of content/rounds/ with its criteria, as read from the files."""
    found = read_rounds(settings.CONTENT_ROOT, today=date(2026, 1, 1))
    return next((entry, criteria) for entry, criteria in found if entry.number == number)


def make_round(*, number: int | None = None, like: int = 4, opens: str = "today at 00:00", **changes: object) -> Round:
    """A round in preparation whose window opens today and lasts 30 days. `changes` are values of its content file."""
    entry, criteria = content_round(like)
    window = Window(opens=opens, closes=f"+{WINDOW.days} days at 17:00")
    number = number or next(_numbers)
    values = {"number": number, "title": f"Sandbox round {number}: small teams", "window": window, **changes}
    return create_round_from_content(replace(entry, **values), criteria=criteria, by=None, at=database_now())


def round_at(stage: RoundStage, *, lead: User | None = None, committee: User | None = None, **values: object) -> Round:
    """A round that really came to this stage. From SIFTING on its window closed some time ago."""
    if stage in {RoundStage.PREPARING, RoundStage.OPEN}:
        round_ = make_round(**values)
        return open_window(round_, by=None, at=database_now()) if stage == RoundStage.OPEN else round_
    with travelled_to(database_now() - WINDOW - timedelta(days=5)):
        round_ = open_window(make_round(**values), by=None, at=database_now())
    close_window(round_, by=None, at=database_now())
    lead = lead or make_staff(Role.PROGRAMME_LEAD)
    if stage == RoundStage.ABANDONED:
        return abandon_round(round_, reason="Too few people can take part.", by=lead, at=database_now())
    if stage in {RoundStage.SIGNED_OFF, RoundStage.RUNNING, RoundStage.PAUSED}:
        record_sign_off(round_, by=committee or make_staff(Role.COMMITTEE_MEMBER), at=database_now())
    if stage in {RoundStage.RUNNING, RoundStage.PAUSED}:
        start_running(round_, by=lead, at=database_now())
    if stage == RoundStage.PAUSED:
        pause_round(round_, reason="Staff are needed elsewhere.", what_stops="", by=lead, at=database_now())
        round_.refresh_from_db()
    return round_


def seat_panel(round_: Round, *, lead: User | None = None, chair: User | None = None) -> list[PanelMember]:
    """Fill every seat with a new panel member; the first seat is the chair's."""
    lead = lead or make_staff(Role.PROGRAMME_LEAD)
    seats = list(PanelMember.objects.filter(round=round_, user=None).order_by("position"))
    for seat in seats:
        user = chair if chair and seat is seats[0] else make_staff(Role.PANEL_MEMBER)
        confirm_panel_member(seat, user=user, reason="Seated for a test", by=lead, at=database_now())
    set_chair(seats[0], reason="Named for a test", by=lead, at=database_now())
    return seats


def seat_of_group(round_: Round, group: PanelGroup) -> PanelMember:
    """The first seat of a group."""
    return PanelMember.objects.filter(round=round_, group=group).order_by("position")[0]


@builds(place=20)
def build(world: World) -> None:
    """An open round with a full panel; the world's own panel member is its chair."""
    lead = world.people[Role.PROGRAMME_LEAD.value]
    round_ = round_at(RoundStage.OPEN, title=f"Sandbox round of world {world.letter}: small teams")
    seats = seat_panel(round_, lead=lead, chair=world.people[Role.PANEL_MEMBER.value])
    world.things["round"] = round_
    world.ids["round_slug"] = round_.slug
    world.ids["key_date_code"] = "workshop-1"
    world.ids["phase_number"] = 1
    world.ids["activity_id"] = PhaseActivity.objects.filter(phase__round=round_).order_by("position")[0].pk
    world.ids["seat_id"] = seats[-1].pk
