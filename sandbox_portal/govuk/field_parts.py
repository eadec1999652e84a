"""What the components of all fields have in common: label or legend, hint, error, attributes, value."""

from django.forms import BoundField
from django.utils.translation import gettext

from .components import Params
from .looks import Look


def common(bound: BoundField) -> Params:
    errors = bound.errors
    return {
        "id": bound.auto_id,
        "name": bound.html_name,
        "hint": {"text": bound.help_text} if bound.help_text else None,
        # Not errors[:1]: a slice of an ErrorList is a list of lists.
        "errorMessage": {"text": errors[0], "visuallyHiddenText": gettext("Error")} if errors else None,
    }


def label_text(bound: BoundField, look: Look) -> str:
    if bound.field.required or not look.mark_optional:
        return f"{bound.label}"
    return gettext("%(label)s (optional)") % {"label": bound.label}


def label(bound: BoundField, look: Look) -> Params:
    size = look.size or ("l" if look.heading else "")
    classes = [f"govuk-label--{size}"] if size else []
    if look.hide_label:
        classes.append("govuk-visually-hidden")
    return {"text": label_text(bound, look), "isPageHeading": look.heading, "classes": " ".join(classes)}


def fieldset(bound: BoundField, look: Look) -> Params:
    size = look.size or ("l" if look.heading else "s")
    classes = f"govuk-fieldset__legend--{size}"
    if look.hide_label:
        classes += " govuk-visually-hidden"
    return {"legend": {"text": label_text(bound, look), "isPageHeading": look.heading, "classes": classes}}


def attributes(bound: BoundField, *without: str) -> Params:
    """Pass on the widget's own attributes (data-…, autocomplete …) except those the component has names for."""
    taken = {"class", "id", "name", "type", "value", "required", "style", "maxlength", *without}
    return {name: value for name, value in bound.field.widget.attrs.items() if name not in taken and value is not False}


def plain_value(bound: BoundField) -> str:
    value = bound.field.widget.format_value(bound.value())
    return "" if value is None else str(value)
