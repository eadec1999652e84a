"""A letter as it would look, with made-up facts. It is no document: it has no number and is kept for one person."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sandbox_portal.govuk.context import portal

from .actions import MadeFile
from .actions.letters import LAYOUT, letter_html
from .merging import merged_line
from .models import LetterDraft, LetterTemplate
from .pdf import render_pdf
from .sample_facts import sample_facts

PDF = "application/pdf"


@dataclass
class _Words:
    subject: str
    summary: str
    body: str
    paragraphs: Any


def letter_sample(words: LetterTemplate | LetterDraft, *, paragraphs: Mapping[str, str], name: str) -> MadeFile:
    """Lay the letter out. Slow: call it from a task."""
    facts = sample_facts()
    said = _Words(words.subject, words.summary, words.body, paragraphs)
    known = portal(None)["portal"]
    about = {
        "authority": str(known["authority"]),
        "portal": str(known["name"]),
        "notice": "A preview. The facts in it are made up.",
        "number": "no number: a preview",
        "version": 1,
        "date": "the day it is sent",
        "reference": facts["reference"],
        "check_address": "",
        "seal": "",
    }
    context = {
        "document": about,
        "addressee": facts["organisation"],
        "summary": merged_line(said.summary, facts),
        "body": letter_html(said, facts),
    }
    pdf = render_pdf(LAYOUT, context, title=merged_line(said.subject, facts))
    return MadeFile(io.BytesIO(pdf), PDF, f"{name}.pdf")
