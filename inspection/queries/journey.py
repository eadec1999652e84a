"""Where councils stand on their journey, what is proposed, and who reads which of it (R-420 to R-424).

| who                                                | level and moves       | proposals                    |
|----------------------------------------------------|-----------------------|------------------------------|
| people of the council                              | with their reasons    | once they were asked         |
| inspection manager, auditor, programme lead        | everything            | everything                   |
| the lead inspector of the assessment               | everything            | those of the assessment      |
| other staff who read assessments                   | everything            | those that were decided      |
| staff with a place in the council                  | as its people         | as its people                |
| anybody                                            | its plain words alone | never                        |

The plain words of a level are public once its last move says so.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from sandbox_portal.people.choices import Role
from sandbox_portal.people.models import Organisation, User
from sandbox_portal.people.queries import organisation_places, roles_of

from ..choices.improvement import Level
from ..models import Assessment, JourneyMove, JourneyProposal, SeriousRisk
from ..rulebook.journey import LEVELS, Words
from .assessments import STAFF_READERS, assessments_visible_to
from .councils import councils_visible_to

READS_PROPOSALS = frozenset({Role.INSPECTION_MANAGER, Role.AUDITOR, Role.PROGRAMME_LEAD})


def moves_visible_to(user: User) -> QuerySet[JourneyMove]:
    found = JourneyMove.objects.select_related("decided_by", "proposal__proposed_by", "proposal__voice_by")
    return found.filter(_reads(user))


def proposals_visible_to(user: User) -> QuerySet[JourneyProposal]:
    found = JourneyProposal.objects.select_related(
        "council", "assessment__case", "proposed_by", "voice_by", "decided_by"
    )
    own = Q(council__in=organisation_places(user), asked_at__isnull=False)
    if not STAFF_READERS & roles_of(user):
        return found.filter(own)
    known = Q() if READS_PROPOSALS & roles_of(user) else Q(decided_at__isnull=False) | Q(assessment__lead=user)
    return found.filter(own | ~Q(council__in=organisation_places(user)) & known)


def own_proposals(user: User) -> QuerySet[JourneyProposal]:
    """Those about the person's own councils which they were asked about."""
    return proposals_visible_to(user).filter(council__in=organisation_places(user))


def serious_risks_visible_to(user: User) -> QuerySet[SeriousRisk]:
    return SeriousRisk.objects.filter(assessment__in=assessments_visible_to(user).values("pk"))


def _reads(user: User) -> Q:
    own = Q(council__in=organisation_places(user))
    return Q() if STAFF_READERS & roles_of(user) else own


def councils_on_their_way(user: User) -> QuerySet[Organisation]:
    """Councils staff may read of here: every one but their own, each with its level, its agreed day and what waits."""
    if not STAFF_READERS & roles_of(user):
        return Organisation.objects.none()
    last = JourneyMove.objects.filter(council=OuterRef("pk")).order_by("-number")
    waiting = JourneyProposal.objects.filter(council=OuterRef("pk"), decided_at=None)
    found = councils_visible_to(user).exclude(pk__in=organisation_places(user))
    level: Any = Coalesce(Subquery(last.values("to_level")[:1]), Value(0), output_field=IntegerField())
    return found.annotate(
        level=level,
        since=Subquery(last.values("moved_on")[:1]),
        review_on=Subquery(last.values("review_on")[:1]),
        waits=Exists(waiting),
    ).order_by("name", "pk")


def find_councils(found: Any, *, words: str = "", level: str = "", state: str = "", today: date) -> Any:
    """Those of `councils_on_their_way` that match."""
    if words:
        found = found.filter(name__istartswith=words)
    if level.isdigit():
        found = found.filter(level=int(level))
    if state == "proposed":
        found = found.filter(waits=True)
    elif state == "overdue":
        found = found.filter(review_on__lt=today)
    return found


def moves_of(council_id: UUID, user: User) -> list[JourneyMove]:
    """Every move the person may read, the first one first."""
    return list(moves_visible_to(user).filter(council=council_id).order_by("number"))


def last_move_of(council_id: UUID) -> JourneyMove | None:
    return JourneyMove.objects.filter(council=council_id).order_by("-number").first()


def level_of(council_id: UUID) -> int:
    last = last_move_of(council_id)
    return last.to_level if last else Level.SELF_LED


def has_serious_risk(assessment: Assessment) -> bool:
    """True while a serious or lasting risk stands that was found in this assessment."""
    return SeriousRisk.objects.filter(assessment=assessment, lifted_at=None).exists()


@dataclass(frozen=True)
class PublicLevel:
    """All the public reads of a journey (R-424)."""

    council: str
    title: str
    plain: str


def public_level(council_id: UUID) -> PublicLevel | None:
    """The plain description of the level at which a council is, when that was to be public; nothing else of it."""
    last = JourneyMove.objects.filter(council=council_id).select_related("council").order_by("-number").first()
    if last is None or not last.is_public:
        return None
    return PublicLevel(last.council.name, Level(last.to_level).label, words_of(last.to_level).plain)


def words_of(level: int) -> Words:
    return LEVELS[level]


def newest_assessment_with_result(council_id: UUID) -> Assessment | None:
    """The newest assessment of a council whose scoring has ended, if there is one."""
    found = Assessment.objects.filter(organisation=council_id, service=None, results__isnull=False)
    return found.select_related("case", "organisation").order_by("-case__opened_at").first()
