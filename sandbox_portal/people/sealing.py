"""Seal what must stand in the database for a while and yet not be readable there: secrets of apps, links of letters."""

import base64
import hashlib
import re

from cryptography.fernet import Fernet
from django.conf import settings

MARK = re.compile(r"\[\[sealed:([A-Za-z0-9_=-]+)\]\]")


def seal_for(purpose: str) -> Fernet:
    """A seal made of the sealing key; what one purpose sealed, no other can open."""
    key = base64.urlsafe_b64decode(settings.SEALING_KEY.replace("+", "-").replace("/", "_"))
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(purpose.encode() + key).digest()))


def key_for(purpose: str, person: str) -> str:
    """A key for what a browser keeps for one person; nobody else is ever given it."""
    whole = f"{purpose}:{person}:{settings.SEALING_KEY}".encode()
    return base64.b64encode(hashlib.sha256(whole).digest()).decode()


def sealed_mark(text: str) -> str:
    """A mark to stand in a letter for the text until the letter leaves the house (B06)."""
    return f"[[sealed:{seal_for('letter').encrypt(text.encode()).decode()}]]"


def open_marks(letter: str) -> str:
    """The letter with its marks opened; only done at the moment it is sent."""
    return MARK.sub(lambda found: seal_for("letter").decrypt(found[1].encode()).decode(), letter)
