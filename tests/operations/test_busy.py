"""When the database is stuck, full of connections or away, people are told so and when to come back (C02, C17, C19)."""

import threading
import time

import pytest
from django.db import OperationalError, connection, connections
from django.test import Client
from django.urls import reverse

from sandbox_portal.people.front import Part
from sandbox_portal.people.models import Organisation

WORDS = {"name": "Lark Rise Carers", "legal_form": "company", "town": "Elmbridge", "summary": "Care at home."}


@pytest.fixture
def patient_client(transactional_db, provider_user, sign_in):
    yield sign_in(Client(raise_request_exception=False), provider_user)
    connection.close()  # with the short times of a test


def test_a_row_that_somebody_holds_ends_in_a_page_that_says_so_and_nobody_else_waits(
    patient_client, organisation, provider_user
):
    held, let_go = threading.Event(), threading.Event()

    def hold():
        try:
            with connections["default"].cursor() as cursor:
                cursor.execute("BEGIN")
                cursor.execute("SELECT 1 FROM people_organisation WHERE id = %s FOR UPDATE", [organisation.pk])
                held.set()
                let_go.wait(20)
                cursor.execute("ROLLBACK")
        finally:
            connections["default"].close()

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(10)
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '300ms'")  # three seconds in earnest
    began = time.monotonic()
    stuck = patient_client.post(reverse("organisation-correct", args=[organisation.pk]), WORDS)
    took = time.monotonic() - began
    meanwhile = patient_client.get(reverse("your-account"))
    let_go.set()
    holder.join()
    afterwards = patient_client.post(reverse("organisation-correct", args=[organisation.pk]), WORDS)

    assert (stuck.status_code, stuck["Retry-After"], meanwhile.status_code, afterwards.status_code) == (
        503,
        "5",
        200,
        302,
    )
    assert "send it again" in stuck.content.decode()
    assert (took < 10, Organisation.objects.get(pk=organisation.pk).town) == (True, "Elmbridge")


def test_a_query_that_does_not_end_is_ended(patient_client, monkeypatch):
    def slow(user, at):
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = '200ms'")
            cursor.execute("SELECT pg_sleep(30)")

    monkeypatch.setattr("sandbox_portal.people.front._parts", {"slow": _part(slow)})

    answer = patient_client.get(reverse("home"))

    assert (answer.status_code, answer["Retry-After"]) == (503, "5")


def _part(build):
    return Part("slow", build, 0)


def test_a_fault_of_ours_is_not_called_busy(patient_client, monkeypatch):
    monkeypatch.setattr("sandbox_portal.people.front._parts", {"broken": _part(lambda user, at: 1 / 0)})

    assert patient_client.get(reverse("home")).status_code == 500


def test_health_says_only_ok_or_not_ok(db, client, django_assert_num_queries, monkeypatch):
    well = client.get(reverse("health"))
    with monkeypatch.context() as refused:
        refused.setattr(connection, "cursor", _refuse)
        away = client.get(reverse("health"))

    assert [(each.status_code, each.content) for each in (well, away)] == [(200, b"ok\n"), (503, b"not ok\n")]


def _refuse(*_):
    raise OperationalError("the connection was refused at 10.0.0.7")


def test_metrics_are_for_whoever_knows_the_token_and_name_nobody(db, client, settings, provider_user, organisation):
    settings.METRICS_TOKEN = "a-long-token"
    asked = [
        client.get(reverse("metrics"), headers={"Authorization": said}) if said else client.get(reverse("metrics"))
        for said in ("", "Bearer another", "Bearer a-long-token")
    ]
    text = asked[2].content.decode()

    assert [each.status_code for each in asked] == [404, 404, 200]
    assert "portal_outbox_waiting 0\n" in text
    assert [word for word in (provider_user.email, provider_user.name, organisation.name) if word in text] == []


def test_without_a_token_in_the_settings_there_is_no_such_page(db, client, settings):
    settings.METRICS_TOKEN = ""

    assert client.get(reverse("metrics"), headers={"Authorization": "Bearer "}).status_code == 404
