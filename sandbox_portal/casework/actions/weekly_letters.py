"""The weekly letter to staff: what waits for each of them (R-804)."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.urls import reverse

from sandbox_portal.people.models import User
from sandbox_portal.people.queries import current_grants
from sandbox_portal.people.queries.notices import unread_in_menu

from ..outbox import queue_mail
from ..queries import next_actions_of, stuck_for
from ..reminder_choices import DIGEST, address_to_switch_off, choice_of
from ..working_days import day_in_london

A_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Week:
    """What waits for somebody on a Monday morning."""

    waiting: int
    late: int
    due: int
    stuck: int
    unread: str

    @property
    def is_empty(self) -> bool:
        return not any(vars(self).values())


def send_weekly_letters(*, by: User | None, at: datetime) -> int:
    """Queue the letter of this week to everybody with a role who wants it and has something waiting; how many."""
    staff = User.objects.filter(pk__in=current_grants().values("user"), is_active=True).order_by("pk")
    return sum(_send(person, at) for person in staff)


def _week_of(person: User, at: datetime) -> Week:
    """Count what waits for one person: of the cases they see, so never more than they may know."""
    mine = next_actions_of(person)
    late, due = Q(due_at__lte=at), Q(due_at__gt=at, due_at__lte=at + A_WEEK)
    return Week(
        waiting=mine.count(),
        late=mine.filter(late).count(),
        due=mine.filter(due).count(),
        stuck=stuck_for(person).order_by().count(),
        unread=unread_in_menu(person),
    )


def _send(person: User, at: datetime) -> bool:
    choice = choice_of(person.email, DIGEST)
    week = _week_of(person, at)
    if choice.off_at is not None or week.is_empty:
        return False
    day = day_in_london(at).isocalendar()
    queue_mail(
        "casework/weekly_letter",
        to=person.email,
        key=f"weekly-letter-{person.pk}-{day.year}-{day.week}",
        context={
            "name": person.name,
            **asdict(week),
            "link": f"{settings.PORTAL_URL}{reverse('my-actions')}",
            "notices": f"{settings.PORTAL_URL}{reverse('notice-list')}",
        },
        unsubscribe=address_to_switch_off(choice),
    )
    return True
