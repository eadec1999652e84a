"""An umbrella body and its members: added one by one or by spreadsheet, each confirming only their own facts (R9)."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from registration.actions.members import (
    add_members,
    ask_all_members,
    ask_member,
    change_member,
    keep_members_answer,
    keep_members_decline,
    take_out_member,
)
from registration.choices import MemberState
from registration.member_links import CONFIRM_MEMBERSHIP
from registration.member_sheet import HEADINGS, MemberFacts, read_members
from registration.member_tasks import ask_members
from registration.models import Member
from registration.queries.members import members_visible_to, progress_of, state_of
from sandbox_portal.casework.models import Deadline, OutboxEntry
from sandbox_portal.casework.outbox import load_handlers
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.reminders import remind
from sandbox_portal.people.choices import Place, Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import Organisation, User
from sandbox_portal.people.queries import address_in_letter, people_of
from sandbox_portal.people.templatetags.people import unsealed
from sandbox_portal.questions.sheets.opening import sheets_in
from tests.factories.people import make_organisation, make_provider, make_staff
from tests.house_rules.query_counts import assert_same_queries
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
ANSWERS = {"says": "wrong", "checked": "this_year", "insured": "own", "words": "I work in Harrowby."}


@pytest.fixture
def body() -> Organisation:
    return make_organisation("Riverside Circles")


def owner(body: Organisation) -> User:
    return people_of(body)[0]


def facts(number: int, **other: object) -> MemberFacts:
    known = {"name": f"Carer {number:03}", "email": f"carer{number}@example.org", "kind": "carer", "town": "Saltby"}
    return MemberFacts(**{**known, **other})


def make_members(body: Organisation, count: int) -> list[Member]:
    there = body.body_members.count()
    new = [facts(number) for number in range(there, there + count)]
    return add_members(body, facts=new, by=owner(body), at=database_now())


def row(number: int, **other: str) -> list[str]:
    known = {
        "name": f"Carer {number}", "email": f"carer{number}@example.org", "kind": "Carer", "town": "Saltby",
        "postcode": "sa12ab", "people_supported": "2",
    }  # fmt: skip
    return list({**known, **other}.values())


def as_csv(rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([list(HEADINGS.values()), *rows])
    return text.getvalue().encode()


def send(client: Client, body: Organisation, content: bytes, name: str = "members.csv"):
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("body-member-sheet", args=[body.pk]), {"file": file})


# By spreadsheet

WRONG = (
    {"name": ""},
    {"email": "nobody at all"},
    {"kind": "Wizard"},
    {"postcode": "Saltby"},
    {"people_supported": "-1"},
)


def test_of_a_thousand_members_with_fifty_bad_cells_all_fifty_are_shown_and_none_is_kept(body, client):
    rows = [row(number, **(WRONG[number // 20 % 5] if number % 20 == 7 else {})) for number in range(1000)]
    sign_in(client, owner(body))

    answer = send(client, body, as_csv(rows))

    wrong = answer.context["wrong"]
    assert (answer.status_code, len(wrong), Member.objects.count()) == (422, 50, 0)
    assert [(cell.row, cell.place, cell.sentence) for cell in wrong[:5]] == [
        (9, "A9", "Enter the name"),
        (29, "B29", "Enter an email address, as name@place.uk"),
        (49, "C49", "Write one of: Carer, Team of carers, Micro-provider"),
        (69, "E69", "Enter a whole postcode, such as SA1 2AB"),
        (89, "F89", "Write a whole number from 0 to 999"),
    ]
    assert answer.content.decode().count('<th class="govuk-table__header" scope="row">') == 50
    mended = send(client, body, as_csv([row(number) for number in range(1000)]))
    assert (mended.status_code, Member.objects.count()) == (302, 1000)


def test_a_workbook_is_read_too_with_headings_in_any_order(body, client):
    book = Workbook()
    book.active.append(["Town", "Kind", "Email address", "Name"])
    book.active.append(["Saltby", "team of carers", "Team@Example.org", "North team"])
    content = io.BytesIO()
    book.save(content)
    sign_in(client, owner(body))

    send(client, body, content.getvalue(), "members.xlsx")

    member = Member.objects.get()
    assert (member.name, member.email, member.kind, member.people_supported) == (
        "North team", "team@example.org", "team", 0,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "place", "sentence"),
    [
        ([row(1), row(1, name="Another")], "B3", "This address is in B2 too"),
        ([row(1, email="there@example.org")], "B2", "A member with this address is there already"),
        ([], "A2", "There is no member below the headings"),
        ([row(1, postcode="=1+1")], "E2", "Enter a whole postcode, such as SA1 2AB"),
        ([row(1, people_supported="٣")], "F2", "Write a whole number from 0 to 999"),
    ],
)
def test_what_is_wrong_is_told_by_its_cell(rows, place, sentence):
    read = read_members(sheets_in(as_csv(rows), "members.csv"), known=["THERE@example.org"])

    assert [(cell.place, cell.sentence) for cell in read.wrong] == [(place, sentence)]


def test_a_file_without_the_headings_says_which_are_missing():
    read = read_members(sheets_in(b"Name,Town\nRobin,Saltby\n", "members.csv"), known=[])

    assert [cell.sentence for cell in read.wrong] == ["The first row must have the headings “Email address”, “Kind”"]


def test_a_program_that_calls_itself_a_spreadsheet_is_refused(body, client):
    sign_in(client, owner(body))

    answer = send(client, body, b"MZ\x90\x00 program", "members.xlsx")

    assert answer.status_code == 422
    assert "not a spreadsheet we can read" in answer.content.decode()


def test_the_empty_sheet_can_be_sent_back_as_it_is(body, client):
    sign_in(client, owner(body))
    empty = b"".join(client.get(reverse("body-member-sheet-empty", args=[body.pk])).streaming_content)

    send(client, body, empty)

    assert Member.objects.get().name == "Robin Hale"


# By link


def test_a_member_confirms_by_link_only_their_own_facts(body):
    ours, other = make_members(body, 2)
    ask_member(ours, by=owner(body), at=database_now())
    ours.refresh_from_db()
    told = CONFIRM_MEMBERSHIP.facts(ours.pk)

    assert ("Name", "Carer 000") in told.lines
    assert "Carer 001" not in str(told)
    assert str(other.pk) not in address_in_letter(ours.link)
    keep_members_answer(ours.pk, answers=ANSWERS, by=None, at=database_now())
    ours.refresh_from_db()
    assert (state_of(ours), ours.words) == (MemberState.WRONG, "I work in Harrowby.")
    assert CONFIRM_MEMBERSHIP.facts(ours.pk) is None
    with pytest.raises(Refused, match="cannot be answered any more"):
        keep_members_answer(ours.pk, answers=ANSWERS, by=None, at=database_now())


def test_what_a_member_says_is_read_by_the_body_and_staff_and_by_no_other_body(body, client):
    (member,) = make_members(body, 1)
    ask_member(member, by=owner(body), at=database_now())
    keep_members_answer(member.pk, answers=ANSWERS, by=None, at=database_now())
    address = reverse("body-member-detail", args=[body.pk, member.pk])

    assert "I work in Harrowby." in sign_in(client, owner(body)).get(address).content.decode()
    assert sign_in(Client(), make_provider()).get(address).status_code == 404
    assert list(members_visible_to(make_staff(Role.REGISTRATION_INSPECTOR))) == [member]
    assert list(members_visible_to(make_provider())) == []


def test_what_is_put_right_is_asked_anew_and_the_old_link_opens_nothing(body):
    (member,) = make_members(body, 1)
    ask_member(member, by=owner(body), at=database_now())
    old = Member.objects.get().link

    change_member(member, facts=facts(9, town="Harrowby"), by=owner(body), at=database_now())

    old.refresh_from_db()
    member.refresh_from_db()
    assert (state_of(member), member.town, old.revoked_at is None) == (MemberState.NOT_ASKED, "Harrowby", False)


def test_everybody_who_was_not_asked_is_written_to_once(body):
    make_members(body, 130)
    ask_all_members(body, by=owner(body), at=database_now())
    for _turn in range(2):
        task = OutboxEntry.objects.filter(name="registration.ask_members").order_by("-created_at").first()
        ask_members(**task.payload)
    ask_members(organisation=str(body.pk), by=str(owner(body).pk))

    assert OutboxEntry.objects.filter(name="registration/member_asked").count() == 130
    assert Deadline.objects.filter(kind="member_confirms", done_at=None).count() == 130
    assert progress_of(body.body_members.all()).by_state[MemberState.ASKED] == 130


def test_a_member_who_has_not_answered_is_reminded_a_week_and_two_days_before_by_their_own_link(body):
    (member,) = make_members(body, 1)
    ask_member(member, by=owner(body), at=database_now())
    member.refresh_from_db()
    clock = Deadline.objects.get(subject=str(member.pk))

    told = [reminders_of(clock, days_before) for days_before in (8, 7, 3, 2)]

    letter = [("reminders/member_due", "carer0@example.org", unsealed(address_in_letter(member.link)))]
    assert told == [[], letter, [], letter]


def reminders_of(clock: Deadline, days_before: int) -> list[tuple[str, str, str]]:
    """What goes out so many days before: which letter, to whom, leading where."""
    load_handlers()
    before = set(OutboxEntry.objects.values_list("pk", flat=True))
    remind(clock.pk, at=clock.due_at - timedelta(days=days_before))
    new = OutboxEntry.objects.exclude(pk__in=before)
    return [(each.name, each.payload["to"], unsealed(each.payload["context"]["link"])) for each in new]


def test_who_cannot_answer_is_reminded_no_more(body):
    (member,) = make_members(body, 1)
    ask_member(member, by=owner(body), at=database_now())
    keep_members_decline(member.pk, reason="I have left.", by=None, at=database_now())

    clock = Deadline.objects.get(subject=str(member.pk))
    assert (clock.done_at is not None, reminders_of(clock, 7)) == (True, [])
    member.refresh_from_db()
    assert state_of(member) == MemberState.DECLINED


def test_who_is_taken_out_cannot_answer_and_may_come_back(body):
    (member,) = make_members(body, 1)
    ask_member(member, by=owner(body), at=database_now())
    take_out_member(member, by=owner(body), at=database_now())

    assert CONFIRM_MEMBERSHIP.facts(member.pk) is None
    add_members(body, facts=[facts(0)], by=owner(body), at=database_now())
    assert members_visible_to(owner(body)).count() == 1


def test_two_members_never_share_an_address_and_a_reader_writes_nothing(body):
    make_members(body, 1)
    reader = make_provider(body, place=Place.READER)

    with pytest.raises(Refused, match="is there already"):
        add_members(body, facts=[facts(5), facts(0, email="CARER0@example.org")], by=owner(body), at=database_now())
    with pytest.raises(Refused, match="read, not write"):
        add_members(body, facts=[facts(7)], by=reader, at=database_now())
    assert Member.objects.count() == 1


# Pages


def test_the_list_is_filtered_by_words_and_by_who_holds_things_up(body, client):
    first, _second, _third = make_members(body, 3)
    ask_member(first, by=owner(body), at=database_now())
    sign_in(client, owner(body))
    address = reverse("body-member-list", args=[body.pk])

    def names(**asked: str) -> list[str]:
        return [member.name for member, _state, _colour in client.get(address, asked).context["rows"]]

    assert names(state="asked") == ["Carer 000"]
    assert names(words="carer 00") == ["Carer 000", "Carer 001", "Carer 002"]
    assert names(words="carer2@") == ["Carer 002"]
    assert "0 of 3 have confirmed their details." in client.get(address).content.decode()


def test_pages_of_members_follow_one_another(body, client):
    make_members(body, 120)
    sign_in(client, owner(body))
    address, seen = reverse("body-member-list", args=[body.pk]), []
    page = client.get(address)
    while page.context["next_url"]:
        seen += [member.name for member, *_rest in page.context["rows"]]
        page = client.get(address + page.context["next_url"])
    seen += [member.name for member, *_rest in page.context["rows"]]

    assert seen == [f"Carer {number:03}" for number in range(120)]


def test_the_list_costs_the_same_for_one_and_for_thirty(body, client):
    sign_in(client, owner(body))

    assert_same_queries(
        client, reverse("body-member-list", args=[body.pk]), add=lambda number: make_members(body, number)
    )


def test_a_member_is_typed_in_with_every_mistake_told(body, client):
    sign_in(client, owner(body))
    address = reverse("body-member-add", args=[body.pk])
    good = {"name": "Ada", "email": "ada@example.org", "kind": "micro", "town": "Saltby", "people_supported": "3"}

    bad = client.post(address, {**good, "name": "", "email": "ada"})
    client.post(address, good)

    assert bad.status_code == 422
    assert bad.context["form"].errors["name"] == ["Enter the name"]
    assert Member.objects.get().people_supported == 3
