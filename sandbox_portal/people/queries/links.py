"""Which link an address means, and what whoever asked may know of theirs."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from ..choices import LinkEnd, LinkState
from ..clock import DatabaseNow
from ..link_secrets import secret_of
from ..models import Link, User
from ..sealing import sealed_mark
from .invitations import hash_of


def link_by_token(token: str) -> Link | None:
    """The link a letter's address opens now; None alike for one that is wrong, used, taken back or too old (B06)."""
    return usable_links().filter(token_hash=hash_of(token)).first()


def usable_links() -> QuerySet[Link]:
    """Links that still open their form, by the database's clock."""
    return Link.objects.filter(revoked_at=None, use=None, expires_at__gt=DatabaseNow())


def link_opened(link_id: UUID, *, issue: int) -> Link | None:
    """A link that somebody opened in this browser, unless it was sent anew or taken back since."""
    return Link.objects.select_related("use").filter(pk=link_id, issue=issue, revoked_at=None).first()


def was_used(link: Link) -> bool:
    """Whether its holder has answered or said that they cannot."""
    return hasattr(link, "use")


def has_run_out(link: Link) -> bool:
    """Whether its time is over, by the database's clock."""
    return not Link.objects.filter(pk=link.pk, expires_at__gt=DatabaseNow()).exists()


def links_visible_to(user: User) -> QuerySet[Link]:
    """Those the person sent; what was answered is not among what a link holds."""
    return Link.objects.filter(made_by=user).select_related("use")


def links_about(purpose: str, subjects: Iterable[UUID]) -> dict[UUID, Link]:
    """The newest link for each of these things; whoever calls has reached the things themselves by their own rule."""
    found = Link.objects.select_related("use").filter(purpose=purpose, subject__in=list(subjects))
    return {link.subject: link for link in found.order_by("made_at", "pk")}


def state_of(link: Link, at: datetime) -> LinkState:
    """What whoever asked may know."""
    if was_used(link):
        return LinkState.ANSWERED if link.use.end == LinkEnd.ANSWERED else LinkState.DECLINED
    if link.revoked_at:
        return LinkState.REVOKED
    if link.expires_at <= at:
        return LinkState.EXPIRED
    return LinkState.OPENED if link.opened_count else LinkState.SENT


def address_in_letter(link: Link) -> str:
    """The address to write in a letter to the holder; its host comes from the settings alone (B11)."""
    return settings.PORTAL_URL + path_in_letter(link)


def path_in_letter(link: Link) -> str:
    """The same below the host. Its secret stands sealed until the letter leaves (B06)."""
    path = reverse("link", kwargs={"token": "SECRET"})
    return path.replace("SECRET", sealed_mark(secret_of(link.pk, link.issue)))
