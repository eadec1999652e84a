"""Verbs of operations: note what is wrong, once; and that it is well again."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from sandbox_portal.casework.outbox import queue_mail
from sandbox_portal.people.choices import Role
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import holders_of

from .choices import TroubleKind
from .models import Trouble


@transaction.atomic
def note_trouble(kind: TroubleKind, *, about: str, sentence: str, by: User | None, at: datetime) -> Trouble:
    """Keep one open row for what is wrong; the first time every administrator gets one mail."""
    trouble, is_new = Trouble.objects.get_or_create(
        kind=kind,
        about=about[:200],
        ended_at=None,
        defaults={"sentence": sentence, "first_seen_at": at, "last_seen_at": at},
    )
    if is_new:
        _tell_administrators(trouble)
    else:
        Trouble.objects.filter(pk=trouble.pk).update(last_seen_at=at, sentence=sentence)
    return trouble


def note_what_is_wrong(kind: TroubleKind, *, wrong: Mapping[str, str], by: User | None, at: datetime) -> int:
    """Open what is wrong now and end what no longer is; how many ended."""
    for about, sentence in wrong.items():
        note_trouble(kind, about=about, sentence=sentence, by=by, at=at)
    well = Trouble.objects.filter(kind=kind, ended_at=None).exclude(about__in=list(wrong))
    return well.update(ended_at=at)


def _tell_administrators(trouble: Trouble) -> None:
    address = f"{settings.PORTAL_URL}{reverse('operations-status')}"
    for person in holders_of(Role.SYSTEM_ADMINISTRATOR):
        queue_mail(
            "operations/trouble",
            to=person.email,
            key=f"trouble-{trouble.pk}-{person.pk}",
            context={"sentence": trouble.sentence, "address": address},
        )
