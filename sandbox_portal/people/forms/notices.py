"""The filter beside a person's notices."""

from typing import ClassVar
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.govuk.looks import Look

PLAIN = Look(mark_optional=False)
STATES = (("", _("All")), ("new", _("New to you")), ("read", _("Read")))


class NoticeFilter(PageForm):
    """Every field may stay empty; what means nothing is ignored."""

    form_method = "get"
    looks: ClassVar = {"q": PLAIN, "state": PLAIN}
    q = forms.CharField(label=_("Words"), max_length=100, required=False)
    state = forms.ChoiceField(label=_("Which"), choices=STATES, required=False)

    def chosen(self) -> dict[str, str]:
        """The filled-in fields that are valid, as they stand in the address."""
        self.is_valid()
        return {name: str(value) for name, value in self.cleaned_data.items() if value}

    def selected(self) -> list[dict[str, str]]:
        """The tags that each take one filter away."""
        chosen = self.chosen()
        return [
            {
                "text": str(dict(STATES)[value] if name == "state" else value),
                "href": f"?{urlencode({key: other for key, other in chosen.items() if key != name})}",
            }
            for name, value in chosen.items()
        ]
