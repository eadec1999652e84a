"""Load rounds from content/rounds/ into the portal, once."""

from datetime import datetime
from pathlib import Path

from django.conf import settings

from sandbox_portal.casework.working_days import day_in_london

from .actions import create_round_from_content
from .queries import numbers_in_use
from .reading import read_rounds


def load_rounds(root: Path, at: datetime) -> str:
    """Create the rounds that are not there yet; one that is there is left alone, for the portal holds its truth now."""
    found = read_rounds(root, today=day_in_london(at))
    known = numbers_in_use()
    wanted = [
        (entry, template)
        for entry, template in found
        if entry.number not in known and (settings.DEMONSTRATION or not entry.demonstration_only)
    ]
    for entry, template in wanted:
        create_round_from_content(entry, criteria=template, by=None, at=at)
    return f"{len(wanted)} loaded, {len(found) - len(wanted)} left alone"
