"""What limits a rating beside its scores, and professional judgement with two signatures (R-384, R-389)."""

from datetime import datetime
from typing import cast

from django.db import transaction

from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.models import User

from ..choices.scores import THE_WHOLE, LimiterFact
from ..models import Assessment, Departure, NotedLimiter
from ..queries.evidence import content_of
from ..queries.scores import departures_of, limiters_of, rated_now
from ..rulebook.framework import RatingWord
from ..rulebook.given import WELL_LED
from ..rulebook.rating import departure_refused
from ..workflow import ASSESSMENT
from ..writing import said


@transaction.atomic
def note_limiter(
    assessment: Assessment, *, code: str, area: str, regulation: str, words: str, by: User, at: datetime
) -> NotedLimiter:
    """Note that a regulation is breached in an area, or something that limits well-led, with what shows it."""
    content = content_of(assessment)
    if code not in LimiterFact.values or code not in content.limiters:
        raise Refused("This limits no rating in this framework.")
    found = content.area(area if code == LimiterFact.BREACH else WELL_LED)
    if found is None:
        raise Refused("Choose the area that this limits.")
    ASSESSMENT.take_step(assessment, "note_limiter", by=by, at=at, note=found.title)
    regulation = regulation.strip() if code == LimiterFact.BREACH else ""
    if code == LimiterFact.BREACH and not regulation:
        raise Refused("Name the regulation that is breached.")
    standing = [each for each in limiters_of(assessment) if each.ended_at is None]
    if any((each.code, each.area, each.regulation) == (code, found.key, regulation) for each in standing):
        raise Refused("This is noted already.")
    return NotedLimiter.objects.create(
        assessment=assessment,
        code=code,
        area=found.key,
        regulation=regulation,
        words=said(words, "Say what shows it."),
        noted_at=at,
        noted_by=by,
    )


@transaction.atomic
def end_limiter(limiter: NotedLimiter, *, because: str, by: User, at: datetime) -> NotedLimiter:
    """Take back what was noted. It stays readable, with the reason."""
    words = _reason(because, "Say why this does not hold.")
    ASSESSMENT.take_step(limiter.assessment, "end_limiter", by=by, at=at, note=str(limiter))
    limiter.refresh_from_db(fields=["ended_at"])
    if limiter.ended_at is not None:
        raise Refused("This was taken back already.")
    limiter.ended_at, limiter.ended_by, limiter.ended_because = at, by, words
    limiter.save(update_fields=["ended_at", "ended_by", "ended_because"])
    return limiter


@transaction.atomic
def ask_departure(assessment: Assessment, *, about: str, rating: str, reason: str, by: User, at: datetime) -> Departure:
    """Ask to move a rating one step from what was worked out. It counts once another manager has signed it."""
    content = content_of(assessment)
    area = content.area(about)
    if area is None and about != THE_WHOLE:
        raise Refused("Choose the area, or the whole.")
    ASSESSMENT.take_step(assessment, "ask_departure", by=by, at=at, note=area.title if area else "The whole")
    computed = _computed(assessment, about)
    refused = departure_refused(content.scoring_mode, computed, cast(RatingWord, rating), reason)
    if refused:
        raise Refused(refused)
    if any(each.about == about and each.ended_at is None for each in departures_of(assessment)):
        raise Refused("There is a departure from this rating already. End it first.")
    return Departure.objects.create(
        assessment=assessment,
        about=about,
        computed=cast(RatingWord, computed),
        rating=rating,
        reason=said(reason, "Write down the reason."),
        asked_at=at,
        asked_by=by,
    )


@transaction.atomic
def sign_departure(departure: Departure, *, by: User, at: datetime) -> Departure:
    """Sign as the second manager; never by whoever asked, and only while what it departs from still comes out."""
    assessment = departure.assessment
    ASSESSMENT.take_step(assessment, "sign_departure", by=by, at=at)
    departure.refresh_from_db(fields=["signed_at", "ended_at"])
    if departure.ended_at is not None or departure.signed_at is not None:
        raise Refused("This departure is signed or ended already.")
    if departure.asked_by_id == by.pk:
        raise Refused("You asked for this departure. Another inspection manager signs it.")
    if _computed(assessment, departure.about) != departure.computed:
        raise Refused("The scores have changed since this was asked for. End it and ask for it anew.")
    departure.signed_at, departure.signed_by = at, by
    departure.save(update_fields=["signed_at", "signed_by"])
    return departure


@transaction.atomic
def end_departure(departure: Departure, *, because: str, by: User, at: datetime) -> Departure:
    """Refuse or withdraw it, with the reason. What was worked out counts again."""
    words = _reason(because, "Say why it ends.")
    ASSESSMENT.take_step(departure.assessment, "end_departure", by=by, at=at)
    departure.refresh_from_db(fields=["ended_at"])
    if departure.ended_at is not None:
        raise Refused("This departure has ended already.")
    departure.ended_at, departure.ended_by, departure.ended_because = at, by, words
    departure.save(update_fields=["ended_at", "ended_by", "ended_because"])
    return departure


def _computed(assessment: Assessment, about: str) -> RatingWord | None:
    rated = rated_now(assessment)
    if about == THE_WHOLE:
        return rated.overall.computed
    return next((area.computed for area in rated.areas if area.key == about), None)


def _reason(words: str, otherwise: str) -> str:
    return said(words, otherwise)[:1000]
