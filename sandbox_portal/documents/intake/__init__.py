"""Intake: what a file really is, and whether we take it. Nothing is parsed outside a child with limits.

`check_pdf.py`, `check_office.py` and `copy_picture.py` are the programs of those children: they know no Django.
"""

from .examining import Examined, examined

__all__ = ["Examined", "examined"]
