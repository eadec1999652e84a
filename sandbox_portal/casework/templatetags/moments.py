"""{% load moments %}: {{ at|moment }} {{ at|day }} {{ at|clock }}: days and times as people say them."""

from datetime import datetime

from django import template

from sandbox_portal.casework.moments import day_in_words, in_words, time_in_words
from sandbox_portal.casework.working_days import day_in_london

register = template.Library()

register.filter("moment", lambda moment: in_words(moment) if moment else "")
register.filter("clock", lambda moment: time_in_words(moment) if moment else "")


@register.filter
def day(value):
    """A date, or the day a moment has in London: 12 September 2026."""
    if not value:
        return ""
    return day_in_words(day_in_london(value) if isinstance(value, datetime) else value)
