"""Run one check in a child that has little memory, little time, no secrets and no network of ours."""

import subprocess
import sys
from pathlib import Path

from .types import FileType

PROGRAMS = {"pdf": "check_pdf.py", "office": "check_office.py", "picture": "copy_picture.py"}
MEMORY = 1_000_000_000
CPU_SECONDS = 10
PATIENCE = 20


def verdict_of(file_type: FileType, source: Path, copy: Path, *further: str) -> str:
    """“ok”, the word of a refusal, or “unreadable” when the child broke, was stopped by a limit or took too long.

    What `further` says is for the program of this kind of file alone.
    """
    program = Path(__file__).with_name(PROGRAMS[file_type.way])
    words = [str(source), str(copy), file_type.extension, str(MEMORY), str(CPU_SECONDS), *further]
    try:
        child = subprocess.run(  # noqa: S603 - our own program; the paths are ours too
            [sys.executable, "-I", str(program), *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"LANG": "C.UTF-8"},
            cwd=source.parent,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return "unreadable"
    return child.stdout.decode("ascii", "replace").strip() if child.returncode == 0 else "unreadable"
