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
from sandbox_portal.people.models import Organisation, User

from .file_as_data import file_as_data
from .models import Response
from .queries import readable_answers, responses_of
from .sections import Scope, scope_of
from .showing import response_document_context

ANSWERS = "01 Answers"


def answers(case: Case, user: User) -> Iterator[Item]:
    """Every set of questions that was opened on the case, as far as the person's sections let them read."""
    for response in responses_of(case):
        scope = scope_of(response, user)
        yield _printed(response, scope)
        yield _data(response, scope)


def _key(kind: str, response: Response, scope: Scope) -> str:
    """A part is another thing than the whole: who may read only the part cannot open an older bundle of the whole."""
    return f"{kind}:{response.pk}" if scope.only is None else f"{kind}:{response.pk}:{'+'.join(sorted(scope.only))}"


def _name(response: Response) -> str:
    name = slugify(response.question_set.code)[:60] or "answers"
    return name if response.attempt == 1 else f"{name}-attempt-{response.attempt}"


def _printed(response: Response, scope: Scope) -> Item:
    name = f"{_name(response)}.pdf"
    key = _key("answers-pdf", response, scope)
    return Item(key, ANSWERS, name, "The answers", lambda: _pdf(response, scope))


def _data(response: Response, scope: Scope) -> Item:
    name = f"{_name(response)}.json"
    key = _key("answers", response, scope)
    return json_item(key, name, "The answers, as data", lambda: _values(response, scope), folder=ANSWERS)


def _pdf(response: Response, scope: Scope) -> BinaryIO:
    context = response_document_context(response, scope)
    paper = {**paper_context(), "number": response.case.reference or ""}
    pdf = render_pdf(
        "documents/bundles/answers.html", {**context, "document": paper}, title=context["title"], limits=HANDBOOK
    )
    return io.BytesIO(pdf)


def _values(response: Response, scope: Scope) -> dict[str, Any]:
    return {
        "about_this_file": f"{SCHEMA} Answers stand by the key of their question, as they were typed.",
        "question_set": {"code": response.question_set.code, "version": response.question_set.version},
        "question_set_sha256": response.question_set.sha256,
        "opened_at": response.opened_at,
        "locked_at": response.locked_at,
        "answers": readable_answers(response, scope),
    }


def file_of_organisation(organisation: Organisation, user: User) -> Iterator[Item]:
    """The organisation's own file: what it told us, with every version."""
    key, name = f"organisation-file:{organisation.pk}", "the file of your organisation.json"
    about = "What you told us, to say it only once"
    yield json_item(key, name, about, lambda: file_as_data(organisation, user), folder="00 The organisation")
