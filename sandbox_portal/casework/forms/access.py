"""The filter beside the record of who looked."""

from typing import Any, ClassVar
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from sandbox_portal.govuk.fields import GovukDateField
from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.govuk.looks import Look

from ..choices import Looked
from ..queries.access import WantedLooks

PLAIN = Look(mark_optional=False)


class LooksFilter(PageForm):
    """Every field may stay empty; what means nothing is ignored."""

    form_method = "get"
    looks: ClassVar = dict.fromkeys(("who", "about", "what", "since", "until"), PLAIN)
    who = forms.CharField(label=_("Who looked"), max_length=100, required=False)
    about = forms.CharField(
        label=_("About whom"),
        help_text=_("A person, an organisation, or the reference of a case."),
        max_length=100,
        required=False,
    )
    what = forms.ChoiceField(label=_("At what"), choices=[("", _("Anything")), *Looked.choices], required=False)
    since = GovukDateField(label=_("From"), required=False)
    until = GovukDateField(label=_("Until"), required=False)

    def wanted(self) -> WantedLooks:
        """What the address asks for, as far as it means something."""
        self.is_valid()
        return WantedLooks(**{name: value for name, value in self.cleaned_data.items() if value})

    def asked(self) -> dict[str, str]:
        """The filled-in fields as they stand in the address, the boxes of a date each for itself."""
        return {name: value for name, value in self.data.items() if value and name.split("_")[0] in self.fields}

    def selected(self) -> list[dict[str, Any]]:
        """The tags that each take one filter away."""
        tags = []
        for name, value in vars(self.wanted()).items():
            if not value:
                continue
            rest = {key: each for key, each in self.asked().items() if key.split("_")[0] != name}
            words = dict(Looked.choices).get(value, value) if name == "what" else value
            words = f"{value.day}/{value.month}/{value.year}" if name in {"since", "until"} else words
            tags.append({"text": f"{self.fields[name].label}: {words}", "href": f"?{urlencode(rest)}"})
        return tags
