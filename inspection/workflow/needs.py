"""What must be true first, each as one sentence or nothing."""

from ..models import Assessment, EvidenceItem
from ..queries.assessments import interests_of, is_free, team_of
from ..queries.scores import departures_of, given_of, unscored
from ..queries.visits import visits_of

MOST_NAMED = 6


def plan_is_complete(assessment: Assessment) -> str | None:
    if not assessment.statements:
        return "The plan does not say what is looked at yet."
    return None if assessment.starts_on else "The plan has no dates yet."


def team_is_ready(assessment: Assessment) -> str | None:
    if assessment.lead is None:
        return "No lead inspector is named yet."
    said = interests_of(assessment)
    waiting = [each.person.name for each in team_of(assessment) if each.person_id not in said]
    if waiting:
        subject = f"the {assessment.subject_word}"
        return f"Not everybody in the team has said whether anything ties them to {subject}: {', '.join(waiting)}."
    if not is_free(assessment, assessment.lead):
        return "The lead inspector has an interest. An inspection manager names somebody else."
    return None


def is_with_notice(assessment: Assessment) -> str | None:
    return None if assessment.is_announced else "The plan says that nobody is told before."


def is_without_notice(assessment: Assessment) -> str | None:
    return "The plan says that the organisation is told before. Announce it." if assessment.is_announced else None


def a_visit_is_planned(assessment: Assessment) -> str | None:
    there = any(visit.is_planned for visit in visits_of(assessment))
    return None if there else "No visit is planned. Plan one first."


def visits_are_finished(assessment: Assessment) -> str | None:
    visits = [visit for visit in visits_of(assessment) if visit.cancelled_at is None]
    if any(visit.is_planned for visit in visits):
        return "A visit is still planned. Write it down or cancel it first."
    if any(visit.endorsed_at is None for visit in visits):
        return "A visit waits for an inspection manager to endorse it."
    return None


def something_was_found(assessment: Assessment) -> str | None:
    return None if EvidenceItem.objects.filter(assessment=assessment).exists() else "There is no evidence yet."


def everything_is_scored(assessment: Assessment) -> str | None:
    """Every statement that is looked at has a score, or every area that is looked at has its judgement."""
    missing = unscored(assessment)
    if not missing:
        return None
    first = ", ".join(missing[:MOST_NAMED])
    more = len(missing) - MOST_NAMED
    return f"Not everything is scored yet: {first}{f' and {more} more' if more > 0 else ''}."


def departures_are_settled(assessment: Assessment) -> str | None:
    """Nobody waits for a second signature, and every departure still departs from what comes out now."""
    standing = [each for each in departures_of(assessment) if each.ended_at is None]
    if any(each.signed_at is None for each in standing):
        return "A departure from a rating waits for the signature of a second manager. Sign it or end it first."
    holding = given_of(assessment).departures
    if any(each.about not in holding for each in standing):
        return "The scores have changed since a departure was signed, so it counts no more. End it or ask for it anew."
    return None


def scores_are_whole(assessment: Assessment) -> str | None:
    """What stands between the scores as they are and their result, as one sentence."""
    return everything_is_scored(assessment) or departures_are_settled(assessment)
