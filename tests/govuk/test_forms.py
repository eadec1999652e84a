"""Every widget drawn by its component; errors lead to the control; nothing a label says can become markup."""

import re

import pytest
from django import forms
from django.template import Context, Template
from django.utils.safestring import mark_safe

from sandbox_portal.govuk.drawing import draw_field
from sandbox_portal.govuk.fields import GovukDateField
from sandbox_portal.govuk.forms import FilterForm, PageForm
from sandbox_portal.govuk.looks import Look

TWO = [("a", "Apples"), ("b", "Bananas")]
WIDGETS = {
    "text": forms.CharField(label="Name"),
    "email": forms.EmailField(label="Email address"),
    "number": forms.IntegerField(label="Places"),
    "decimal": forms.DecimalField(label="Hours"),
    "textarea": forms.CharField(label="Story", widget=forms.Textarea),
    "counted": forms.CharField(label="Short story", widget=forms.Textarea, max_length=100),
    "worded": forms.CharField(label="Long story", widget=forms.Textarea),
    "radios": forms.ChoiceField(label="Fruit", choices=TWO, widget=forms.RadioSelect),
    "checkboxes": forms.MultipleChoiceField(label="Fruits", choices=TWO, widget=forms.CheckboxSelectMultiple),
    "tick": forms.BooleanField(label="I agree"),
    "select": forms.ChoiceField(label="Region", choices=[("", "Choose"), *TWO]),
    "date": GovukDateField(label="Opened on", what="The date you opened"),
    "file": forms.FileField(label="Statement"),
    "password": forms.CharField(label="Password", widget=forms.PasswordInput),
}
COMPONENTS = {
    "text": "govuk-input",
    "email": "govuk-input",
    "number": "govuk-input",
    "decimal": "govuk-input",
    "textarea": "govuk-textarea",
    "counted": "govuk-js-character-count",
    "worded": "govuk-js-character-count",
    "radios": "govuk-radios",
    "checkboxes": "govuk-checkboxes",
    "tick": "govuk-checkboxes",
    "select": "govuk-select",
    "date": "govuk-date-input",
    "file": "govuk-file-upload",
    "password": "govuk-password-input",
}


class Everything(PageForm):
    title = "Everything"
    looks = {"worded": Look(max_words=50)}


Everything.base_fields = WIDGETS


def page(form):
    return Template("{% load crispy_forms_tags %}{% crispy form %}").render(Context({"form": form, "csrf_token": "t"}))


@pytest.mark.parametrize("name", sorted(WIDGETS))
def test_each_widget_is_drawn_by_its_component(name):
    drawn = str(draw_field(Everything()[name]))

    assert [COMPONENTS[name] in drawn, "govuk-form-group" in drawn, "--error" in drawn] == [True, True, False]


@pytest.mark.parametrize("name", sorted(WIDGETS))
def test_each_widget_shows_its_error_and_is_linked_from_the_summary(name):
    drawn = page(Everything({}))

    message = Everything({}).errors[name][0]
    href = re.search(rf'<a href="#([^"]+)">{re.escape(message)}</a>', drawn)[1]
    assert drawn.count(f'id="{href}"') == 1
    assert re.search(rf"Error:</span>\s*{re.escape(message)}", drawn)


def test_a_form_without_an_answer_is_refused_in_plain_sentences():
    assert {name: errors[0] for name, errors in Everything({}).errors.items()} == {
        "text": "Enter name",
        "email": "Enter email address",
        "number": "Enter places",
        "decimal": "Enter hours",
        "textarea": "Enter story",
        "counted": "Enter short story",
        "worded": "Enter long story",
        "radios": "Select fruit",
        "checkboxes": "Select fruits",
        "tick": "Tick the box “I agree”",
        "select": "Select region",
        "date": "Enter the date you opened",
        "file": "Enter statement",
        "password": "Enter password",
    }


def test_a_wrong_answer_is_refused_in_plain_sentences():
    answers = {"email": "x", "number": "x", "counted": "x" * 101, "radios": "z", "checkboxes": ["z"], "select": "z"}

    errors = Everything(answers).errors

    assert {name: errors[name][0] for name in answers} == {
        "email": "Enter an email address in the correct format, like name@example.com",
        "number": "Enter a whole number.",
        "counted": "Short story must be 100 characters or fewer",
        "radios": "Choose one of the answers shown",
        "checkboxes": "Choose one of the answers shown",
        "select": "Choose one of the answers shown",
    }


def test_a_form_keeps_its_own_messages():
    field = forms.CharField(label="Name", max_length=2, error_messages={"required": "Who?", "max_length": "Too long"})
    form = type("Named", (PageForm,), {"name": field})

    assert [form({}).errors["name"][0], form({"name": "abc"}).errors["name"][0]] == ["Who?", "Too long"]


def test_what_was_typed_stays_in_the_boxes():
    typed = {"text": "Rose <Cottage>", "textarea": "a & b", "radios": "b", "checkboxes": ["a", "b"], "select": "a"}
    typed |= {"date_0": "3", "date_2": "2020", "tick": "on", "password": "secret"}

    drawn = page(Everything(typed))

    assert 'value="Rose &lt;Cottage&gt;"' in drawn
    assert ">a &amp; b</textarea>" in drawn
    assert len(re.findall(r'type="radio" value="b" checked', drawn)) == 1
    assert len(re.findall(r'name="checkboxes" type="checkbox" value="." checked', drawn)) == 2
    assert '<option value="a" selected>' in drawn
    assert re.search(r'id="id_date_0"[^>]* value="3"', drawn)
    assert "secret" not in drawn


def test_only_the_wrong_boxes_of_a_date_are_marked_and_the_link_leads_to_the_first():
    drawn = page(Everything({"date_0": "3", "date_2": "2020"}))

    marked = re.findall(r'govuk-input--error" id="(id_date_\d)"', drawn)
    assert marked == ["id_date_1"]
    assert '<a href="#id_date_1">The date you opened must include a month</a>' in drawn


HOSTILE = '<script>alert("x")</script>'


@pytest.mark.parametrize("words", [HOSTILE, mark_safe(HOSTILE)], ids=["plain", "marked as safe by mistake"])
@pytest.mark.parametrize("name", sorted(WIDGETS))
def test_words_of_a_field_never_become_markup(name, words):
    class Hostile(PageForm):
        title = words
        looks = {"answer": Look(hints={"a": words}, prefix=words, suffix=words, max_words=5)}

    field = WIDGETS[name].__deepcopy__({})
    field.label, field.help_text = words, words
    if hasattr(field, "choices"):
        field.choices = [("a", words), (HOSTILE, "B")]
    field.error_messages["required"] = words
    Hostile.base_fields = {"answer": field}

    drawn = page(Hostile({}))

    assert "<script" not in drawn
    assert "&lt;script&gt;" in drawn


class Boats(FilterForm):
    q = forms.CharField(label="Words", max_length=10, required=False)
    kind = forms.ChoiceField(label="Kind", choices=[("", "Any"), ("barge", "A barge")], required=False)
    since = GovukDateField(label="From", required=False)


def test_a_filter_narrows_by_what_means_something_and_each_tag_takes_one_away():
    form = Boats({"q": "red", "kind": "barge"})

    assert form.chosen() == {"q": "red", "kind": "barge"}
    assert form.selected(q="Red ones") == [
        {"text": "Red ones", "href": "?kind=barge"},
        {"text": "Kind: A barge", "href": "?q=red"},
    ]


def test_a_choice_that_is_none_is_passed_over_and_half_a_date_is_told_of():
    form = Boats({"kind": "spaceship", "since_0": "3"})

    assert (form.chosen(), list(form.errors)) == ({}, ["since"])
