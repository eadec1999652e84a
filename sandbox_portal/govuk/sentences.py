"""The messages of a field in plain words that name the answer, wherever the form has not written its own."""

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext

from .fields import GovukDateField, lower_first

STANDARD_REQUIRED = forms.Field.default_error_messages["required"]
STANDARD_CHOICES = {
    forms.ChoiceField.default_error_messages["invalid_choice"],
    forms.MultipleChoiceField.default_error_messages["invalid_choice"],
    forms.ModelChoiceField.default_error_messages["invalid_choice"],
    forms.ModelMultipleChoiceField.default_error_messages["invalid_choice"],
}
CHOICES = (forms.ChoiceField, forms.ModelChoiceField)


def say_plainly(bound: BoundField) -> None:
    """Replace Django's standard messages of this field."""
    messages = bound.field.error_messages
    if messages.get("required") == STANDARD_REQUIRED and not isinstance(bound.field, GovukDateField):
        messages["required"] = _what_is_missing(bound)
    if messages.get("invalid_choice") in STANDARD_CHOICES:
        messages["invalid_choice"] = gettext("Choose one of the answers shown")
    if isinstance(bound.field, forms.EmailField):
        sentence = gettext("Enter an email address in the correct format, like name@example.com")
        messages.setdefault("invalid", sentence)
    # The validators fill in the number; %% leaves the place for it.
    name = {"name": _name(bound).replace("%", "%%")}
    messages.setdefault("max_length", gettext("%(name)s must be %%(limit_value)d characters or fewer") % name)
    messages.setdefault("min_value", gettext("%(name)s must be %%(limit_value)s or more") % name)
    messages.setdefault("max_value", gettext("%(name)s must be %%(limit_value)s or less") % name)


def _what_is_missing(bound: BoundField) -> str:
    label = f"{bound.label}"
    if isinstance(bound.field, forms.BooleanField):
        sentence = gettext("Tick the box “%(label)s”")
    elif label.endswith("?"):
        sentence = gettext("Answer the question “%(label)s”")
    else:
        label = label if label[:2].isupper() else lower_first(label)
        sentence = gettext("Select %(label)s") if isinstance(bound.field, CHOICES) else gettext("Enter %(label)s")
    return sentence % {"label": label}


def _name(bound: BoundField) -> str:
    label = f"{bound.label}"
    return gettext("Your answer") if label.endswith("?") else label
