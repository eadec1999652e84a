"""Ask participants and partners what they think of a draft, keep what they say, and say what becomes of it (R-417)."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from sandbox_portal.casework.moments import day_in_words
from sandbox_portal.casework.outbox import queue_mail
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.working_days import day_in_london, end_of_day
from sandbox_portal.people.actions import make_link
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import address_in_letter

from ..choices.materials import CommentSays, Disposition
from ..models import MaterialsComment, MaterialsVersion
from ..permissions import is_inspection_manager
from ..queries.materials import answerable_comment
from ..writing import said
from .materials import NOT_A_MANAGER

PURPOSE = "comment-on-materials"
MOST_ASKED = 100
LONGEST_TIME = timedelta(days=120)


@transaction.atomic
def ask_for_comments(
    version: MaterialsVersion, *, whom: Sequence[tuple[str, str]], until: date, by: User, at: datetime
) -> list[MaterialsComment]:
    """Send a draft to organisations, each by name and address. Until that day everybody can read it."""
    if not is_inspection_manager.test(by):
        raise Refused(NOT_A_MANAGER)
    row = MaterialsVersion.objects.select_for_update().get(pk=version.pk)
    if not row.is_draft:
        raise Refused("Comments are asked for on drafts. This version is in use or was.")
    today = day_in_london(at)
    if not today < until <= today + LONGEST_TIME:
        raise Refused("Give people a day that lies ahead, within four months.")
    row.comments_until = max(until, row.comments_until or until)
    row.save(update_fields=["comments_until"])
    there = {each.link.email for each in row.comments.select_related("link")}
    new = {email.lower(): name for name, email in whom if email.lower() not in there}
    if len(there) + len(new) > MOST_ASKED:
        raise Refused(f"Ask at most {MOST_ASKED} organisations about one version.")
    if not new:
        raise Refused("Everybody named here was asked already.")
    ends = end_of_day(row.comments_until)
    return [_ask(row, (name, email), ends=ends, by=by, at=at) for email, name in new.items()]


@transaction.atomic
def keep_comment(subject: UUID, *, answers: Mapping[str, Any], by: User | None, at: datetime) -> MaterialsComment:
    """Keep what an organisation says."""
    comment = _answerable(subject)
    if answers.get("says") not in CommentSays.values:
        raise Refused("Choose one of the answers shown.")
    comment.says, comment.words = answers["says"], str(answers.get("words", "")).strip()
    comment.answered_at = at
    comment.save(update_fields=["says", "words", "answered_at"])
    return comment


@transaction.atomic
def keep_comment_declined(subject: UUID, *, reason: str, by: User | None, at: datetime) -> MaterialsComment:
    comment = _answerable(subject)
    comment.words, comment.declined_at = reason.strip(), at
    comment.save(update_fields=["words", "declined_at"])
    return comment


@transaction.atomic
def settle_comment(
    comment: MaterialsComment, *, disposition: str, reply: str, by: User, at: datetime
) -> MaterialsComment:
    """Say what becomes of a comment, and why (R-125). It is said once."""
    if not is_inspection_manager.test(by):
        raise Refused(NOT_A_MANAGER)
    comment = MaterialsComment.objects.select_for_update(of=("self",)).select_related("version").get(pk=comment.pk)
    if comment.answered_at is None:
        raise Refused("They have not said anything yet.")
    if comment.settled_at is not None:
        raise Refused("It is said already what becomes of this comment.")
    if disposition not in Disposition.values:
        raise Refused("Say what becomes of it.")
    comment.disposition, comment.reply = disposition, said(reply, "Write a reply.")
    comment.settled_at, comment.settled_by = at, by
    comment.save(update_fields=["disposition", "reply", "settled_at", "settled_by"])
    return comment


def _ask(
    version: MaterialsVersion, whom: tuple[str, str], *, ends: datetime, by: User, at: datetime
) -> MaterialsComment:
    subject, (name, email) = uuid.uuid4(), whom
    link = make_link(PURPOSE, subject=subject, name=name, email=email, expires_at=ends, by=by, at=at)
    context = {
        "name": name,
        "number": version.number,
        "title": version.title,
        "page": settings.PORTAL_URL + reverse("materials-detail", args=[version.series, version.number]),
        "due": day_in_words(version.comments_until or day_in_london(ends)),
        "link": address_in_letter(link),
    }
    queue_mail("inspection/comment_asked", to=email, key=f"comment:{link.pk}:{link.issue}", context=context)
    return MaterialsComment.objects.create(
        id=subject, version=version, organisation_name=name, link=link, asked_at=at, asked_by=by
    )


def _answerable(subject: UUID) -> MaterialsComment:
    MaterialsComment.objects.select_for_update().filter(pk=subject).first()
    comment = answerable_comment(subject)
    if comment is None:
        raise Refused("This cannot be answered any more.")
    return comment
