"""The helpers that wings lean on fail when they should."""

import threading
from types import SimpleNamespace

import pytest
from django.core.signals import request_finished, request_started
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from sandbox_portal.people.doors import ANYONE, Door
from sandbox_portal.people.models import Organisation
from tests.factories.people import make_organisation
from tests.serving import wait_until_nobody_is_served

from .query_counts import assert_same_queries

pytestmark = pytest.mark.django_db


class AsksPerRow(Door):
    access = frozenset({ANYONE})

    def get(self, request):
        return HttpResponse("".join(one.members.first().name for one in Organisation.objects.all()))


class AsksOnce(Door):
    access = frozenset({ANYONE})

    def get(self, request):
        return HttpResponse("".join(Organisation.objects.values_list("name", flat=True)))


urlpatterns = [path("per-row/", AsksPerRow.as_view()), path("once/", AsksOnce.as_view())]


def add(count: int) -> SimpleNamespace:
    return SimpleNamespace(rows=[make_organisation() for _ in range(count)])


@pytest.mark.urls(__name__)
def test_a_page_that_asks_for_each_row_is_reported():
    with pytest.raises(AssertionError, match="statements for one row"):
        assert_same_queries(Client(), "/per-row/", add=add)


@pytest.mark.urls(__name__)
def test_a_page_that_asks_once_passes():
    assert_same_queries(Client(), "/once/", add=add)


def test_a_request_that_is_still_worked_on_is_waited_for():
    begun, may_end = threading.Event(), threading.Event()

    def serve() -> None:
        request_started.send(None, environ={})
        begun.set()
        may_end.wait()
        request_finished.send(None)

    server = threading.Thread(target=serve)
    server.start()
    begun.wait()
    with pytest.raises(AssertionError, match="a request is still not answered"):
        wait_until_nobody_is_served(0.05)
    may_end.set()

    wait_until_nobody_is_served()
    server.join()
