"""What must be true before a report goes on, each as one sentence or nothing."""

from sandbox_portal.casework.deadlines import deadline_passed
from sandbox_portal.casework.working_days import end_of_day

from ..models import Assessment
from ..queries.report_text import missing_in
from ..queries.reports import draft_of, newest_publication, review_of, unanswered
from ..queries.results import newest_result


def is_scored(assessment: Assessment) -> str | None:
    return None if newest_result(assessment) else "There is no result yet. Finish the scores first."


def report_is_whole(assessment: Assessment) -> str | None:
    """Everything that must be written is written, and stands on evidence (R-401)."""
    missing = missing_in(assessment)
    if not missing:
        return None
    more = f" There are {len(missing) - 1} more things to put right." if len(missing) > 1 else ""
    return missing[0].sentence + more


def was_sent_before(assessment: Assessment) -> str | None:
    there = draft_of(assessment) is not None
    return None if there else "No draft was ever sent to the organisation, so it has to be sent."


def reply_time_is_over(assessment: Assessment) -> str | None:
    draft = draft_of(assessment)
    if draft is None or not deadline_passed(end_of_day(draft.last_day)):
        return "The organisation still has time to reply."
    return None


def every_point_is_answered(assessment: Assessment) -> str | None:
    waiting = unanswered(assessment)
    if not waiting:
        return None
    return "One point waits for an answer." if waiting == 1 else f"{waiting} points wait for an answer."


def review_is_possible(assessment: Assessment) -> str | None:
    """Once for a report, and within 15 working days of its publication (R-404)."""
    if review_of(assessment) is not None:
        return "A review of this report was asked for already. It can be asked for once."
    publication = newest_publication(assessment)
    if publication is None or deadline_passed(end_of_day(publication.review_until)):
        return "The time to ask for a review is over."
    return None


def review_time_is_over(assessment: Assessment) -> str | None:
    review, publication = review_of(assessment), newest_publication(assessment)
    if review is not None and review.decided_at is not None:
        return None
    if publication is not None and deadline_passed(end_of_day(publication.review_until)):
        return None
    return "The organisation can still ask for a review."
