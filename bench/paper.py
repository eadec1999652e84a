"""The copy of an application as a PDF, numbered and kept, beside WeasyPrint alone on the same page.

Alone, WeasyPrint has its style sheet and its font read too; its font is that of our pages, as anybody would give it.
"""

import re
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import weasyprint
from django.conf import settings
from weasyprint.text.fonts import FontConfiguration

from sandbox_portal.documents import pdf
from sandbox_portal.documents.press import ClosedFetcher
from sandbox_portal.people.clock import database_now
from selection.actions.publication import issue_copy_of_answers
from selection.models import Application


class Alone:
    """WeasyPrint as its documentation says, in a process that has read what every document needs."""

    def __init__(self) -> None:
        font = Path(settings.ROOT) / "static/fonts/inter-latin-wght-normal.woff2"
        face = f'@font-face {{ font-family: "Inter"; src: url("bundled:{font.stem}"); font-weight: 100 900; }}'
        ours = (Path(settings.ROOT) / pdf.STYLE_SHEET).read_text(encoding="utf-8")
        css = face + re.sub(r"@font-face \{[^}]*\}", "", ours)
        self.fonts, self.fetcher = FontConfiguration(), ClosedFetcher([font])
        self.style = weasyprint.CSS(string=css, font_config=self.fonts, url_fetcher=self.fetcher)

    def pdf(self, page: str) -> bytes:
        document = weasyprint.HTML(string=page, url_fetcher=self.fetcher)
        return document.write_pdf(stylesheets=[self.style], font_config=self.fonts, pdf_variant="pdf/ua-1")


def fill(rounds: int) -> dict[str, float]:
    """Median seconds of both, taken in turn."""
    sent = Application.objects.filter(member_scores__step=1).select_related("case", "round").distinct()[: rounds + 1]
    alone = Alone()
    ours, theirs = [], []
    for application in sent:
        pages: list[str] = []
        with patch.object(pdf.Press, "make", noting(pages, pdf.Press.make)):
            ours.append(_seconds(lambda application=application: _copy_of(application)))
        theirs.append(_seconds(lambda page=pages[0]: alone.pdf(page)))
    return {"ours": statistics.median(ours[1:]), "alone": statistics.median(theirs[1:])}


def _copy_of(application: Application) -> None:
    issue_copy_of_answers(application, by=None, at=database_now())


def noting(pages: list[str], make: Callable[..., bytes]) -> Callable[..., bytes]:
    def noted(self: pdf.Press, html: str, limits: pdf.Limits) -> bytes:
        pages.append(html)
        return make(self, html, limits)

    return noted


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
