"""Every look of staff at somebody's data is written down once; nobody changes it; who may read it (F10)."""

from datetime import timedelta

import pytest
import yaml
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.converters import UUIDConverter

from sandbox_portal.casework import access_record
from sandbox_portal.casework.actions.access import forget_old_looks
from sandbox_portal.casework.models import AccessRecord
from sandbox_portal.casework.page_names import page_words
from sandbox_portal.casework.queries.access import looks_at_own, looks_visible_to
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.doors import ANYONE
from tests.factories.people import make_staff
from tests.house_rules.access_table import pages
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor():
    return make_staff(Role.AUDITOR)


def looks() -> list[tuple]:
    return list(AccessRecord.objects.order_by("pk").values_list("by", "what", "page", "case", "organisation", "person"))


def test_opening_a_case_is_one_row_that_says_who_why_and_about_whom(send, lead, organisation):
    case = send()

    answer = sign_in(Client(), lead).get(reverse("case-desk", args=[case.pk]))

    assert answer.status_code == 200
    assert looks() == [(lead.pk, "case", "case-desk", case.pk, organisation.pk, None)]
    assert AccessRecord.objects.get().roles == "programme_lead"


def test_looking_at_an_account_names_the_person(lead):
    administrator = make_staff(Role.SYSTEM_ADMINISTRATOR)

    sign_in(Client(), administrator).get(reverse("person-detail", args=[lead.pk]))

    assert looks() == [(administrator.pk, "person", "person-detail", None, None, lead.pk)]


def test_a_download_is_written_down_and_a_list_is_not(send, lead):
    send()
    client = sign_in(Client(), lead)

    client.get(reverse("case-queue"))
    b"".join(client.get(reverse("case-queue-file")).streaming_content)

    assert looks() == [(lead.pk, "export", "case-queue-file", None, None, None)]


def test_people_who_look_at_their_own_are_not_written_down(send, owner, organisation):
    case = send()

    sign_in(Client(), owner).get(reverse("case-timeline", args=[case.pk]))

    assert looks() == []


def test_a_page_that_is_not_there_for_somebody_leaves_no_row(leaflet, lead):
    answer = sign_in(Client(), make_staff(Role.PANEL_MEMBER)).get(reverse("case-desk", args=[leaflet.pk]))

    assert (answer.status_code, looks()) == (404, [])


def test_the_row_costs_one_statement(send, lead, django_assert_num_queries):
    case = send()
    head = {"roles": "programme_lead", "what": access_record.Looked.CASE, "page": "case-desk", "reference": ""}

    with django_assert_num_queries(1):
        access_record.write_down(lead, ids={"case_id": case.pk}, **head)

    assert [row[:4] for row in looks()] == [(lead.pk, "case", "case-desk", case.pk)]


def test_what_cannot_be_written_down_is_not_shown(send, lead, monkeypatch):
    monkeypatch.setattr(access_record, "RECORD", "INSERT INTO nowhere SELECT 1 WHERE {trails} IS NULL")
    client = sign_in(Client(raise_request_exception=False), lead)

    answer = client.get(reverse("case-desk", args=[send(reference="LF-0001").pk]))

    assert (answer.status_code, "LF-0001" in answer.content.decode()) == (500, False)


def test_nobody_changes_a_look_or_takes_a_young_one_away(send, lead):
    sign_in(Client(), lead).get(reverse("case-desk", args=[send().pk]))

    for statement, why in (
        ("UPDATE casework_accessrecord SET page = 'x'", "rows are only ever added"),
        ("DELETE FROM casework_accessrecord", "who looked is kept for two years"),
    ):
        with pytest.raises(DatabaseError, match=why), transaction.atomic():
            connection.cursor().execute(statement)


def test_after_two_years_it_goes(lead):
    at = database_now()
    for age in (729, 731):
        AccessRecord.objects.create(by=lead, roles="", what="case", page="case-desk", at=at - timedelta(days=age))

    assert forget_old_looks(by=None, at=at) == 1
    assert AccessRecord.objects.count() == 1


def test_who_reads_of_which_looks(send, lead, owner, auditor):
    case = send()
    sign_in(Client(), lead).get(reverse("case-desk", args=[case.pk]))
    open_case = {"owner": looks_at_own(owner).count(), "auditor": looks_visible_to(auditor).count()}
    from tests.casework.kinds import LEAFLETS

    LEAFLETS.take_step(case, "answer", by=lead, at=database_now())

    assert open_case == {"owner": 0, "auditor": 1}
    assert [looks_visible_to(each).count() for each in (owner, lead, auditor)] == [1, 0, 1]


def test_the_auditor_narrows_the_list_and_takes_it_away_as_a_file(send, lead, auditor, organisation):
    sign_in(Client(), lead).get(reverse("case-desk", args=[send(reference="LF-0001").pk]))
    client = sign_in(Client(), auditor)

    found = client.get(reverse("look-list"), {"about": "lf-0001", "what": "case"}).content.decode()
    none = client.get(reverse("look-list"), {"who": "Nobody"}).content.decode()
    day = client.get(reverse("look-list"), {"what": "case", "since_0": "3", "since_1": "9", "since_2": "2020"})
    file = b"".join(client.get(reverse("look-file")).streaming_content).decode("utf-8-sig")

    assert (lead.name in found, "No look matches" in none) == (True, True)
    assert day.context["selected"] == [
        {"text": "At what: A case", "href": "?since_0=3&since_1=9&since_2=2020"},
        {"text": "From: 3 September 2020", "href": "?what=case"},
    ]
    assert [auditor.name in line for line in file.splitlines()] == [False, True, False]  # this download, then the look
    assert lead.name in file.splitlines()[2]
    assert ("The desk of a case" in found, ",The desk of a case," in file, "case-desk" in found) == (True, True, False)


def test_every_page_of_the_record_has_plain_words():
    names = {page.name for page in pages()}
    said = {page.name: page_words(page.name) for page in doors_that_name_something()}
    rows = yaml.safe_load((settings.CONTENT_ROOT / "page_names.yaml").read_text())

    assert [name for name, words in said.items() if not words[0].isupper() or "_" in words or words == name] == []
    assert [name for name in rows if name not in names] == []
    assert page_words("tea-room-open") == "Tea room open"  # where nobody has found better words


def test_a_person_reads_what_concerns_them_without_names(lead):
    administrator = make_staff(Role.SYSTEM_ADMINISTRATOR)
    sign_in(Client(), administrator).get(reverse("person-detail", args=[lead.pk]))

    page = sign_in(Client(), lead).get(reverse("own-looks")).content.decode()

    assert ("System administrator" in page, administrator.name in page) == (True, False)


def doors_that_name_something() -> list:
    """Every page for people who are signed in whose address holds an id."""
    found = []
    for page in pages():
        access = getattr(page.view_class, "access", frozenset({ANYONE}))
        if ANYONE not in access and hasattr(page.view_class, "get") and _holds_an_id(page.name):
            found.append(page)
    return found


def _holds_an_id(name: str) -> bool:
    entries = get_resolver().reverse_dict.getlist(name)
    return any(isinstance(each, UUIDConverter) for entry in entries for each in entry[3].values())


@pytest.mark.parametrize("page", doors_that_name_something(), ids=lambda page: page.name)
def test_every_door_that_names_something_is_one_that_records(page):
    """No page of a wing can forget it: what holds an id in its address is recorded without a line of its own."""
    ids = dict.fromkeys(page.parameters)

    assert access_record.what_is_seen(ids, {}) is not None
