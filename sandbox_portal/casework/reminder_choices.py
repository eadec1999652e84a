"""Who has switched which reminder off (R-801), and the address that switches one off without signing in.

The address holds the number of the choice and our signature: whoever has the mail can use it, nobody can make one up,
and it names nobody. It can do nothing but switch off.
"""

from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from .models import ReminderChoice

DIGEST = "weekly-letter"
_signer = Signer(salt="reminders")


def choice_of(email: str, code: str) -> ReminderChoice:
    """What this address has chosen of this reminder: on, until somebody says otherwise."""
    choice, _ = ReminderChoice.objects.get_or_create(email=email.lower(), code=code)
    return choice


def address_to_switch_off(choice: ReminderChoice) -> str:
    """The whole address, for a mail and its head (RFC 8058)."""
    return f"{settings.PORTAL_URL}{reverse('reminder-off', args=[_signer.sign(str(choice.pk))])}"


def choice_by_token(token: str) -> ReminderChoice | None:
    """The choice an address stands for; None for one that we have not signed."""
    try:
        pk = UUID(_signer.unsign(token))
    except (BadSignature, ValueError):
        return None
    return ReminderChoice.objects.filter(pk=pk).first()
