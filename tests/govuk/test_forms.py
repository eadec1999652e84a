"""Every widget drawn by its component; errors lead to the control; nothing a label says can become markup."""

import re

import pytest
from django import forms
from django.template import Context, Template
from django.utils.safestring import mark_safe

from sandbox_portal.govuk.drawing import draw_field
from sandbox_portal.govuk.fields import GovukDateField
from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.govuk.looks import Look
from tests.govuk.markup import shape

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


def one_field(field, look=None, **named):
    form = type("OneField", (PageForm,), {"answer": field, "looks": {"answer": look} if look else {}})(**named)
    return str(draw_field(form["answer"]))


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
    assert 'enctype="multipart/form-data"' in page(Everything())


def test_a_form_is_protected_and_leaves_checking_to_the_server():
    drawn = page(Everything())

    assert ['name="csrfmiddlewaretoken" value="t"' in drawn, "novalidate" in drawn, "required" in drawn] == [
        True,
        True,
        False,
    ]


def test_the_summary_is_shown_once_also_when_the_page_has_put_it_on_top():
    template = Template("{% load govuk crispy_forms_tags %}{% error_summary form %}<h1>T</h1>{% crispy form %}")

    drawn = template.render(Context({"form": Everything({})}))

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
