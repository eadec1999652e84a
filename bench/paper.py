"""The copy of an application as a PDF, numbered and kept, beside WeasyPrint alone on the same page."""

import statistics
import time
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import weasyprint
from django.conf import settings

from sandbox_portal.documents import pdf
from sandbox_portal.documents.press import Press
from sandbox_portal.people.clock import database_now
from selection.actions.publication import issue_copy_of_answers
from selection.models import Application


def fill(rounds: int) -> dict[str, float]:
    """Median seconds of both, taken in turn; the alone one has its fonts and styles already read, as ours has."""
    sent = Application.objects.filter(member_scores__step=1).select_related("case", "round").distinct()[: rounds + 1]
    alone = Press(*(Path(settings.ROOT) / name for name in (pdf.STYLE_SHEET, pdf.FONT)))
    ours, theirs = [], []
    for application in sent:
        pages: list[str] = []
        with patch.object(pdf.Press, "make", _noting(pages, pdf.Press.make)):
            ours.append(_seconds(lambda application=application: _copy_of(application)))
        theirs.append(_seconds(lambda page=pages[0]: _lay_out(alone, page)))
    return {"ours": statistics.median(ours[1:]), "alone": statistics.median(theirs[1:])}


def _copy_of(application: Application) -> None:
    issue_copy_of_answers(application, by=None, at=database_now())


def _lay_out(press: Press, page: str) -> bytes:
    document = weasyprint.HTML(string=page, url_fetcher=press.fetcher)
    return document.write_pdf(stylesheets=[press.style], font_config=press.fonts, pdf_variant="pdf/ua-1")


def _noting(pages: list[str], make: Callable[..., bytes]) -> Callable[..., bytes]:
    def noted(self: pdf.Press, html: str, limits: pdf.Limits) -> bytes:
        pages.append(html)
        return make(self, html, limits)

    return noted


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
