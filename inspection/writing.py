"""What every record of an assessment asks before it is written, and what an organisation is told of a visit."""

from sandbox_portal.casework.moments import in_words
from sandbox_portal.casework.refusals import Refused

from .choices.assessments import VisitMode
from .models import AssessmentVisit

LONGEST = 10_000


def said(words: str, otherwise: str) -> str:
    """The words without blanks around them; refused when there are none, or far too many."""
    words = words.replace("\r\n", "\n").strip()
    if not words:
        raise Refused(otherwise)
    if len(words) > LONGEST:
        raise Refused(f"Say it in {LONGEST:,} characters or fewer.")
    return words


def visit_told(visit: AssessmentVisit, *, is_changed: bool) -> str:
    """What an organisation is told of a visit: when, how and who, and how to answer."""
    begins = "We have changed our visit" if is_changed else "We would like to visit you"
    how = visit.place or visit.mode_told.lower()
    text = f"{begins}: {in_words(visit.starts_at)}, {how}. {visit.lead.name} leads the visit."
    if visit.mode == VisitMode.HOME:
        return f"{text} We ask the person who lives there ourselves, and come only if they agree."
    return f"{text} Tell us on the page of your case that this suits you, or which other day does."
