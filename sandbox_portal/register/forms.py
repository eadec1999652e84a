"""What comes in at the public register."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sandbox_portal.casework.moments import day_in_words
from sandbox_portal.govuk.fields import GovukDateField
from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.govuk.looks import Look

from .definitions import schemes, service_kinds

ANY = ("", gettext_lazy("Any"))


class SearchForm(PageForm):
    """The filter of the register. Everything may stay empty; the address of the page is the whole search."""

    words = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=100)
    place = forms.CharField(label=gettext_lazy("Town or postcode"), required=False, max_length=60)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of care"), required=False)
    status = forms.ChoiceField(
        label=gettext_lazy("Status"),
        required=False,
        help_text=gettext_lazy("Choose an ending, for example Cancelled, to find services that have closed."),
    )
    day = GovukDateField(
        label=gettext_lazy("The register on another day"),
        what=gettext_lazy("The day"),
        required=False,
        help_text=gettext_lazy("Leave this empty for today."),
    )
    form_tag = False
    form_method = "get"
    looks = {name: Look(size="s", mark_optional=False) for name in ("words", "place", "kind", "status", "day")}

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["kind"].choices = [ANY, *((kind.code, kind.label) for kind in service_kinds().values())]
        self.fields["status"].choices = [ANY, *self._statuses()]

    def _statuses(self) -> list[tuple[str, list[tuple[str, str]]]]:
        return [
            (scheme.label, [(f"{code}:{status.code}", status.label) for status in scheme.statuses])
            for code, scheme in schemes().items()
        ]

    def chosen(self) -> dict[str, Any]:
        """The fields that are filled in and make sense; the others count as empty."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def in_words(self) -> dict[str, str]:
        """Each chosen field as a reader would say it."""
        chosen = self.chosen()
        said = {"words": chosen.get("words", ""), "place": chosen.get("place", "")}
        if "kind" in chosen:
            said["kind"] = service_kinds()[chosen["kind"]].label
        if "status" in chosen:
            scheme, _colon, code = chosen["status"].partition(":")
            words = {status.code: status.label for status in schemes()[scheme].statuses}
            said["status"] = _("%(scheme)s: %(status)s") % {"scheme": schemes()[scheme].label, "status": words[code]}
        if "day" in chosen:
            said["day"] = _("On %(day)s") % {"day": day_in_words(chosen["day"])}
        return {name: words for name, words in said.items() if words}


class AsAtForm(PageForm):
    """The day for which a service's page is shown."""

    day = GovukDateField(
        label=gettext_lazy("See what the register said on another day"), what=gettext_lazy("The day"), required=False
    )
    form_tag = False
    form_method = "get"
    looks = {"day": Look(size="s", mark_optional=False)}
