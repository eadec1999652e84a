"""The timeline, and how much of it each reader sees."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from sandbox_portal.people.models import Membership, User
from sandbox_portal.people.queries import organisation_places

from ..choices import ActorKind
from ..kinds import CaseKind, kind_of
from ..looks import once_a_look
from ..models import Case, Event

# What happens between an organisation and staff is shown to both, on every kind of case; never with its words.
SHOWN_TO_BOTH = frozenset(
    {
        "message sent to the organisation",
        "message sent by the organisation",
        "message taken back",
        "typing on behalf begun",
        "typing on behalf ended",
        "asked to confirm what was typed",
        "confirmed what was typed",
        "called wrong what was typed",
        "could not say whether what was typed is right",
        "more time asked for",
        "more time given",
        "more time refused",
        "question for more time taken back",
    }
)
# What these say was said to the organisation, or by it.
WORDS_FOR_BOTH = frozenset({"assistance", "more_time"})
# Sent by us, whoever did what they follow from.
OUR_PAPERS = frozenset({"letter sent", "receipt sent", "record sent", "certificate sent"})


@dataclass(frozen=True)
class Happening:
    """One line of a timeline as its reader may see it: never the event's data."""

    words: str
    at: datetime
    by: str
    note: str = ""
    moved_to: str = ""


def events_of(case: Case) -> QuerySet[Event]:
    """The timeline, oldest first, with the people who acted."""
    return Event.objects.filter(case=case).select_related("by").order_by("sequence")


@once_a_look
def events_read(case: Case) -> list[Event]:
    """The same, read once for all parts of a page that tell of it."""
    return list(events_of(case))


def timeline_of(case: Case, user: User) -> list[Happening]:
    """What this reader may know of the case's history, newest first.

    | Reader                     | Events                      | Note                         | Who        | Stage |
    |----------------------------|-----------------------------|------------------------------|------------|-------|
    | member of its organisation | in `shown_to_provider`      | in `notes_shown_to_provider` | own people | no    |
    | others who see the case    | all but `hidden_from`       | yes                          | by name    | yes   |
    """
    kind = kind_of(case)
    if case.organisation_id in organisation_places(user):
        told = events_of(case).filter(verb__in=kind.shown_to_provider | SHOWN_TO_BOTH)
        return _for_provider(kind, case, told.order_by("-sequence"))
    hidden = kind.hidden_from(case, user)
    in_words = kind.note_told(case, user)
    return [_for_staff(kind, event, in_words) for event in reversed(events_read(case)) if event.verb not in hidden]


def _for_provider(kind: CaseKind, case: Case, events: QuerySet[Event]) -> list[Happening]:
    own = Membership.objects.filter(user=OuterRef("by"), organisation=case.organisation_id)
    return [
        Happening(
            words=_sentence(event.verb),
            at=event.at,
            by=_actor(event) if _is_told_by_name(event) else kind.team,
            note=event.note if event.verb in kind.notes_shown_to_provider or WORDS_FOR_BOTH & event.data.keys() else "",
        )
        for event in events.annotate(is_by_own=Exists(own))
    ]


def _for_staff(kind: CaseKind, event: Event, in_words: Callable[[str], str]) -> Happening:
    moved_to = (
        kind.workflow.stage(event.to_stage).label if event.to_stage != event.from_stage and event.to_stage else ""
    )
    return Happening(_sentence(event.verb), event.at, _actor(event), in_words(event.note), moved_to)


def _is_told_by_name(event: Any) -> bool:
    """Its own people, and whoever typed for it: the organisation agreed to them by name. What we send is ours."""
    if event.verb in OUR_PAPERS:
        return False
    return event.by_id is None or event.is_by_own or "assistance" in event.data


def _actor(event: Event) -> str:
    if event.by is not None:
        whom = event.data.get("on_behalf_of")
        return _("%(name)s on behalf of %(whom)s") % {"name": event.by.name, "whom": whom} if whom else event.by.name
    return _("By the clock") if event.actor_kind == ActorKind.CLOCK else _("The holder of a link")


def _sentence(verb: str) -> str:
    words = verb.replace("_", " ").strip()
    return words[:1].upper() + words[1:]
