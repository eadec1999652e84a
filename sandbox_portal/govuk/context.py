"""What every page knows: the portal's name, its brand, who to ask for help, and which request this is."""

from django.conf import settings
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
        {"text": _("Accessibility statement"), "href": "/accessibility/"},
        {"text": _("Privacy"), "href": "/privacy/"},
        {"text": _("Cookies"), "href": "/cookies/"},
        {"text": _("Report a weakness"), "href": "/security/"},
    ],
}


def portal(request):
    """Offer `portal`: the defaults, with whatever `settings.PORTAL` says instead."""
    own = getattr(settings, "PORTAL", {})
    return {
        "portal": {**DEFAULT_PORTAL, **own},
        "request_reference": getattr(request, "reference", ""),
    }
