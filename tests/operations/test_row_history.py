"""Who changed which row of a sensitive table, and what stood there before: kept by the database itself (F04)."""

import re

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from programme.actions import open_window
from sandbox_portal.casework.acting import Acting, acting
from sandbox_portal.operations.models import RowChange
from sandbox_portal.operations.watched import WATCHED
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import Organisation, RoleGrant, User
from selection.models import Application
from tests.factories.people import make_organisation, make_staff
from tests.factories.rounds import make_round
from tests.factories.selection import make_application


@pytest.fixture
def auditor_client(client, db, sign_in):
    return sign_in(client, make_staff(Role.AUDITOR))


def sent_application() -> Application:
    return make_application(open_window(make_round(), by=None, at=database_now()))


def newest(table: str) -> RowChange:
    return RowChange.objects.filter(table_name=table).latest("id")


def by_hand(statement: str) -> None:
    """As somebody with a database shell would do it: past the portal."""
    with connection.cursor() as cursor:
        cursor.cursor.execute(f"SET LOCAL portal.acting = ''; {statement}")


def test_every_watched_table_has_the_trigger_and_hides_what_is_never_kept(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, encode(tgargs, 'escape')"
            " FROM pg_trigger WHERE tgname = 'record_row_change'"
        )
        found = {table: tuple(arguments.split("\\000")[:2]) for table, arguments in cursor.fetchall()}

    assert found == {each.table: (each.case_column, ",".join(each.hidden)) for each in WATCHED}


def test_an_update_keeps_who_why_and_only_the_columns_that_differ(organisation, provider_user):
    person = provider_user
    with acting(lambda: Acting("person", by_id=str(person.pk), reference="ABCD3467", reason="organisation-correct")):
        Organisation.objects.filter(pk=organisation.pk).update(town="Elmbridge", name=organisation.name)

    change = newest("people_organisation")
    assert (change.operation, change.before, change.after) == (
        "update",
        {"town": organisation.town},
        {"town": "Elmbridge"},
    )
    assert (change.acted_as, change.by_id, change.reference, change.reason, change.row_id) == (
        "person",
        person.pk,
        "ABCD3467",
        "organisation-correct",
        str(organisation.pk),
    )


def test_many_rows_at_once_are_kept_one_by_one(db):
    people = [User(email=f"one{number}@people.example", name="100% One") for number in range(3)]

    User.objects.bulk_create(people)
    User.objects.filter(pk__in=[person.pk for person in people]).delete()

    kept = RowChange.objects.filter(table_name="people_user", row_id__in=[str(person.pk) for person in people])
    assert sorted(kept.values_list("operation", flat=True)) == ["delete"] * 3 + ["insert"] * 3


def test_a_password_is_never_kept(db):
    user = User.objects.create_user(email="ada@people.example", password="a long and secret word", name="Ada")

    kept = [str([change.before, change.after]) for change in RowChange.objects.filter(row_id=str(user.pk))]

    assert (len(kept) > 0, [text for text in kept if "password" in text or user.password in text]) == (True, [])


def test_a_change_by_hand_is_marked(organisation):
    by_hand(f"UPDATE people_organisation SET town = 'Elsewhere' WHERE id = '{organisation.pk}'")

    change = newest("people_organisation")
    assert (change.acted_as, change.by_id, change.database_user != "") == ("outside", None, True)


def test_what_was_said_of_one_transaction_is_not_believed_of_the_next(transactional_db):
    first = make_organisation()
    with acting(lambda: Acting("person", reason="first")):
        Organisation.objects.filter(pk=first.pk).update(town="One")
    by_hand(f"UPDATE people_organisation SET town = 'Two' WHERE id = '{first.pk}'")

    assert newest("people_organisation").acted_as == "outside"


@pytest.mark.parametrize("statement", ["UPDATE {} SET reason = ''", "DELETE FROM {}", "TRUNCATE {}"])
def test_the_history_itself_cannot_be_changed(organisation, statement):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL portal.allow_truncate = off")
    with pytest.raises(IntegrityError, match="rows are only ever added"), transaction.atomic():
        by_hand_through_django(statement.format("operations_rowchange"))


def by_hand_through_django(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_change_costs_no_message_more(organisation, django_assert_num_queries):
    with django_assert_num_queries(1):
        Organisation.objects.filter(pk=organisation.pk).update(town="Elmbridge")

    assert newest("people_organisation").after["town"] == "Elmbridge"


def test_what_a_person_does_on_a_page_is_kept_with_the_person_the_page_and_the_reference(
    provider_client, provider_user, organisation
):
    response = provider_client.post(
        reverse("organisation-correct", args=[organisation.pk]),
        {"name": "Lark Rise Carers", "legal_form": "company", "town": "Elmbridge", "summary": "Care at home."},
    )

    change = newest("people_organisation")
    assert (change.by_id, change.acted_as, change.reason) == (provider_user.pk, "person", "organisation-correct")
    assert change.reference == response["X-Reference"]


def test_an_auditor_reads_names_instead_of_numbers(auditor_client, organisation, provider_user):
    with acting(
        lambda: Acting("person", by_id=str(provider_user.pk), reference="ABCD3467", reason="organisation-correct")
    ):
        Organisation.objects.filter(pk=organisation.pk).update(town="Elmbridge")

    html = auditor_client.get(reverse("row-history"), {"reference": "abcd3467"}).content.decode()

    assert [word for word in (provider_user.name, "Elmbridge", organisation.town, "ABCD3467") if word not in html] == []
    assert html.count("<section") == 1


def test_the_history_of_a_case_holds_its_rows_alone_and_goes_on_page_by_page(auditor_client, db):
    sent, other = sent_application(), sent_application()
    for number in range(35):
        type(sent).objects.filter(pk=sent.pk).update(summary=f"Version {number}.")
    type(other).objects.filter(pk=other.pk).update(summary="Of another case.")

    first = auditor_client.get(reverse("row-history-case", args=[sent.pk])).content.decode()
    older = re.search(r'href="(\?after=\d+)"', first)[1]
    second = auditor_client.get(reverse("row-history-case", args=[sent.pk]) + older).content.decode()

    assert (first.count("<section"), "Version 34." in first, "Of another case." in first) == (30, True, False)
    assert ("Version 5." in first, "Version 3." in second, "Version 20." in second) == (True, True, False)


def test_nobody_else_reads_it(provider_client, lead_client):
    assert [client.get(reverse("row-history")).status_code for client in (provider_client, lead_client)] == [403, 403]


def test_a_given_role_is_kept_with_its_reason(db):
    person = make_staff(Role.AUDITOR)

    grant = RoleGrant.objects.get(user=person)
    change = newest("people_rolegrant")
    assert (change.row_id, change.after["role"], change.after["user_id"]) == (str(grant.pk), "auditor", str(person.pk))
