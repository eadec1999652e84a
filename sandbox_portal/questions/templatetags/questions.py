"""Small words for templates of questions."""

import re

from django import template

register = template.Library()


@register.filter
def paragraphs(words: str) -> list[str]:
    """The paragraphs of a text: an empty line stands between two of them."""
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", words or "") if part.strip()]
