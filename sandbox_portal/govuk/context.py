"""What every page knows: the portal's name, its brand, who to ask for help, and which request this is."""

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

DEFAULT_PORTAL = {
    "name": _("Sandbox Portal"),
    "authority": _("The demonstration authority"),
    "brand_colour": "#005b5e",
    "is_demonstration": True,
    "phase": _("Demonstration"),
    "notice": _(
        "This is a demonstration with made-up people. It is not the service of any regulator, "
        "and nothing decided here counts."
    ),
    "help": {
        "phone": "01632 960 123",
        "hours": _("Monday to Friday, 9am to 5pm, except public holidays"),
        "email": "help@portal.example",
        "paper": _("Ask us for a form on paper, in large print, or for someone to type your answers for you."),
    },
    "links": [
        {"text": _("Help"), "href": "/help/"},
        {"text": _("Check a letter or certificate"), "href": "/check-a-document/"},
        {"text": _("Accessibility statement"), "href": "/accessibility/"},
        {"text": _("Privacy"), "href": "/privacy/"},
        {"text": _("Cookies"), "href": "/cookies/"},
        {"text": _("Report a weakness"), "href": "/security/"},
    ],
}


def portal(request):
    """Offer `portal`: the defaults, with whatever `settings.PORTAL` says instead, in the language of the page."""
    own = getattr(settings, "PORTAL", {})
    key = (get_language(), repr(own))
    if key not in _in_words:
        _in_words[key] = _words({**DEFAULT_PORTAL, **own})
    return {"portal": _in_words[key], "request_reference": getattr(request, "reference", "")}


_in_words = {}


def _words(value):
    """The same with every text put into words: pages compare it by what it says."""
    if isinstance(value, dict):
        return {key: _words(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_words(each) for each in value]
    return str(value) if isinstance(value, Promise) else value
