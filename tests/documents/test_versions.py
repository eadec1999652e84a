"""A newer version takes a file's place, the old one stays readable, and a day is told before it comes (M-29, M-30)."""

import itertools
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from sandbox_portal.casework.models import Deadline, Event, OutboxEntry
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.reminders import create_due_reminders
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.documents.actions import (
    About,
    attach_evidence,
    describe_evidence,
    remove_attachment,
    replace_evidence,
)
from sandbox_portal.documents.models import Attachment
from sandbox_portal.documents.queries import WantedFiles, attachments_for, case_files, versions_of
from tests.house_rules.query_counts import assert_same_queries

from .kinds import PARCELS
from .samples import upload


@pytest.fixture
def today(at):
    return day_in_london(at)


@pytest.fixture
def put(parcel, provider_user, at):
    """`put("plan.txt", b"…", About(…))` adds a file to the parcel."""

    def add(name: str, content: bytes, about: About | None = None, question_key: str = "") -> Attachment:
        return attach_evidence(
            parcel,
            upload=upload(content, name),
            question_key=question_key,
            about=about or About(),
            by=provider_user,
            at=at,
        )

    return add


@pytest.fixture
def renew(provider_user, at):
    def replace(attachment: Attachment, name: str, content: bytes, about: About | None = None) -> Attachment:
        return replace_evidence(
            attachment, upload=upload(content, name), about=about or About(), by=provider_user, at=at
        )

    return replace


def test_a_newer_version_takes_the_place_and_the_old_one_stays_readable(
    put, renew, parcel, provider_user, provider_client, lead_client
):
    first = put("insurance.txt", b"2025", question_key="insurance")
    second = renew(first, "insurance new.txt", b"2026")
    third = renew(second, "insurance newest.txt", b"2027")

    assert list(attachments_for(parcel, "insurance")) == [third]
    assert versions_of(first, provider_user) == [third, second, first]
    for client in (provider_client, lead_client):
        page = client.get(reverse("evidence-page", args=[first.pk])).content.decode()
        assert "This is an old version" in page
        assert client.get(reverse("evidence-download", args=[first.pk])).getvalue() == b"2025"
    assert list(Event.objects.filter(case=parcel).values_list("verb", flat=True)) == [
        "opened",
        "file added",
        "file replaced",
        "file replaced",
    ]


def test_only_the_version_that_stands_can_be_replaced(put, renew):
    first = put("plan.txt", b"one")
    renew(first, "plan.txt", b"two")

    with pytest.raises(Refused, match="A newer version is already in the place"):
        renew(first, "plan.txt", b"three")


def test_twin_without_the_look_again_the_database_still_lets_one_newer_version_stand(put, renew, at):
    first = put("plan.txt", b"one")
    renew(first, "plan.txt", b"two")
    other = put("other.txt", b"three")

    with pytest.raises(IntegrityError, match="replaces_id"), transaction.atomic():
        Attachment.objects.filter(pk=other.pk).update(replaces=first)


def test_the_same_file_replaces_nothing(put, renew):
    first, beside = put("plan.txt", b"one"), put("other.txt", b"two")

    with pytest.raises(Refused, match="is the same file as before"):
        renew(first, "plan.txt", b"one")
    with pytest.raises(Refused, match="already here as a file of its own"):
        renew(first, "plan.txt", b"two")
    assert beside.replaced_at is None


def test_the_bytes_of_an_old_version_may_come_back(put, renew, parcel):
    first = put("plan.txt", b"one")
    second = renew(first, "plan.txt", b"two")
    third = renew(second, "plan.txt", b"one")

    assert third.evidence_file == first.evidence_file
    assert list(attachments_for(parcel, "")) == [third]


def test_nothing_is_replaced_once_the_case_is_closed_for_files(put, renew, parcel, provider_user, at, provider_client):
    first = put("plan.txt", b"one")
    PARCELS.take_step(parcel, "send", by=provider_user, at=at)

    with pytest.raises(Refused, match="its files are closed"):
        renew(first, "plan.txt", b"two")
    assert provider_client.get(reverse("evidence-replace", args=[first.pk])).status_code == 409
    assert "its files are closed" in provider_client.get(reverse("evidence-page", args=[first.pk])).content.decode()


def test_a_stranger_finds_neither_the_list_nor_the_file_nor_its_form(put, newcomer, sign_in, client, parcel):
    stranger = sign_in(client, newcomer)
    file = put("plan.txt", b"one")

    names = [("case-files", parcel.pk), ("evidence-page", file.pk), ("evidence-replace", file.pk)]
    assert [stranger.get(reverse(name, args=[pk])).status_code for name, pk in names] == [404, 404, 404]


@pytest.mark.parametrize(
    ("kind", "days", "mails"),
    [("ends", 60, 1), ("ends", 59, 0), ("ends", 30, 1), ("ends", 7, 1), ("review", 60, 0), ("review", 30, 1)],
)
def test_those_who_keep_a_file_are_reminded_of_its_day(kind, days, mails, put, today, at, provider_user):
    put("insurance.txt", b"2026", About(expires_on=today + timedelta(days=days), expiry_kind=kind))

    create_due_reminders(at=at)

    sent = OutboxEntry.objects.filter(name="reminders/file_ends")
    assert [mail.payload["to"] for mail in sent if mail.payload["to"] == provider_user.email] == [
        provider_user.email
    ] * mails


def test_nobody_is_reminded_of_a_file_that_was_replaced_or_removed(put, renew, today, at, provider_user):
    soon = About(expires_on=today + timedelta(days=7), expiry_kind="ends")
    renew(put("insurance.txt", b"2025", soon), "insurance.txt", b"2026")
    remove_attachment(put("policy.txt", b"old", soon), by=provider_user, at=at)

    create_due_reminders(at=at)

    assert OutboxEntry.objects.filter(name="reminders/file_ends").count() == 0


def test_a_new_day_moves_the_reminder_and_none_stops_it(put, today, at, provider_user):
    file = put("insurance.txt", b"2025", About(expires_on=today, expiry_kind="ends"))
    later = About("Insurance", today + timedelta(days=100), "ends")
    describe_evidence(file, about=later, by=provider_user, at=at)
    moved = Deadline.objects.get()
    describe_evidence(file, about=About("Insurance"), by=provider_user, at=at)

    assert day_in_london(moved.due_at) == today + timedelta(days=100)
    assert Deadline.objects.get().cancelled_at == at
    assert moved.case is None


def test_the_list_is_narrowed_by_name_kind_question_state_and_day(put, renew, parcel, provider_user, today):
    soon = put("Insurance.txt", b"1", About("Public liability", today + timedelta(days=10), "ends"), "insurance")
    past = put("Policy.txt", b"2", About("", today - timedelta(days=1), "review"))
    table = put("Costs.csv", b"a,b")
    old = put("Plan.txt", b"3")
    new = renew(old, "Plan.txt", b"4")

    def found(**wanted: str) -> set[Attachment]:
        return set(case_files(parcel, provider_user, WantedFiles(**wanted)))

    assert found() == {soon, past, table, new}
    assert found(words="liability insurance") == {soon}
    assert found(media_type="text/csv") == {table}
    assert found(question="insurance") == {soon}
    assert found(question="-") == {past, table, new}
    assert found(state="replaced") == {old}
    assert found(state="clean") == set()
    assert (found(expiring="expired"), found(expiring="soon"), found(expiring="dated")) == (
        {past},
        {soon},
        {soon, past},
    )


def test_the_list_shows_a_page_at_a_time_and_asks_the_same_of_thirty_rows(put, provider_client, parcel):
    address = reverse("case-files", args=[parcel.pk])
    numbers = itertools.count()

    def add(count: int) -> None:
        for number in itertools.islice(numbers, count):
            put(f"file {number}.txt", f"{number}".encode())

    assert_same_queries(provider_client, address, add=add, at_most=12)
    add(1)
    first, second = (provider_client.get(f"{address}{more}").content.decode() for more in ("", "?page=2"))
    assert ("page=2" in first, "Newer" in second, "page=3" in second) == (True, True, False)


def test_the_pages_say_the_tags_the_days_and_what_was_asked(put, provider_client, parcel, today):
    put("Insurance.txt", b"1", About("Public liability", today + timedelta(days=10), "ends"))
    put("Policy.txt", b"2", About("", today - timedelta(days=1), "review"))
    address = reverse("case-files", args=[parcel.pk])

    everything = provider_client.get(address).content.decode()
    nothing = provider_client.get(f"{address}?words=zebra&state=nonsense&from=9x").content.decode()

    assert ["Expires soon" in everything, "Should be looked at again" in everything] == [True, True]
    assert "No file of this case is like that." in nothing


def test_a_newer_version_is_put_in_place_on_its_page(put, provider_client):
    first = put("plan.txt", b"one", About("The plan"))
    address = reverse("evidence-replace", args=[first.pk])

    empty = provider_client.post(address, {})
    wrong = provider_client.post(address, {"files": upload(b"one", "plan.txt")})
    done = provider_client.post(
        address,
        {"files": upload(b"two", "plan.txt"), "expires_on_0": "31", "expires_on_1": "3", "expires_on_2": "2027"},
    )

    newer = Attachment.objects.get(replaces=first)
    assert "Choose a file" in empty.content.decode()
    assert "is the same file as before" in wrong.content.decode()
    assert done.url == reverse("evidence-page", args=[newer.pk])
    assert (newer.expires_on.isoformat(), newer.expiry_kind) == ("2027-03-31", "ends")


def test_what_a_file_is_is_said_on_its_page(put, provider_client):
    file = put("plan.txt", b"one")
    address = reverse("evidence-page", args=[file.pk])
    day = {"expires_on_0": "31", "expires_on_1": "3", "expires_on_2": "2027", "expiry_kind": "review"}

    wrong = provider_client.post(address, {"description": "Policy", "expires_on_0": "31"})
    provider_client.post(address, {"description": "Policy", **day})

    file.refresh_from_db()
    assert "The end or review date must include" in wrong.content.decode()
    assert (file.description, file.expires_on.isoformat(), file.expiry_kind) == ("Policy", "2027-03-31", "review")
