"""Partners of an application: who may be asked, how far that is, and what they say.

| who                                                      | that a partner was asked, and how far it is | the answer |
|----------------------------------------------------------|---------------------------------------------|------------|
| people of the organisation that applies                  | yes                                         | never      |
| whoever may read the application in their office         | yes                                         | yes        |
| anybody else, and whoever has an interest in it          | no                                          | no         |
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from programme.models import Round
from sandbox_portal.casework.models import OutboxEntry
from sandbox_portal.people.choices import LinkState
from sandbox_portal.people.clock import DatabaseNow
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import organisation_places, state_of
from sandbox_portal.questions import raw as read
from sandbox_portal.questions.expanding import item_key
from sandbox_portal.questions.queries import answers_of, response_of

from ..choices import ApplicationStage
from ..models import Application, Confirmation
from .applications import applications_visible_to

PARTNERS = "partners"
MAY_ASK = frozenset({ApplicationStage.DRAFT, ApplicationStage.SUBMITTED, ApplicationStage.ASKED_AGAIN})


@dataclass(frozen=True)
class Partner:
    """One organisation an application names."""

    item: str
    name: str
    part: str


@dataclass(frozen=True)
class PartnerRow:
    """A partner as the applicant sees it: how far the question is, and never its answer."""

    partner: Partner
    confirmation: Confirmation | None
    state: LinkState | None
    was_not_delivered: bool

    @property
    def is_waiting(self) -> bool:
        return self.state in {LinkState.SENT, LinkState.OPENED, LinkState.EXPIRED}


def partners_of(application: Application) -> list[Partner]:
    """The partners named in the answers, whether sent or not; those without a name are left out."""
    response = response_of(application.case)
    answers = answers_of(response) if response else {}
    found = [
        Partner(
            item,
            _text(answers.get(item_key(PARTNERS, item, "name")))[:200],
            _text(answers.get(item_key(PARTNERS, item, "part"))),
        )
        for item in read.items_in(answers.get(PARTNERS))
    ]
    return [partner for partner in found if partner.name]


def partner_rows(application: Application, *, at: datetime) -> list[PartnerRow]:
    """Every partner, and those who were asked before the applicant took them out."""
    asked = {each.item: each for each in in_force(application)}
    undelivered = _undelivered(list(asked.values()))
    named = {partner.item: partner for partner in partners_of(application)}
    gone = {item: Partner(item, each.partner, each.part) for item, each in asked.items() if item not in named}
    return [
        PartnerRow(
            partner=partner,
            confirmation=asked.get(item),
            state=state_of(asked[item].link, at) if item in asked else None,
            was_not_delivered=item in asked and letter_key(asked[item]) in undelivered,
        )
        for item, partner in (named | gone).items()
    ]


def in_force(application: Application) -> QuerySet[Confirmation]:
    """What was asked and not taken back, in the order of asking."""
    kept = Confirmation.objects.filter(application=application, taken_back_at=None)
    return kept.select_related("link__use").order_by("asked_at", "pk")


def confirmations_visible_to(user: User) -> QuerySet[Confirmation]:
    """Those whose answers the person may read (table above)."""
    read_in_office = applications_visible_to(user).exclude(organisation__in=organisation_places(user))
    kept = Confirmation.objects.filter(application__in=read_in_office.order_by().values("pk"), taken_back_at=None)
    return kept.select_related("link__use").order_by("asked_at", "pk")


def confirmation_of(subject: UUID) -> Confirmation | None:
    """What a link asks about, for the pages of its holder; None once it cannot be answered any more."""
    found = Confirmation.objects.filter(
        pk=subject,
        taken_back_at=None,
        application__case__stage__in=MAY_ASK,
        application__round__closes_at__gt=DatabaseNow(),
    )
    return found.select_related("application__organisation", "application__case", "application__round", "link").first()


def may_be_asked_now(application: Application) -> bool:
    """Partners are asked while the window is open, before and after sending, by the database's clock."""
    is_open = Round.objects.filter(pk=application.round_id, closes_at__gt=DatabaseNow(), opens_at__lte=DatabaseNow())
    return application.case.stage in MAY_ASK and is_open.exists()


def letter_key(confirmation: Confirmation) -> str:
    """The key in the outbox of the newest letter to this partner."""
    return f"confirmation:{confirmation.pk}:{confirmation.link.issue}"


def partners_waiting(confirmation_id: str) -> Iterator[Confirmation]:
    """Whom the reminder of one question is for: its partner, while it waits for an answer."""
    waiting = Confirmation.objects.filter(answered_at=None, declined_at=None, taken_back_at=None, pk=confirmation_id)
    yield from waiting.select_related("link")


def _text(raw: object) -> str:
    typed = read.typed_in(raw)
    return typed.strip() if isinstance(typed, str) else ""


def _undelivered(confirmations: list[Confirmation]) -> set[str]:
    keys = [letter_key(each) for each in confirmations]
    return set(OutboxEntry.objects.filter(key__in=keys, given_up_at__isnull=False).values_list("key", flat=True))
