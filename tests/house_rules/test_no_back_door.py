"""There is no Django admin and nothing like it: every change goes through a page with an action behind it (A14)."""

import pytest
from django.apps import apps
from django.test import Client
from django.urls import get_resolver

from sandbox_portal.people.choices import Role

from .access_table import pages
from .source import python_files, where

OFFICES = {"django.contrib.admin", "django.contrib.admindocs", "debug_toolbar", "silk", "hijack", "loginas"}
ADDRESSES = ("/admin/", "/admin/login/", "/django-admin/", "/accounts/admin/", "/admin/people/user/", "/__debug__/")


def test_no_app_that_edits_rows_by_itself_is_installed():
    assert {config.name for config in apps.get_app_configs()} & OFFICES == set()


def test_no_address_leads_into_an_admin():
    modules = {page.name: getattr(page.callback, "__module__", "") for page in pages()}

    assert "admin" not in get_resolver().namespace_dict
    assert {name: module for name, module in modules.items() if "contrib.admin" in module} == {}


def test_no_file_registers_a_model_with_an_admin():
    said = ("admin.site", "admin.register", "ModelAdmin", "contrib import admin")

    assert [where(path) for path in python_files() if any(words in path.read_text() for words in said)] == []


@pytest.mark.django_db
def test_not_even_an_administrator_finds_one(staff_user, sign_in):
    client = sign_in(Client(), staff_user(*Role))

    assert {address: client.get(address).status_code for address in ADDRESSES} == dict.fromkeys(ADDRESSES, 404)
