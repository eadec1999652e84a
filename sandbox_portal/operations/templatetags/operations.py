"""{% load operations %}: {{ sign.age|ago }}: how long ago a part spoke."""

from datetime import timedelta

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()


@register.filter
def ago(age: timedelta | None) -> str:
    """Never; 5 seconds ago; 3 minutes ago; 2 hours ago; 4 days ago."""
    if age is None:
        return _("never")
    seconds = max(int(age.total_seconds()), 0)
    for size, one, many in (
        (86400, "%(n)s day ago", "%(n)s days ago"),
        (3600, "%(n)s hour ago", "%(n)s hours ago"),
        (60, "%(n)s minute ago", "%(n)s minutes ago"),
    ):
        if seconds >= 2 * size or (size > 3600 and seconds >= size):
            return ngettext(one, many, seconds // size) % {"n": seconds // size}
    return ngettext("%(n)s second ago", "%(n)s seconds ago", seconds) % {"n": seconds}
