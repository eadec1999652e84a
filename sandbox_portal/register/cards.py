"""A service as lists show it: a card in words, so that the page of a list only writes them down."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.utils.translation import gettext as _

from sandbox_portal.casework.moments import day_in_words
from sandbox_portal.casework.working_days import day_in_london

from .models import Service
from .queries import StatusShown, kind_label


@dataclass(frozen=True)
class StatusLine:
    """What a service is in one scheme, and since when; `parts` are the areas of a rating with what each of them is."""

    label: str
    words: str
    colour: str
    since: str
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Card:
    """One service of a list."""

    service: Service
    about: str
    where: str
    trial: str
    closed: str
    lines: tuple[StatusLine, ...]


def card_of(service: Service, statuses: Iterable[StatusShown], *, trial_round: str, nearness: str) -> Card:
    """The card of a service. `nearness` says how near one is that was found by postcode."""
    about, run_by = kind_label(service.kind), service.organisation_name
    if run_by != service.name:
        about = f"{about}, {_('run by %(name)s') % {'name': run_by}}"
    where = ", ".join(each for each in (service.town, service.town and service.postcode) if each)
    return Card(
        service,
        about,
        f"{where} ({nearness})" if nearness else where,
        _("Registered under a trial service type of %(round)s.") % {"round": trial_round} if trial_round else "",
        _("This service closed on %(day)s.") % {"day": _day_of(service.closed_at)} if service.closed_at else "",
        status_lines(statuses),
    )


def _day_of(moment: datetime) -> str:
    return day_in_words(day_in_london(moment))


def status_lines(statuses: Iterable[StatusShown]) -> tuple[StatusLine, ...]:
    """One line for each scheme, in the order in which they come."""
    return tuple(_line(list(each)) for _scheme, each in groupby(statuses, key=lambda status: status.scheme))


def _line(statuses: list[StatusShown]) -> StatusLine:
    whole = next((each for each in statuses if not each.part), None)
    parts = tuple((each.label, each.status.label) for each in statuses if each.part)
    if whole is None:
        return StatusLine("", "", "", "", parts)
    since = _("since %(day)s") % {"day": day_in_words(whole.from_day)}
    return StatusLine(whole.label, whole.status.label, whole.status.colour, since, parts)
