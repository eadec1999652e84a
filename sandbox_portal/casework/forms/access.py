"""The filter beside the record of who looked."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sandbox_portal.govuk.fields import GovukDateField
from sandbox_portal.govuk.forms import FilterForm

from ..choices import Looked
from ..moments import day_in_words
from ..queries.access import WantedLooks


class LooksFilter(FilterForm):
    """Who looked, about whom, at what, and when."""

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

    def without(self, name: str) -> dict[str, str]:
        return {key: value for key, value in self.asked().items() if key.split("_")[0] != name}

    def in_words(self, name: str, value: str) -> str:
        said = day_in_words(self.cleaned_data[name]) if name in {"since", "until"} else value
        return super().in_words(name, said)
