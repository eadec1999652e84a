"""Partners confirm their own facts by link: the panel reads the answer, the applicant only that there is one."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from programme.actions import close_window, extend_window, open_window
from programme.models import Round
from sandbox_portal.casework.models import Deadline, Event, OutboxEntry
from sandbox_portal.casework.outbox import load_handlers
from sandbox_portal.casework.reminders import create_due_reminders
from sandbox_portal.casework.sending import rendered
from sandbox_portal.people.choices import Place, Role
from sandbox_portal.people.clock import database_now, travelled_to
from sandbox_portal.people.models import Membership
from sandbox_portal.people.queries import people_of
from sandbox_portal.people.refusals import Refused
from sandbox_portal.questions.actions import save_page
from sandbox_portal.questions.queries import response_of
from selection.actions.applications import withdraw_application
from selection.actions.confirmations import ask_partner, ask_partner_again, take_back_question
from selection.actions.declarations import declare
from selection.actions.sift import start_sift
from selection.models import Application, Confirmation, Selection
from selection.queries.confirmations import confirmations_visible_to, partner_rows
from tests.factories.people import make_staff, make_user
from tests.factories.rounds import make_round, seat_panel
from tests.factories.selection import chair_of, make_application, make_draft, members_of
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
PARTNERS = {
    "partners": ["p1tr", "p2ch"],
    "partners--p1tr--name": "Open College",
    "partners--p1tr--part": "Trains our carers.",
    "partners--p2ch--name": "Neighbours in Touch",
    "partners--p2ch--part": "Finds people who want a visit.",
}
# What the second version of the application asks as well, and what it asks in another way.
SECOND = {
    "lead": {
        "given_names": "Alex",
        "family_name": "Rivers",
        "role": "Coordinator",
        "email": "alex.rivers@example.org",
        "telephone": "01632 960 100",
    },
    "areas": ["south_west"],
    "describes_you": {"chosen": ["home_care"], "words": {}},
    "people_now": "about 20",
    "hour_charge": "22.50",
    "hour_pay": "17",
}
WHO = {"name": "Rowan Field", "email": "rowan.field@people.example"}
WORDS = "ZQA We train six of their carers a year."


@pytest.fixture
def round_(db):
    return open_window(make_round(like=5), by=None, at=database_now())


@pytest.fixture
def draft(round_):
    application = make_draft(round_)
    owner = people_of(application.organisation)[0]
    save_page(response_of(application.case), answers=PARTNERS, versions={}, by=owner, at=database_now())
    return application


@pytest.fixture
def owner(draft):
    return people_of(draft.organisation)[0]


@pytest.fixture
def asked(draft, owner):
    return ask_partner(draft, item="p1tr", **WHO, by=owner, at=database_now())


def link_in_letter(to=WHO["email"]):
    """The link as the partner finds it in the newest letter."""
    entry = OutboxEntry.objects.filter(payload__to=to, kind="mail").order_by("-created_at", "-pk")[0]
    _subject, body = rendered(entry.name, entry.payload["context"])
    return re.search(r"https?://[^/\s]+(/link/\S+/)", body)[1]


def answer(address, says="right", words=WORDS):
    """Walk the pages of the link as the partner does."""
    partner = Client()
    first = partner.post(address)["Location"]
    second = partner.post(first, {"says": says})["Location"]
    check = partner.post(second, {"words": words})["Location"]
    return partner, partner.post(check)


def test_a_partner_is_asked_and_answers_without_an_account(draft, owner):
    applicant = sign_in(Client(), owner)
    listed = reverse("application-partners", args=[draft.pk])

    before = applicant.get(listed).content.decode()
    sent = applicant.post(reverse("application-partner-ask", args=[draft.pk, "p1tr"]), WHO, follow=True)
    partner = Client()
    landing = partner.get(link_in_letter()).content.decode()
    _partner, done = answer(link_in_letter())
    after = applicant.get(listed).content.decode()

    assert "Open College" in before
    assert "rowan.field@people.example" in sent.content.decode()
    assert "Trains our carers." in landing
    assert "Finds people" not in landing
    assert "/received/" in done["Location"]
    assert "Answered" in after
    assert WORDS not in after
    confirmation = Confirmation.objects.get()
    assert (confirmation.says, confirmation.words) == ("right", WORDS)


def test_the_timeline_says_who_did_what_and_nothing_of_the_answer(draft, asked, owner):
    answer(link_in_letter())

    events = list(Event.objects.filter(case=draft.case, verb__contains="partner").values_list("verb", "actor_kind"))
    page = sign_in(Client(), owner).get(reverse("application-status", args=[draft.pk])).content.decode()

    assert events == [("partner asked", "person"), ("partner answered", "link_holder")]
    assert "Partner answered" in page
    assert "The holder of a link" in page
    assert not Event.objects.filter(note__contains="ZQA").exists()


def test_the_asker_is_told_that_there_is_an_answer_and_not_which(asked, owner):
    answer(link_in_letter(), says="wrong")

    entry = OutboxEntry.objects.get(name="selection/partner_done")
    subject, body = rendered(entry.name, entry.payload["context"])
    assert (entry.payload["to"], subject) == (owner.email, "A partner has answered: Open College")
    assert WORDS not in body


def test_a_partner_that_cannot_answer_is_not_reminded(draft, asked, owner):
    partner = Client()
    partner.post(link_in_letter())
    confirmation = Confirmation.objects.get()
    partner.post(reverse("link-decline", args=[confirmation.link_id]), {"reason": "Wrong person"})

    row = partner_rows(draft, at=database_now())[0]
    assert (row.state, row.is_waiting) == ("declined", False)
    assert Deadline.objects.get(key=f"confirmation:{asked.pk}").done_at is not None
    page = sign_in(Client(), owner).get(reverse("application-partners", args=[draft.pk])).content.decode()
    assert "Wrong person" not in page


def test_a_partner_is_reminded_with_a_link_that_works(round_, asked):
    load_handlers()
    with travelled_to(round_.closes_at - timedelta(days=6)):
        create_due_reminders(at=database_now())
        create_due_reminders(at=database_now())

    entry = OutboxEntry.objects.get(name="reminders/partner_due")
    _subject, body = rendered(entry.name, entry.payload["context"])
    assert "/link/L1" not in str(entry.payload)
    assert Client().get(re.search(r"(/link/\S+/)", body)[1]).status_code == 200


def test_sending_again_to_a_better_address_ends_the_first_link(asked, owner):
    first = link_in_letter()
    better = {"name": "Kit Marsh", "email": "kit.marsh@people.example"}

    ask_partner_again(asked, **better, by=owner, at=database_now())

    assert (Client().get(first).status_code, Client().get(link_in_letter(better["email"])).status_code) == (404, 200)


def test_what_is_taken_back_opens_nothing_and_may_be_asked_anew(draft, asked, owner):
    address = link_in_letter()

    take_back_question(asked, by=owner, at=database_now())

    assert Client().get(address).status_code == 404
    assert partner_rows(draft, at=database_now())[0].confirmation is None
    assert ask_partner(draft, item="p1tr", **WHO, by=owner, at=database_now()).link.issue == 1


def test_who_may_ask_and_when(draft, asked, owner, round_):
    """Place × what it is about: a refusal is a sentence, and nothing is written."""
    reader, writer = make_user(), make_user()
    Membership.objects.create(user=reader, organisation=draft.organisation, place=Place.READER)
    Membership.objects.create(user=writer, organisation=draft.organisation, place=Place.CONTRIBUTOR)
    stranger = make_application(round_, **SECOND)
    lead = make_staff(Role.PROGRAMME_LEAD)
    now = database_now()

    def said(by, item="p2ch", at=now, email="kit.marsh@people.example"):
        try:
            with transaction.atomic():
                ask_partner(draft, item=item, name="Kit Marsh", email=email, by=by, at=at)
                transaction.set_rollback(True)
        except Refused as refused:
            return refused.sentence.split(".")[0]
        return "asked"

    reads = "Your place in this organisation lets you read, not write"
    table = {
        "an owner": said(owner),
        "a contributor": said(writer),
        "a reader": said(reader),
        "another organisation": said(people_of(stranger.organisation)[0]),
        "a programme lead": said(lead),
        "the same partner twice": said(owner, item="p1tr"),
        "a partner that is not named": said(owner, item="p9zz"),
        "a colleague": said(owner, email=writer.email.upper()),
    }
    with travelled_to(round_.closes_at + timedelta(seconds=1)):
        table["after the window"] = said(owner, at=database_now())

    assert table == {
        "an owner": "asked",
        "a contributor": "asked",
        "a reader": reads,
        "another organisation": reads,
        "a programme lead": reads,
        "the same partner twice": "This partner was asked already",
        "a partner that is not named": "Your answers do not name this organisation any more",
        "a colleague": "This is the address of somebody in your own organisation",
        "after the window": "Partners can be asked while the window of the round is open and your application is not "
        "withdrawn",
    }


@pytest.mark.parametrize("how", ["the window closes", "the application is withdrawn"])
def test_an_answer_that_comes_too_late_is_not_taken(draft, asked, owner, round_, how):
    address = link_in_letter()
    partner = Client()
    first = partner.post(address)["Location"]
    check = partner.post(partner.post(first, {"says": "right"})["Location"], {"words": WORDS})["Location"]
    if how == "the window closes":
        with travelled_to(round_.closes_at):
            late = partner.post(check)
            again = Client().get(address)
    else:
        withdraw_application(draft, reason="We stop.", by=owner, at=database_now())
        late, again = partner.post(check), Client().get(address)

    assert late["Location"] == reverse("link-closed")
    assert again.status_code == 404
    assert Confirmation.objects.get().says == ""


def test_the_panel_reads_what_partners_say_and_nobody_with_an_interest_does(round_):
    """Truth table of the answer: who × whether it is theirs to read."""
    application = make_application(round_, **PARTNERS, **SECOND)
    applicant = people_of(application.organisation)[0]
    ask_partner(application, item="p1tr", **WHO, by=applicant, at=database_now())
    answer(link_in_letter())
    lead = make_staff(Role.PROGRAMME_LEAD)
    seat_panel(round_, lead=lead)
    selection = Selection.objects.get(round=round_)
    clear, conflicted, silent = (member.user for member in members_of(selection)[1:4])
    with travelled_to(round_.closes_at + timedelta(days=1)):
        close_window(Round.objects.get(pk=round_.pk), by=None, at=database_now())
        start_sift(selection, by=chair_of(selection), at=database_now())
        fresh = Application.objects.select_related("case").get(pk=application.pk)
        declare(fresh, has_conflict=False, interest="", by=clear, at=database_now())
        declare(fresh, has_conflict=True, interest="A friend.", by=conflicted, at=database_now())
        readers = {"lead": lead, "clear": clear, "conflicted": conflicted, "silent": silent, "applicant": applicant}
        rows = {name: confirmations_visible_to(user).count() for name, user in readers.items()}
        score = reverse("application-score", args=[application.pk])
        pages = {
            name: WORDS in sign_in(Client(), readers[name]).get(score).content.decode()
            for name in ("clear", "conflicted", "silent")
        }
        file = sign_in(Client(), lead).get(reverse("application-file", args=[application.pk])).content.decode()
        own = sign_in(Client(), applicant)
        seen = [
            own.get(reverse(name, args=[application.pk])).content.decode()
            for name in ("application-partners", "application-status", "application-answers", "response-check-answers")
        ]

    assert rows == {"lead": 1, "clear": 1, "conflicted": 0, "silent": 0, "applicant": 0}
    assert pages == {"clear": True, "conflicted": False, "silent": False}
    assert WORDS in file
    assert not any(WORDS in page for page in seen)


def test_a_letter_that_could_not_be_delivered_is_said(draft, asked, owner):
    OutboxEntry.objects.filter(key=f"confirmation:{asked.pk}:1").update(given_up_at=database_now())

    page = sign_in(Client(), owner).get(reverse("application-partners", args=[draft.pk])).content.decode()

    assert "could not be delivered" in page


def test_a_letter_is_sent_five_times_at_most(asked, owner):
    for _ in range(4):
        ask_partner_again(asked, **WHO, by=owner, at=database_now())

    with pytest.raises(Refused, match="five times"):
        ask_partner_again(asked, **WHO, by=owner, at=database_now())


def test_an_answer_is_whole_and_stays_one(asked):
    for broken in ({"says": "right"}, {"answered_at": database_now()}):
        with pytest.raises(IntegrityError, match="answered_whole"), transaction.atomic():
            Confirmation.objects.update(**broken)


def test_a_window_that_stays_open_longer_gives_partners_the_same_time(round_, asked):
    lead = make_staff(Role.PROGRAMME_LEAD)
    longer = round_.closes_at + timedelta(days=7)

    extend_window(round_, closes_at=longer, reason="The portal was down for a day.", by=lead, at=database_now())

    asked.link.refresh_from_db()
    assert asked.link.expires_at == longer
    assert Deadline.objects.get(subject=str(asked.pk)).due_at == longer


def test_a_partner_who_has_answered_is_not_asked_longer(round_, asked):
    answer(link_in_letter())
    before = Deadline.objects.get(subject=str(asked.pk)).due_at
    lead, longer = make_staff(Role.PROGRAMME_LEAD), round_.closes_at + timedelta(days=7)

    extend_window(round_, closes_at=longer, reason="The portal was down for a day.", by=lead, at=database_now())

    assert Deadline.objects.get(subject=str(asked.pk)).due_at == before
