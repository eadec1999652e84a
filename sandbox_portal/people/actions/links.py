"""Ask by a one-time link, send it anew, take it back; open it, answer, or say that one cannot."""

import uuid
from collections.abc import Callable
from datetime import datetime

from django.db import IntegrityError, transaction

from ..choices import LinkEnd
from ..link_secrets import secret_of
from ..links import Answers, LinkPurpose, purpose_of
from ..models import Link, LinkUse, User
from ..queries import hash_of, usable_links
from ..refusals import Refused

NO_LONGER_WAITING = "This was answered or taken back already."
ALREADY_RECEIVED = "We have received an answer already. You need not send it again."
DOES_NOT_WORK = "This link does not work any more."


@transaction.atomic
def make_link(
    purpose: str, *, subject: uuid.UUID, name: str, email: str, expires_at: datetime, by: User, at: datetime
) -> Link:
    """Let one person answer one form. The caller has asked whether `by` may, and writes the letter."""
    if purpose_of(purpose) is None:
        raise ValueError(f"nobody has registered the purpose {purpose}")
    pk = uuid.uuid4()
    return Link.objects.create(
        id=pk,
        purpose=purpose,
        subject=subject,
        name=name,
        email=email.lower(),
        token_hash=hash_of(secret_of(pk, 1)),
        made_by=by,
        made_at=at,
        sent_at=at,
        expires_at=expires_at,
    )


@transaction.atomic
def send_link_anew(link: Link, *, email: str, name: str, expires_at: datetime, by: User, at: datetime) -> Link:
    """Give the link a new secret, and the address it now goes to; whoever had the old one is out at once."""
    link = _waiting(link)
    link.issue += 1
    link.token_hash = hash_of(secret_of(link.pk, link.issue))
    link.email, link.name, link.sent_at, link.expires_at = email.lower(), name, at, expires_at
    link.opened_count, link.first_opened_at = 0, None
    link.save()
    return link


@transaction.atomic
def prolong_link(link: Link, *, expires_at: datetime, by: User | None, at: datetime) -> Link:
    """Let a link that waits work longer, with the secret it has; never shorter than its holder was told."""
    link = _waiting(link)
    if expires_at > link.expires_at:
        link.expires_at = expires_at
        link.save(update_fields=["expires_at"])
    return link


@transaction.atomic
def revoke_link(link: Link, *, by: User, at: datetime) -> Link:
    """Take the link back; it opens nothing from now on, nor does any page that was opened by it."""
    link = _waiting(link)
    link.revoked_at, link.revoked_by = at, by
    link.save(update_fields=["revoked_at", "revoked_by"])
    return link


@transaction.atomic
def open_link(link: Link, *, by: User | None, at: datetime) -> Link:
    """Count that somebody pressed the first button. It uses nothing up: mail scanners press it too (B07)."""
    link = Link.objects.select_for_update().get(pk=link.pk)
    link.opened_count += 1
    link.first_opened_at = link.first_opened_at or at
    link.save(update_fields=["opened_count", "first_opened_at"])
    return link


def answer_link(link: Link, *, answers: Answers, by: User | None, at: datetime) -> Link:
    """Keep what the holder says and close the link: one answer, whatever is sent at once (B10)."""
    return _end(link, LinkEnd.ANSWERED, lambda purpose: purpose.answer(link.subject, answers, at), at)


def decline_link(link: Link, *, reason: str, by: User | None, at: datetime) -> Link:
    """Keep that the holder cannot or will not answer; nobody reminds them any more."""
    return _end(link, LinkEnd.DECLINED, lambda purpose: purpose.decline(link.subject, reason, at), at)


def _end(link: Link, end: LinkEnd, tell: Callable[[LinkPurpose], None], at: datetime) -> Link:
    purpose = purpose_of(link.purpose)
    if not usable_links().filter(pk=link.pk, issue=link.issue).exists() or purpose is None:
        used = LinkUse.objects.filter(link=link).exists()
        raise Refused(ALREADY_RECEIVED if used else DOES_NOT_WORK)
    try:
        with transaction.atomic():
            LinkUse.objects.create(link=link, end=end, at=at)
            tell(purpose)
    except IntegrityError as error:
        if "people_linkuse" not in str(error):
            raise
        raise Refused(ALREADY_RECEIVED) from None
    return link


def _waiting(link: Link) -> Link:
    link = Link.objects.select_for_update().get(pk=link.pk)
    if link.revoked_at or LinkUse.objects.filter(link=link).exists():
        raise Refused(NO_LONGER_WAITING)
    return link
