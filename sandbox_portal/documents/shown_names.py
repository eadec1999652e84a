"""The name of a file as people will see it: readable, without tricks, never used as a path (D19)."""

import re
import unicodedata

LONGEST = 100
DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])\Z", re.IGNORECASE)
FORBIDDEN = re.compile(r'[<>:"|?*/\\]')


def shown_name(given: str, *, extension: str) -> str:
    """Clean a name and give it the ending of what the file really is.

    Paths, control and direction characters go; runs of spaces and dots shrink; the rest keeps its script and accents.
    """
    name = re.split(r"[/\\]", given)[-1]
    name = "".join(letter for letter in unicodedata.normalize("NFC", name) if _is_harmless(letter))
    stem = FORBIDDEN.sub("-", name.rpartition(".")[0] if "." in name else name)
    stem = re.sub(r"[\s.]+", " ", stem).strip(" -") or "file"
    if DEVICES.match(stem):
        stem = f"file {stem}"
    return f"{stem[: LONGEST - len(extension) - 1].rstrip()}.{extension}"


def extension_of(given: str) -> str:
    """The last ending of a name in small letters, as the sender wrote it; empty when there is none."""
    name = "".join(letter for letter in given if _is_harmless(letter)).strip(" .")
    return name.rpartition(".")[2].lower() if "." in name else ""


def _is_harmless(letter: str) -> bool:
    return unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
