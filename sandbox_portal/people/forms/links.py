"""What comes in at the pages of a one-time link, besides the form it is for."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.govuk.looks import Look


class DeclineLink(PageForm):
    title = _("Tell us that you cannot answer")
    hint = _("Whoever asked you learns that you cannot answer, and nothing of why.")
    button = _("I cannot answer")
    button_classes = "govuk-button--secondary"
    looks: ClassVar = {"reason": Look(rows=3)}
    reason = forms.CharField(
        label=_("Why? (you need not say)"),
        help_text=_("For example: this letter was meant for somebody else."),
        widget=forms.Textarea,
        max_length=1000,
        required=False,
    )
