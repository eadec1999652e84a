"""Measure how long a report takes: its page, and a PDF of many pages. Beside WeasyPrint alone with the same page.

The report has 13 sections of made-up paragraphs and the scores of 34 statements, as one of a provider has.
"""

import argparse
import io
from datetime import date
from time import perf_counter
from typing import Any
from unittest.mock import patch

import django

django.setup()

import pikepdf  # noqa: E402 - settings are there only now
from django.template.loader import render_to_string  # noqa: E402

from inspection.queries.showing import shown_report  # noqa: E402
from inspection.rulebook.report_text import Section, numbered, repeated  # noqa: E402
from inspection.rulebook.tracking import tracked  # noqa: E402
from sandbox_portal.documents.pdf import HANDBOOK, Press, render_pdf  # noqa: E402

from .paper import Alone, noting  # noqa: E402
from .report import PAPER_AIM  # noqa: E402

AREAS = ("Safe", "Effective", "Caring", "Responsive", "Well-led")
HEADINGS = ("Summary", *AREAS, "What people said", "What is done well", "What has to get better", "Rules", "How")
PARAGRAPH = "In week {number} people said of “{heading}” that carers come as planned and know what to do. " * 6
DAY = date(2026, 11, 1).isoformat()


def main() -> None:
    parser = argparse.ArgumentParser(prog="script/bench-reports", description=__doc__)
    parser.add_argument("--paragraphs", type=int, default=34, help="in each section; 34 make about 60 pages")
    parser.add_argument("--looks", type=int, default=20)
    wanted = parser.parse_args()
    report = made_up(wanted.paragraphs)
    shown = shown_report(report, today=date(2026, 11, 22))
    context = {"report": report, "shown": shown, "standing": "Published.", "document": {}}
    print("| What | How much | Seconds |")
    print("|---|--:|--:|")
    before = perf_counter()
    for _ in range(wanted.looks):
        render_to_string("inspection/reports/_report.html", {"report": report, "shown": shown})
    words = sum(len(each["paragraphs"]) for each in report["sections"])
    _tell("published page", f"{words} paragraphs", (perf_counter() - before) / wanted.looks)
    _measure_rules(report)
    render_pdf("documents/inspection/report.html", {**context, "report": made_up(1)}, title="Warm", limits=HANDBOOK)
    pages: list[str] = []
    before = perf_counter()
    with patch.object(Press, "make", noting(pages, Press.make)):
        pdf = render_pdf("documents/inspection/report.html", context, title="Report", limits=HANDBOOK)
    seconds = perf_counter() - before
    _tell("report as a PDF", f"{_pages(pdf)} pages", seconds)
    alone = Alone()
    before = perf_counter()
    alone.pdf(pages[0])
    ratio = seconds / (perf_counter() - before)
    _tell("the same page by WeasyPrint alone", f"{_pages(pdf)} pages", seconds / ratio)
    print(f"| against WeasyPrint alone, at most {PAPER_AIM} | {ratio:.2f}{' !' if ratio > PAPER_AIM else ''} | |")


def made_up(paragraphs: int) -> dict[str, Any]:
    """A snapshot as it is published."""
    texts = [
        Section(f"s{place}", heading, "\n\n".join(_paragraph(number, heading) for number in range(paragraphs)))
        for place, heading in enumerate(HEADINGS)
    ]
    sections = [
        {
            "key": each.key,
            "heading": each.heading,
            "number": each.number,
            "paragraphs": [{"number": one.number, "text": one.text} for one in each.paragraphs],
        }
        for each in numbered(texts)
    ]
    return {
        "kind": "provider",
        "subject": "A service",
        "subject_word": "service",
        "organisation": "An organisation",
        "reference": "INS-0001",
        "framework": {"title": "A framework", "code": "F-1", "slug": "prov-saf", "version": 1},
        "evidence_from": DAY,
        "evidence_until": DAY,
        "is_rated": True,
        "overall": _rating("Overall"),
        "rule": "",
        "areas": [_rating(each) for each in AREAS],
        "statements": [_score(number) for number in range(34)],
        "breaches": [],
        "sections": sections,
        "before_on": None,
        "changes": [],
    }


def _paragraph(number: int, heading: str) -> str:
    return PARAGRAPH.format(number=number, heading=heading)


def _rating(title: str) -> dict[str, Any]:
    words = {"rating": "good", "label": "Good", "percent": 75, "position": "", "limiters": [], "rated_on": DAY}
    return {"key": title.lower(), "title": title, "by_judgement": False, "is_carried_over": False, **words}


def _score(number: int) -> dict[str, Any]:
    area = AREAS[number % len(AREAS)]
    return {"area": area, "code": f"S{number}", "title": f"Statement {number}", "score": 3, "label": "A good standard"}


def _measure_rules(report: dict[str, Any]) -> None:
    """What the desk works out at each look: sentences that stand twice, and what has changed since the draft."""
    texts = [
        Section(each["key"], each["heading"], "\n\n".join(one["text"] for one in each["paragraphs"]))
        for each in report["sections"]
    ]
    before = perf_counter()
    found = repeated(numbered(texts))
    _tell("sentences that stand twice", f"{len(found)} found", perf_counter() - before)
    now = {
        each["key"]: (each["heading"], [(one["number"], one["text"]) for one in each["paragraphs"]])
        for each in report["sections"]
    }
    changed = {key: (heading, rows[1:]) for key, (heading, rows) in now.items()}
    before = perf_counter()
    tracked(changed, now)
    _tell("changes since the draft", f"{len(now)} sections", perf_counter() - before)


def _pages(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


def _tell(what: str, much: str, seconds: float) -> None:
    print(f"| {what} | {much} | {seconds:.3f} |")


if __name__ == "__main__":
    main()
