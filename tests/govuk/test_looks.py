"""How a field is drawn where its type alone does not say it, and what a form leaves to its page."""

import re

from django import forms
from django.template import Context, Template

from sandbox_portal.govuk.drawing import draw_field
from sandbox_portal.govuk.fields import GovukDateField
from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.govuk.looks import Look
from tests.govuk.markup import shape

TWO = [("a", "Apples"), ("b", "Bananas")]


class Named(PageForm):
    title = "Name"
    name = forms.CharField(label="Name")
    statement = forms.FileField(label="Statement")


def page(form):
    return Template("{% load crispy_forms_tags %}{% crispy form %}").render(Context({"form": form, "csrf_token": "t"}))


def one_field(field, look=None, **named):
    form = type("OneField", (PageForm,), {"answer": field, "looks": {"answer": look} if look else {}})(**named)
    return str(draw_field(form["answer"]))


def test_an_optional_field_says_so_unless_told_not_to():
    field = forms.CharField(label="Name", required=False)

    said, unsaid = one_field(field), one_field(field, Look(mark_optional=False))

    assert ["Name (optional)" in said, "(optional)" in unsaid, "Name" in unsaid] == [True, False, True]


def test_a_question_page_has_its_label_as_heading():
    class Why(PageForm):
        title = question = "why"
        why = forms.CharField(label="Why?", widget=forms.Textarea)

    class Which(PageForm):
        title = question = "which"
        which = forms.ChoiceField(label="Which?", choices=TWO, widget=forms.RadioSelect)

    assert shape(page(Why())).count(("h1", (("class", "govuk-label-wrapper"),))) == 1
    assert shape(page(Which())).count(("h1", (("class", "govuk-fieldset__heading"),))) == 1


def test_a_revealed_field_is_drawn_once_inside_its_choice():
    class Contact(PageForm):
        title = "How?"
        looks = {"how": Look(conditional={"b": "number"})}
        how = forms.ChoiceField(label="How?", choices=TWO, widget=forms.RadioSelect)
        number = forms.CharField(label="Number", required=False)

    drawn = page(Contact())

    assert drawn.count('name="number"') == 1
    assert drawn.index('id="conditional-id_how-2"') < drawn.index('name="number"')


def test_an_exclusive_choice_stands_after_or_and_unticks_the_others():
    look = Look(divider_before="b", exclusive="b")
    field = forms.MultipleChoiceField(choices=TWO, widget=forms.CheckboxSelectMultiple)

    drawn = one_field(field, look)

    assert ['data-behaviour="exclusive"' in drawn, 'govuk-checkboxes__divider">or<' in drawn] == [True, True]


def test_groups_of_a_select_are_shown_as_one_list():
    field = forms.ChoiceField(choices=[("North", [("n1", "Leeds")]), ("s", "South")])

    assert re.findall(r'<option value="([^"]*)"', one_field(field)) == ["n1", "s"]


def test_an_empty_choice_is_not_offered_as_a_radio():
    field = forms.ChoiceField(choices=[("", "---------"), *TWO], widget=forms.RadioSelect)

    assert re.findall(r'type="radio" value="([^"]*)"', one_field(field)) == ["a", "b"]


def test_a_number_asks_a_phone_for_its_number_pad_and_is_not_changed_by_a_mouse_wheel():
    whole, broken = one_field(forms.IntegerField()), one_field(forms.DecimalField())

    assert [re.findall(r'(type|inputmode)="(\w+)"', drawn) for drawn in (whole, broken)] == [
        [("type", "text"), ("inputmode", "numeric")],
        [("type", "text"), ("inputmode", "decimal")],
    ]


def test_a_form_with_a_file_is_sent_in_parts():
    assert 'enctype="multipart/form-data"' in page(Named())


def test_a_form_is_protected_and_leaves_checking_to_the_server():
    drawn = page(Named())

    assert ['name="csrfmiddlewaretoken" value="t"' in drawn, "novalidate" in drawn, "required" in drawn] == [
        True,
        True,
        False,
    ]


def test_the_summary_is_shown_once_also_when_the_page_has_put_it_on_top():
    template = Template("{% load govuk crispy_forms_tags %}{% error_summary form %}<h1>T</h1>{% crispy form %}")

    drawn = template.render(Context({"form": Named({})}))

    assert drawn.count("govuk-error-summary__title") == 1
    assert drawn.index("govuk-error-summary__title") < drawn.index("<h1>")


def test_an_error_of_the_whole_form_is_in_the_summary_without_a_link():
    class Closed(PageForm):
        title = "Closed"

        def clean(self):
            raise forms.ValidationError("The window has closed.")

    assert [line for line in shape(page(Closed({}))) if line == "The window has closed."] == ["The window has closed."]


def test_a_form_in_a_page_of_its_own_form_has_neither_tag_nor_button():
    class Bare(PageForm):
        title, form_tag, button = "Bare", False, ""
        name = forms.CharField()

    assert [word in page(Bare()) for word in ("<form", "<button", 'name="name"')] == [False, False, True]


def test_attributes_of_a_widget_are_passed_on():
    field = forms.CharField(widget=forms.TextInput(attrs={"data-x": "1", "autocomplete": "postal-code", "style": "x"}))

    drawn = one_field(field)

    assert ['data-x="1"' in drawn, 'autocomplete="postal-code"' in drawn, "style" in drawn] == [True, True, False]


def test_a_birthday_may_be_filled_in_by_the_browser():
    birthday = one_field(GovukDateField(is_birthday=True))

    assert re.findall(r'autocomplete="([^"]+)"', birthday) == ["bday-day", "bday-month", "bday-year"]
    assert "autocomplete" not in one_field(GovukDateField())
