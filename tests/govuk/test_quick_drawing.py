"""What is drawn without a template is what Django draws, and a text is looked up once for each language."""

from uuid import uuid4

import pytest
from django import forms
from django.template import Context, Template
from django.urls import reverse
from django.urls.base import get_script_prefix, set_script_prefix
from django.utils.translation import gettext, override
from django.utils.translation.trans_real import translation

from sandbox_portal.govuk.addresses import row_address
from sandbox_portal.govuk.apps import keep_texts
from sandbox_portal.govuk.drawing import draw_field
from sandbox_portal.govuk.forms import PageForm


class Marked(forms.HiddenInput):
    pass


class Hidden(PageForm):
    page = forms.CharField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)
    marked = forms.CharField(widget=forms.HiddenInput(attrs={"data-marked": "1"}), required=False)
    off = forms.CharField(widget=forms.HiddenInput, disabled=True, required=False)
    own = forms.CharField(widget=Marked, required=False)
    name = forms.CharField(label="Your name")


@pytest.mark.parametrize(
    "form",
    [
        Hidden(),
        Hidden(initial={"page": '"><script>', "version": 12_345}),
        Hidden({"page": "<b>&'", "version": "x", "name": ""}),
        Hidden(auto_id=False),
        Hidden(auto_id="1a-%s", prefix="first"),
    ],
    ids=["empty", "first values", "sent", "without ids", "with a prefix"],
)
def test_a_hidden_field_is_what_django_draws(form):
    for bound in form.hidden_fields():
        assert draw_field(bound) == bound.as_widget()


def test_a_form_draws_every_field_once_and_in_order():
    page = Template("{% load crispy_forms_tags %}{% crispy form %}").render(Context({"form": Hidden()}))

    assert [page.count(f'name="{name}"') for name in Hidden.base_fields] == [1] * 6
    assert sorted(Hidden.base_fields, key=lambda name: page.index(f'name="{name}"')) == list(Hidden.base_fields)


def test_a_text_is_looked_up_once_and_in_its_own_language():
    keep_texts("en-gb")
    keep_texts("en-gb")  # twice is once
    found = [gettext("Monday")]
    with override("fr"):
        found.append(gettext("Monday"))
    before = translation("en-gb").gettext.cache_info()
    found.append(gettext("Monday"))

    assert found == ["Monday", "lundi", "Monday"]
    assert translation("en-gb").gettext.cache_info().misses == before.misses


@pytest.fixture
def below_another_path():
    before = get_script_prefix()
    set_script_prefix("/portal/")
    yield
    set_script_prefix(before)


def test_the_address_of_a_row_begins_where_the_portal_is(below_another_path):
    pk = uuid4()

    assert row_address("service-detail", pk) == reverse("service-detail", args=[pk])


def test_the_address_of_a_row_is_what_reverse_gives():
    rows = [uuid4(), uuid4()]

    assert [row_address("service-detail", pk) for pk in rows] == [reverse("service-detail", args=[pk]) for pk in rows]
    assert row_address("evidence-detail", *rows) == reverse("evidence-detail", args=rows)
    with pytest.raises(AssertionError):
        row_address("service-detail", "no id")
