"""An issued letter as a page: from the words it was made with and the facts that were true then."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from .actions.letters import Words, letter_html
from .merging import merged_line
from .models import IssuedDocument
from .sample_facts import sample_facts

SCROLLS = '<div class="app-table-scroll" role="region" aria-label="Table" tabindex="0">'
CLASSES = {
    "p": "govuk-body",
    "h2": "govuk-heading-m",
    "h3": "govuk-heading-s",
    "ul": "govuk-list govuk-list--bullet",
    "ol": "govuk-list govuk-list--number",
    "tr": "govuk-table__row",
    "td": "govuk-table__cell",
    'th scope="col"': "govuk-table__header",
    'th scope="row"': "govuk-table__header",
}


@dataclass(frozen=True)
class LetterPreview:
    """A letter filled with made-up facts."""

    subject: str
    summary: str
    body: SafeString


def letter_as_page(document: IssuedDocument) -> SafeString | None:
    """The body of a letter as HTML; None when the document was not made from a letter's words."""
    if document.template is None:
        return None
    return _for_the_screen(document.template, document.data["facts"])


def letter_preview(template: Words) -> LetterPreview:
    """How a letter reads before there is a case to send it about."""
    facts = sample_facts()
    return LetterPreview(
        subject=merged_line(template.subject, facts),
        summary=merged_line(template.summary, facts),
        body=_for_the_screen(template, facts),
    )


def _for_the_screen(template: Words, facts: Mapping[str, Any]) -> SafeString:
    html = str(letter_html(template, facts))
    for tag, classes in CLASSES.items():  # facts are escaped, so every < is one that letters.py wrote
        html = html.replace(f"<{tag}>", f'<{tag} class="{classes}">')
    html = html.replace("<table", f"{SCROLLS}<table").replace("</table>", "</table></div>")
    return SafeString(html)
