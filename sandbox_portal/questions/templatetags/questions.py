"""Small words for templates of questions."""

import re
from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def paragraphs(words: str) -> list[str]:
    """The paragraphs of a text: an empty line stands between two of them."""
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", words or "") if part.strip()]


@register.filter
def of(table: Mapping[str, Any], key: str) -> Any:
    """What a table holds under a key: {{ possible|of:question.key }}."""
    return table.get(key)
