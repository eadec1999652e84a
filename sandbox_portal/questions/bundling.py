"""What questions put into the bundle of a case: the answers as they would be printed, and as data."""

import io
from collections.abc import Iterator
from typing import Any, BinaryIO

from django.template.defaultfilters import slugify

from sandbox_portal.casework.models import Case
from sandbox_portal.documents.bundles import Item
from sandbox_portal.documents.bundles.contents import json_item
from sandbox_portal.documents.bundles.papers import SCHEMA, paper_context
from sandbox_portal.documents.pdf import HANDBOOK, render_pdf
from sandbox_portal.people.models import User

from .models import Response
from .queries import answers_of, responses_of
from .showing import response_document_context

ANSWERS = "01 Answers"


def answers(case: Case, user: User) -> Iterator[Item]:
    """Every set of questions that was opened on the case, whoever may see the case."""
    for response in responses_of(case):
        yield _printed(response)
        yield _data(response)


def _printed(response: Response) -> Item:
    name = f"{slugify(response.question_set.code)[:60] or 'answers'}.pdf"
    return Item(f"answers-pdf:{response.pk}", ANSWERS, name, "The answers", lambda: _pdf(response))


def _data(response: Response) -> Item:
    name = f"{slugify(response.question_set.code)[:60] or 'answers'}.json"
    return json_item(f"answers:{response.pk}", name, "The answers, as data", lambda: _values(response), folder=ANSWERS)


def _pdf(response: Response) -> BinaryIO:
    context = response_document_context(response)
    paper = {**paper_context(), "number": response.case.reference or ""}
    pdf = render_pdf(
        "documents/bundles/answers.html", {**context, "document": paper}, title=context["title"], limits=HANDBOOK
    )
    return io.BytesIO(pdf)


def _values(response: Response) -> dict[str, Any]:
    return {
        "about_this_file": f"{SCHEMA} Answers stand by the key of their question, as they were typed.",
        "question_set": {"code": response.question_set.code, "version": response.question_set.version},
        "question_set_sha256": response.question_set.sha256,
        "opened_at": response.opened_at,
        "locked_at": response.locked_at,
        "answers": answers_of(response),
    }
