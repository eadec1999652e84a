"""`{% load register_pages %}`: what a service is, as the lists of the register show it."""

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from ..cards import StatusLine

register = template.Library()

MOST_KEPT = 1000


@register.simple_tag
def status_lines(lines: tuple[StatusLine, ...]) -> SafeString:
    """{% status_lines row.lines %}: register/_statuses.html, drawn once in a process for the same words."""
    return _drawn(get_language(), lines)


@lru_cache(maxsize=MOST_KEPT)
def _drawn(_language: str | None, lines: tuple[StatusLine, ...]) -> SafeString:
    return render_to_string("register/_statuses.html", {"lines": lines})
