"""The filter of published reports."""

from django import forms

from sandbox_portal.govuk.forms import FilterForm

from ..choices.frameworks import SubjectKind

KINDS = [("", "Everything"), *SubjectKind.choices]


class ReportFilter(FilterForm):
    q = forms.CharField(label="Name", max_length=100, required=False)
    kind = forms.ChoiceField(label="What was assessed", choices=KINDS, required=False)
