"""Check the handbooks when content is loaded; they are read where they lie, so there is nothing to store."""

from datetime import datetime
from pathlib import Path

from .handbook_file import read_handbooks
from .queries import handbooks_in


def load_handbooks(root: Path, at: datetime) -> str:
    found = read_handbooks(root)
    handbooks_in.cache_clear()
    return f"handbooks: {sum(len(book.chapters) for book in found.values())} chapters checked"
