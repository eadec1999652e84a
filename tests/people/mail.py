"""Read the letters that wait in the outbox."""

import re

from sandbox_portal.casework.models import OutboxEntry


def letters_to(address: str) -> list[str]:
    """Subject and text of each letter to the address, oldest first."""
    entries = OutboxEntry.objects.filter(payload__to=address).order_by("created_at")
    return ["{subject}\n{body}".format(**entry.payload["context"]) for entry in entries]


def code_in_last_letter(address: str) -> str:
    found = re.search(r"^    (\S+)$", letters_to(address)[-1], re.MULTILINE)
    assert found, letters_to(address)
    return found.group(1)
