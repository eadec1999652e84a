"""Which assessments a person may see, and what of them.

| who                                              | that there is one  | its file: plan, visits, evidence         |
|--------------------------------------------------|--------------------|------------------------------------------|
| people of the organisation                       | once it is told    | never: a page of its own                 |
| inspector                                        | always             | in its team, after saying “no interest”  |
| inspection manager, auditor                      | always             | always                                   |
| programme lead, registration, analyst (A.3: V)   | always             | always, but nothing that is restricted   |
| anybody with a place in the organisation         | as its people      | never                                    |
| whoever declared an interest                     | that alone         | never                                    |
"""

from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from sandbox_portal.casework.looks import once_a_look, read_beside
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.prepared import rows_of
from sandbox_portal.people.choices import Role
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import holders_of, organisation_places, roles_of

from ..choices.assessments import AssessmentStage
from ..choices.frameworks import SubjectKind
from ..models import Assessment, InterestDeclared, TeamMember

KIND = "assessment"
INSPECTS = frozenset({Role.INSPECTOR, Role.INSPECTION_MANAGER})
READS_ALL = frozenset(
    {
        Role.INSPECTION_MANAGER,
        Role.AUDITOR,
        Role.PROGRAMME_LEAD,
        Role.REGISTRATION_INSPECTOR,
        Role.REGISTRATION_MANAGER,
        Role.MONITORING_ANALYST,
    }
)
READS_RESTRICTED = frozenset({Role.INSPECTION_MANAGER, Role.AUDITOR})
STAFF_READERS = READS_ALL | INSPECTS


def assessments_visible_to(user: User) -> QuerySet[Assessment]:
    """Assessments a member of staff may know of: every one but those of an organisation of their own."""
    found = Assessment.objects.select_related("case", "organisation", "service", "framework", "lead")
    if not STAFF_READERS & roles_of(user):
        return found.none()
    return found.exclude(organisation__in=organisation_places(user))


def own_assessments(user: User) -> QuerySet[Assessment]:
    """Assessments of the person's organisations, from the moment they were told."""
    found = Assessment.objects.select_related("case", "organisation", "service", "framework", "lead")
    return found.filter(organisation__in=organisation_places(user), told_at__isnull=False)


def assessment_files_visible_to(user: User) -> QuerySet[Assessment]:
    """Assessments whose file the person may read (table above)."""
    return assessments_visible_to(user).filter(_reads_file(user))


def assessment_cases_of(user: User) -> Q:
    """As a condition on cases, which lists use: one's own, those whose file one reads, and those one is asked to join.

    Whoever declared an interest meets the case in no list.
    """
    own = Q(organisation__in=organisation_places(user), assessment__told_at__isnull=False)
    if not STAFF_READERS & roles_of(user):
        return own
    seat = TeamMember.objects.filter(person=user, assessment=OuterRef("pk"), left_at=None)
    seen = Q() if READS_ALL & roles_of(user) else Q(Exists(seat))
    return own | seen & ~_has_interest(user) & ~Q(organisation__in=organisation_places(user))


def file_cases_of(user: User) -> Q:
    """Condition on cases: those of one's own organisation, and those whose file one reads."""
    own = Q(organisation__in=organisation_places(user))
    return own | _reads_file(user) & ~own if STAFF_READERS & roles_of(user) else own


def visit_cases_of(user: User) -> Q:
    """Condition on cases: assessments whose visits the person reads, which are those whose file they read."""
    if not STAFF_READERS & roles_of(user):
        return Q(pk__in=[])
    return _reads_file(user) & ~Q(organisation__in=organisation_places(user))


def _reads_file(user: User) -> Q:
    """On assessments and on cases alike, which share their key."""
    if READS_ALL & roles_of(user):
        return ~_has_interest(user)
    said = InterestDeclared.objects.filter(person=user, assessment=OuterRef("pk"))
    seat = TeamMember.objects.filter(person=user, assessment=OuterRef("pk"), left_at=None)
    return Q(Exists(seat)) & Q(Exists(said.filter(has_interest=False)))


def _has_interest(user: User) -> Q:
    return Q(Exists(InterestDeclared.objects.filter(person=user, assessment=OuterRef("pk"), has_interest=True)))


def reads_file(assessment: Assessment, user: User) -> bool:
    """The last column for one assessment the person may know of, by what was read of it already."""
    if is_tied(assessment, user):
        return False
    return bool(READS_ALL & roles_of(user)) or (is_in_team(assessment, user) and is_free(assessment, user))


def reads_restricted(user: User) -> bool:
    return bool(READS_RESTRICTED & roles_of(user))


def assessment_in(case: Case) -> Assessment:
    """The assessment whose case this is."""
    there = read_beside(Assessment, case)
    return there or Assessment.objects.select_related("case", "organisation", "service", "framework", "lead").get(
        pk=case.pk
    )


@once_a_look
def _places_of(assessment: Assessment) -> list[TeamMember]:
    """Every place in the team there was, in the order they came."""
    return rows_of(_places, None, assessment=assessment.pk)


def _places(assessment: UUID) -> QuerySet[TeamMember]:
    return TeamMember.objects.filter(assessment=assessment).select_related("person")


def team_of(assessment: Assessment) -> list[TeamMember]:
    """Who is in the team now, in the order they came."""
    return [each for each in _places_of(assessment) if each.left_at is None]


@once_a_look
def interests_of(assessment: Assessment) -> dict[Any, InterestDeclared]:
    """What was said about interests, by person."""
    return {each.person_id: each for each in rows_of(_interests, None, assessment=assessment.pk)}


def _interests(assessment: UUID) -> QuerySet[InterestDeclared]:
    return InterestDeclared.objects.filter(assessment=assessment).select_related("person")


def everybody_of(assessment: Assessment) -> frozenset[Any]:
    """The keys of all who are or were in the team."""
    return frozenset(each.person_id for each in _places_of(assessment))


def was_in_team(assessment: Assessment, user: User) -> bool:
    return user.pk in everybody_of(assessment)


def is_in_team(assessment: Assessment, user: User) -> bool:
    return any(each.person_id == user.pk for each in team_of(assessment))


def is_free(assessment: Assessment, user: User) -> bool:
    """Has said that nothing ties them to what is assessed, and has no place in its organisation."""
    said = interests_of(assessment).get(user.pk)
    return said is not None and not said.has_interest and assessment.organisation_id not in organisation_places(user)


def is_tied(assessment: Assessment, user: User) -> bool:
    """Has declared an interest, or has a place in the organisation."""
    said = interests_of(assessment).get(user.pk)
    return bool(said and said.has_interest) or assessment.organisation_id in organisation_places(user)


def inspectors_and_load(assessment: Assessment) -> list[tuple[User, int]]:
    """Inspectors who could join, each with how many open assessments they are in; nobody with a declared interest."""
    tied = InterestDeclared.objects.filter(assessment=assessment, has_interest=True).values("person")
    members = assessment.organisation.memberships.filter(ended_at=None).values("user")
    people = holders_of(Role.INSPECTOR).exclude(pk__in=tied).exclude(pk__in=members).order_by("name", "pk")
    seats = TeamMember.objects.filter(left_at=None, assessment__case__closed_at=None)
    load = dict(seats.values_list("person").annotate(Count("pk")))
    return [(person, load.get(person.pk, 0)) for person in people]


def find_assessments(
    found: QuerySet[Assessment],
    user: User,
    *,
    words: str = "",
    stage: str = "",
    framework: str = "",
    subject: str = "",
    mine: bool = False,
) -> QuerySet[Assessment]:
    """Those that match, the newest first."""
    if words:
        by_name = Q(organisation__name__istartswith=words) | Q(service__name__istartswith=words)
        found = found.filter(by_name | Q(case__reference__istartswith=words))
    if stage:
        found = found.filter(case__stage=stage)
    if framework:
        found = found.filter(framework__code=framework)
    if subject:
        found = found.filter(service__isnull=subject == SubjectKind.LOCAL_AUTHORITY)
    if mine:
        seat = TeamMember.objects.filter(person=user, assessment=OuterRef("pk"), left_at=None)
        found = found.filter(Exists(seat))
    return found.order_by("-case__opened_at", "-pk")


def is_open_to_evidence(assessment: Assessment) -> bool:
    return assessment.case.stage in {AssessmentStage.GATHERING, AssessmentStage.ON_SITE}
