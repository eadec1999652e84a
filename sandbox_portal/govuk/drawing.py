"""Draws a bound Django field by the official component of its widget."""

from django import forms
from django.forms import BoundField
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from .components import Params, draw
from .field_parts import attributes, common, fieldset, label, plain_value
from .fields import DateBoxes
from .looks import Look, look_of

INPUT_TYPES = {"email", "tel", "url", "search"}


def draw_field(bound: BoundField) -> SafeString:
    """Draw label, hint, error and control of one field; of a hidden one there is only the control."""
    if bound.is_hidden:
        return _hidden(bound)
    for widget, drawn_by in DRAWERS:
        if isinstance(bound.field.widget, widget):
            return drawn_by(bound, look_of(bound))
    return _input(bound, look_of(bound))


def control_id(bound: BoundField) -> str:
    """Name the element an error link must lead to: the first control that is wrong."""
    if isinstance(bound.field.widget, DateBoxes):
        return f"{bound.auto_id}_{_wrong_parts(bound)[0]}"
    return bound.auto_id


def _hidden(bound: BoundField) -> SafeString:
    """As Django draws it, without its templates where nothing more is to be said: a page of many forms has many."""
    widget = bound.field.widget
    is_plain = type(widget) is forms.HiddenInput and not (widget.attrs or bound.field.disabled or bound.help_text)
    if not is_plain:
        return bound.as_widget()
    value = widget.format_value(bound.value())
    said = {"type": "hidden", "name": bound.html_name, "value": value, "id": bound.auto_id or None}
    given = ((name, each) for name, each in said.items() if each is not None)
    return format_html("<input{}>", format_html_join("", ' {}="{}"', given))


def _input(bound: BoundField, look: Look) -> SafeString:
    widget = bound.field.widget
    kind = getattr(widget, "input_type", "text")
    return draw(
        "input",
        {
            **common(bound),
            "label": label(bound, look),
            "value": plain_value(bound),
            "type": kind if kind in INPUT_TYPES else "text",
            "inputmode": widget.attrs.get("inputmode") or _inputmode(bound),
            "autocomplete": widget.attrs.get("autocomplete") or ("email" if kind == "email" else None),
            "spellcheck": False if kind == "email" else None,
            "classes": look.classes,
            "prefix": {"text": look.prefix} if look.prefix else None,
            "suffix": {"text": look.suffix} if look.suffix else None,
            "disabled": bound.field.disabled or None,
            "attributes": attributes(bound, "inputmode", "autocomplete", "step", "min", "max"),
        },
    )


def _inputmode(bound: BoundField) -> str | None:
    """Ask a phone for its number pad; type="number" would change the value when a mouse wheel passes over it."""
    if isinstance(bound.field, forms.DecimalField | forms.FloatField):
        return "decimal"
    return "numeric" if isinstance(bound.field.widget, forms.NumberInput) else None


def _textarea(bound: BoundField, look: Look) -> SafeString:
    letters = getattr(bound.field, "max_length", None)
    params = {
        **common(bound),
        "label": label(bound, look),
        "value": plain_value(bound),
        "rows": str(look.rows or 5),
        "classes": look.classes,
        "attributes": attributes(bound, "rows", "cols"),
    }
    if look.max_words:
        return draw("character-count", {**params, "maxwords": str(look.max_words), "threshold": "75"})
    if letters:
        return draw("character-count", {**params, "maxlength": str(letters), "threshold": "75"})
    return draw("textarea", {**params, "disabled": bound.field.disabled or None})


def _choices(bound: BoundField) -> list[tuple[str, object]]:
    """List the choices with groups taken apart: the components know no groups."""
    flat = []
    for value, text in bound.field.widget.choices:
        if isinstance(text, list | tuple):
            flat += [(str(each), name) for each, name in text]
        else:
            flat.append(("" if value is None else str(value), text))
    return flat


def _chosen(bound: BoundField) -> set[str]:
    value = bound.field.widget.format_value(bound.value())
    return {str(each) for each in (value if isinstance(value, list | tuple) else [value])}


def _items(bound: BoundField, look: Look) -> list[Params]:
    chosen = _chosen(bound)
    items: list[Params] = []
    for value, text in _choices(bound):
        if value == "":
            continue
        if value == look.divider_before:
            items.append({"divider": gettext("or")})
        items.append(
            {
                "value": value,
                "text": text,
                "checked": value in chosen,
                "disabled": bound.field.disabled or None,
                "hint": {"text": look.hints[value]} if value in look.hints else None,
                "conditional": _conditional(bound, look, value),
                "behaviour": "exclusive" if value == look.exclusive else None,
                "attributes": attributes(bound),
            }
        )
    return items


def _conditional(bound: BoundField, look: Look, value: str) -> Params | None:
    if value not in look.conditional:
        return None
    return {"html": draw_field(bound.form[look.conditional[value]])}


def _option_list(component: str):
    def drawn(bound: BoundField, look: Look) -> SafeString:
        wanted = {"inline": look.inline, "small": look.small}
        shape = [f"govuk-{component}--{name}" for name, yes in wanted.items() if yes]
        return draw(
            component,
            {
                **common(bound),
                "id": None,
                "idPrefix": bound.auto_id,
                "fieldset": fieldset(bound, look),
                "items": _items(bound, look),
                "classes": " ".join([*shape, look.classes]).strip(),
            },
        )

    return drawn


def _single_checkbox(bound: BoundField, look: Look) -> SafeString:
    params = common(bound)
    tick = {
        "value": "on",
        "text": bound.label,
        "checked": bool(bound.value()),
        "hint": params.pop("hint"),
        "disabled": bound.field.disabled or None,
        "conditional": _conditional(bound, look, "on"),
        "attributes": attributes(bound),
    }
    classes = "govuk-checkboxes--small" if look.small else look.classes
    return draw("checkboxes", {**params, "id": None, "idPrefix": bound.auto_id, "items": [tick], "classes": classes})


def _select(bound: BoundField, look: Look) -> SafeString:
    chosen = _chosen(bound) - {"None"}
    items = [{"value": value, "text": text, "selected": value in chosen} for value, text in _choices(bound)]
    return draw(
        "select",
        {
            **common(bound),
            "label": label(bound, look),
            "items": items,
            "classes": look.classes,
            "disabled": bound.field.disabled or None,
            "attributes": attributes(bound),
        },
    )


def _wrong_parts(bound: BoundField) -> tuple[int, ...]:
    return getattr(bound.field, "wrong_parts", ()) or tuple(range(len(bound.field.widget.boxes)))


def _date(bound: BoundField, look: Look) -> SafeString:
    value = bound.value()
    hints = getattr(bound.field, "autocomplete", (None, None, None))
    parts = value if isinstance(value, list | tuple) else bound.field.widget.decompress(value)
    widths = (2, 2, 4)
    names = (gettext("Day"), gettext("Month"), gettext("Year"))
    items = []
    for index, box in enumerate(bound.field.widget.boxes):
        name, width = names[box], widths[box]
        is_wrong = bool(bound.errors) and index in _wrong_parts(bound)
        items.append(
            {
                "name": f"{bound.html_name}_{index}",
                "id": f"{bound.auto_id}_{index}",
                "label": name,
                "value": "" if parts[index] is None else str(parts[index]),
                "classes": f"govuk-input--width-{width}" + (" govuk-input--error" if is_wrong else ""),
                "autocomplete": hints[box],
            }
        )
    return draw("date-input", {**common(bound), "fieldset": fieldset(bound, look), "items": items})


def _file(bound: BoundField, look: Look) -> SafeString:
    widget = bound.field.widget
    return draw(
        "file-upload",
        {
            **common(bound),
            "label": label(bound, look),
            "javascript": True,
            "multiple": getattr(widget, "allow_multiple_selected", False) or None,
            "disabled": bound.field.disabled or None,
            "classes": look.classes,
            "attributes": attributes(bound, "multiple"),
        },
    )


def _password(bound: BoundField, look: Look) -> SafeString:
    return draw(
        "password-input",
        {
            **common(bound),
            "label": label(bound, look),
            "autocomplete": bound.field.widget.attrs.get("autocomplete", "current-password"),
            "classes": look.classes,
            "attributes": attributes(bound, "autocomplete"),
        },
    )


# Looked through in order, because CheckboxSelectMultiple is a subclass of RadioSelect.
DRAWERS = (
    (DateBoxes, _date),
    (forms.CheckboxSelectMultiple, _option_list("checkboxes")),
    (forms.RadioSelect, _option_list("radios")),
    (forms.CheckboxInput, _single_checkbox),
    (forms.Select, _select),
    (forms.Textarea, _textarea),
    (forms.FileInput, _file),
    (forms.PasswordInput, _password),
)
