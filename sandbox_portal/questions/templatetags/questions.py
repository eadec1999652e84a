"""Small words for templates of questions."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ..showing import ShownAnswer

register = template.Library()


@register.filter
def paragraphs(words: str) -> list[str]:
    """The paragraphs of a text: an empty line stands between two of them."""
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", words or "") if part.strip()]


@register.filter
def of(table: Mapping[str, Any], key: str) -> Any:
    """What a table holds under a key: {{ possible|of:question.key }}."""
    return table.get(key)


@register.simple_tag(takes_context=True)
def answer_in_words(context: Context, answer: ShownAnswer) -> SafeString:
    """One answer to read. A page has dozens, so that only a table and a file are left to templates."""
    lines = _lines(context, answer)
    lines += [_drawn(context, "questions/_file.html", file=file, answer=answer) for file in answer.files]
    parts = [_one_below_the_other(lines)]
    if answer.is_empty and not answer.problem:
        parts.append(format_html('<span class="govuk-hint">{}</span>', _("No answer")))
    if answer.problem and not context.get("refusal"):
        words = '<span class="govuk-error-message"><span class="govuk-visually-hidden">{} </span>{}</span>'
        parts.append(format_html(words, _("To do:"), answer.problem))
    parts.append(_each('<span class="govuk-hint">{}</span>', answer.notes))
    return format_html_join("", "{}", ((part,) for part in parts))


def _lines(context: Context, answer: ShownAnswer) -> list[str]:
    if answer.table:
        return [_drawn(context, "questions/_table.html", table=answer.table, label=answer.question.name)]
    if answer.is_long:
        return [_each('<div class="app-answer">{}</div>', answer.lines)]
    return list(answer.lines)


def _one_below_the_other(lines: Iterable[str]) -> SafeString:
    first, *others = [*lines] or [""]
    return format_html("{}{}", first, _each("<br>{}", others))


def _each(words: str, values: Iterable[str]) -> SafeString:
    return format_html_join("", words, ((each,) for each in values))


def _drawn(context: Context, name: str, **values: Any) -> SafeString:
    """A template with these values beside those of the page, as an include draws it."""
    with context.push(**values):
        return context.template.engine.get_template(name).render(context)
