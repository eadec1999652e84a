"""A form that carries its page: title, hint, button and looks; drawn by one shared template."""

from collections.abc import Iterable
from typing import ClassVar
from urllib.parse import urlencode

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from .components import draw
from .drawing import control_id, draw_field
from .looks import Look, revealed_fields
from .sentences import say_plainly


class Fields(Layout):
    """The fields of a form one after the other: drawn at once, where crispy draws a template for each.

    What was laid between them, such as a hidden version, is left to crispy.
    """

    def render(self, form, context, template_pack=None, **named):
        if not all(isinstance(name, str) for name in self.fields):
            return super().render(form, context, template_pack=template_pack, **named)
        form.rendered_fields.update(self.fields)
        return draw_fields(form, self.fields)


def draw_fields(form: forms.BaseForm, names: Iterable[str]) -> SafeString:
    """The fields with these names, in order."""
    return format_html_join("", "{}", ((draw_field(form[name]),) for name in names))


class PageFormMixin:
    """What a page form says of itself, for plain and model forms alike.

    `templates/components/page_form.html` shows it: caption, title, hint, the fields in order, and the button.
    With `question = "field_name"` that field's label is the page's heading and `title` is only the window's title.
    """

    title = ""
    caption = ""
    hint = ""
    button = gettext_lazy("Continue")
    button_classes = ""
    form_tag = True
    form_method = "post"
    form_id = ""
    question = ""
    looks: ClassVar[dict[str, Look]] = {}
    usual_look: ClassVar[Look] = Look()

    def full_clean(self):
        """Speak plainly of every field, also of those that were added after the form was made."""
        for name in self.fields if self.is_bound else ():  # nothing was sent, so nothing is wrong with it
            say_plainly(self[name])
        super().full_clean()

    @property
    def helper(self):
        """Lay every field out in order, except those that a choice of another field reveals."""
        helper = FormHelper()
        helper.form_tag = self.form_tag
        helper.form_method = self.form_method
        helper.form_id = self.form_id
        helper.layout = Fields(*self.shown_fields())
        helper.button_text = self.button
        helper.button_classes = self.button_classes
        return helper

    def shown_fields(self) -> list[str]:
        """Every field in order, except those that a choice of another field reveals."""
        revealed = revealed_fields(self)
        return [name for name in self.fields if name not in revealed]


def status_of(form: forms.BaseForm) -> int:
    """What a page with this form is answered with: 422 where something sent with it is wrong."""
    return 422 if form.errors else 200


class PageForm(PageFormMixin, forms.Form):
    """The base of page forms. It validates and returns clean data; it never saves, mails or moves a stage."""

    use_required_attribute = False


class FilterForm(PageForm):
    """The filter beside a list, which components/filter.html draws. What means nothing narrows nothing.

    A choice that is none, as in an old address, is not told of; what somebody typed and cannot be read, such as half a
    date, is.
    """

    form_method = "get"
    usual_look = Look(mark_optional=False)

    def full_clean(self):
        super().full_clean()
        for name in [name for name in self.errors if isinstance(self.fields.get(name), forms.ChoiceField)]:
            del self.errors[name]

    def chosen(self) -> dict[str, str]:
        """The filled-in fields that mean something, as they stand in the address."""
        self.is_valid()
        return {name: str(value) for name, value in self.cleaned_data.items() if value}

    def selected(self, **words: str) -> list[dict[str, str]]:
        """The tags that each take one filter away; `words` are those of values a field cannot say itself."""
        return [
            {"text": words.get(name) or self.in_words(name, value), "href": f"?{urlencode(self.without(name))}"}
            for name, value in self.chosen().items()
            if self.has_tag(name, value)
        ]

    def has_tag(self, name: str, value: str) -> bool:
        """False for what is no narrowing, such as an order."""
        return True

    def without(self, name: str) -> dict[str, str]:
        """The address without one of the fields."""
        return {key: value for key, value in self.chosen().items() if key != name}

    def in_words(self, name: str, value: str) -> str:
        """What one field narrows the list to."""
        choices = dict(getattr(self.fields[name], "choices", []))
        return f"{self.fields[name].label}: {choices.get(value, value)}"


class PageModelForm(PageFormMixin, forms.ModelForm):
    use_required_attribute = False


def draw_error_summary(form) -> SafeString:
    """List every error with a link to the control that is wrong; nothing when there is none."""
    if not form.errors:
        return SafeString("")
    items = [{"text": error} for error in form.non_field_errors()]
    for bound in form:
        if bound.errors and not bound.is_hidden:
            items.append({"text": bound.errors[0], "href": f"#{control_id(bound)}"})
        elif bound.errors:
            items.append({"text": bound.errors[0]})
    return draw("error-summary", {"titleText": gettext_lazy("There is a problem"), "errorList": items})
