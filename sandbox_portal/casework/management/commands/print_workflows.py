"""Write docs/workflows/ from the tables of steps."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from sandbox_portal.casework.kinds import all_kinds
from sandbox_portal.casework.printing import printed

FOLDER = Path("docs") / "workflows"


class Command(BaseCommand):
    help = "Write one page for each kind of case, with diagram and table of steps."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail when a page differs")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        folder = settings.ROOT / FOLDER
        pages = {folder / f"{kind.kind}.md": printed(kind) for kind in all_kinds()}
        stale = [path for path, text in pages.items() if not path.exists() or path.read_text("utf-8") != text]
        superfluous = sorted(set(folder.glob("*.md")) - set(pages))
        if check:
            differing = sorted(path.name for path in [*stale, *superfluous])
            if differing:
                raise CommandError(f"Print the workflows again: {', '.join(differing)} differ from their tables.")
            return
        folder.mkdir(parents=True, exist_ok=True)
        for path in stale:
            path.write_text(pages[path], "utf-8")
            self.stdout.write(f"written: {path.relative_to(settings.ROOT)}")
        for path in superfluous:
            path.unlink()
            self.stdout.write(f"removed: {path.relative_to(settings.ROOT)}")
