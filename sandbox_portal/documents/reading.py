"""An issued letter as a page: from the words it was made with and the facts that were true then."""

from django.utils.safestring import SafeString

from .actions.letters import letter_html
from .models import IssuedDocument


def letter_as_page(document: IssuedDocument) -> SafeString | None:
    """The body of a letter as HTML; None when the document was not made from a letter's words."""
    if document.template is None:
        return None
    return SafeString(letter_html(document.template, document.data["facts"]))
