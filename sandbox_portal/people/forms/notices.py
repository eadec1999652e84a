"""The filter beside a person's notices."""

from django import forms
from django.utils.translation import gettext_lazy as _

from sandbox_portal.govuk.forms import FilterForm

from ..queries.notices import NEW, READ

STATES = (("", _("All")), (NEW, _("New to you")), (READ, _("Read")))


class NoticeFilter(FilterForm):
    """Words, and what is new."""

    q = forms.CharField(label=_("Words"), max_length=100, required=False)
    state = forms.ChoiceField(label=_("Which"), choices=STATES, required=False)
