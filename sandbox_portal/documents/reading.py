"""An issued letter as a page: from the words it was made with and the facts that were true then."""

from django.utils.safestring import SafeString

from .actions.letters import letter_html
from .models import IssuedDocument

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


def letter_as_page(document: IssuedDocument) -> SafeString | None:
    """The body of a letter as HTML; None when the document was not made from a letter's words."""
    if document.template is None:
        return None
    html = str(letter_html(document.template, document.data["facts"]))
    for tag, classes in CLASSES.items():  # facts are escaped, so every < is one that letters.py wrote
        html = html.replace(f"<{tag}>", f'<{tag} class="{classes}">')
    return SafeString(html)
