"""Consequences that cross from one job to another: one function each, all of them on this screen."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from programme.models import Round
from programme.signals import window_opened
from sandbox_portal.people.models import User
from selection.actions.sift import open_selection


@receiver(window_opened, sender=Round)
def open_the_selection_beside_the_round(*, round_: Round, by: User | None, at: datetime, **_: Any) -> None:
    """A round whose window opens gets its selection, where the panel will work."""
    open_selection(round_, by=by, at=at)
