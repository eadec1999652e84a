"""Say of a PDF whether our signature in it holds."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sandbox_portal.documents.signing import SignatureState, signature_of


class Command(BaseCommand):
    help = "Check the signature of a PDF with the certificate of PDF_SIGNING_CERT."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        state = signature_of(file.read_bytes())
        if state != SignatureState.HOLDS:
            raise CommandError(str(state.label))
        self.stdout.write(str(state.label))
