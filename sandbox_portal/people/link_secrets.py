"""The secret of a one-time link: made again whenever a letter needs it, so that it is kept nowhere."""

import base64
import hashlib
import hmac
from uuid import UUID

from django.conf import settings

# Before the 256 bits, so that every secret has letters and a digit, by which logs know what to take out (B09).
BEGINNING = "L1"


def secret_of(link: UUID, issue: int) -> str:
    """256 bits that follow from the sealing key, the link and how often it was sent; nobody else can tell them."""
    key = hashlib.sha256(b"one-time link" + settings.SEALING_KEY.encode()).digest()
    bits = hmac.new(key, f"{link}:{issue}".encode(), hashlib.sha256).digest()
    return BEGINNING + base64.urlsafe_b64encode(bits).decode().rstrip("=")
