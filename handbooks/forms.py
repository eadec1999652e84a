"""The search in the handbooks."""

from django import forms

from sandbox_portal.govuk.forms import FilterForm


class FindChapters(FilterForm):
    words = forms.CharField(label="Words", required=False, max_length=100)
