"""How moments and devices are said to people."""

import re
from datetime import date, datetime

from django import template
from django.template.context import RequestContext
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sandbox_portal.people.sealing import open_marks

register = template.Library()

BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("iPhone|iPad", "an iPhone or iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "a Mac"),
    ("Linux", "Linux"),
)


@register.filter
def moment(value: datetime | None) -> str:
    """12 September 2026 at 4:12pm."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    time = local.strftime("%I:%M%p").lstrip("0").lower()
    return _("%(day)s at %(time)s") % {"day": date_format(local, "j F Y"), "time": time}


@register.filter
def device(user_agent: str) -> str:
    """“Firefox on Windows”, or “A browser” when it does not say."""
    browser = next((name for pattern, name in BROWSERS if re.search(pattern, user_agent)), _("A browser"))
    system = next((name for pattern, name in SYSTEMS if re.search(pattern, user_agent)), "")
    return _("%(browser)s on %(system)s") % {"browser": browser, "system": system} if system else browser


@register.filter
def unsealed(letter: str) -> str:
    """A letter as it leaves the house: what stood sealed in it is open now (B06)."""
    return open_marks(letter)


@register.filter
def last_day(value: date | None) -> str:
    """“Until 12 September 2026”, or that there is no end."""
    return _("Until %(day)s") % {"day": date_format(value, "j F Y")} if value else _("No end")


@register.simple_tag(takes_context=True)
def include_part(context: RequestContext, template_name: str, part: dict[str, object]) -> str:
    """Draw a part of the front page with its own context and nothing of the page's."""
    return render_to_string(template_name, part, request=context.request)
