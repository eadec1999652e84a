"""One-time links: one form, one person, one answer; a link that opens nothing says nothing (B06 to B10)."""

import hashlib
import re
import threading
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.cache import cache
from django.db import DataError, IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from sandbox_portal.people.actions import answer_link, decline_link, revoke_link, send_link_anew
from sandbox_portal.people.choices import LinkState
from sandbox_portal.people.clock import travelled_to
from sandbox_portal.people.link_secrets import secret_of
from sandbox_portal.people.models import Link, LinkUse
from sandbox_portal.people.queries import links_visible_to, state_of
from sandbox_portal.people.refusals import Refused
from tests.house_rules.access_table import pages

from .links import ANSWER, Wing, address, fill, make, opened

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture
def wing(monkeypatch):
    monkeypatch.setattr("sandbox_portal.people.links._purposes", {})
    return Wing().register()


@pytest.fixture
def link(wing, at):
    return make(at, WEEK)


def page_without_what_differs(response):
    page = response.content.decode().replace(response["X-Reference"], "")
    return response.status_code, re.sub(r'value="[A-Za-z0-9]{64}"', "", page)


def test_somebody_without_an_account_answers_one_question_a_page(client, wing, link):
    landing = client.get(address(link)).content.decode()
    fill(opened(client, link), link)
    check = client.get(reverse("link-check", args=[link.pk])).content.decode()
    sent = client.post(reverse("link-check", args=[link.pk]))
    received = client.get(sent["Location"])

    assert "Lantern Care" in landing
    assert ANSWER["words"] in check
    assert sent["Location"] == reverse("link-received", args=[link.pk])
    assert wing.answers == [ANSWER]
    assert ANSWER["words"] not in received.content.decode()


def test_a_page_says_what_is_missing_and_keeps_what_was_typed(client, wing, link):
    opened(client, link)

    wrong = client.post(reverse("link-question", args=[link.pk, 1]), {})
    early = client.get(reverse("link-check", args=[link.pk]))
    fill(client, link)
    again = client.get(reverse("link-question", args=[link.pk, 2])).content.decode()

    assert (wrong.status_code, "Choose yes or no" in wrong.content.decode()) == (422, True)
    assert early["Location"] == reverse("link-question", args=[link.pk, 1])
    assert ANSWER["words"] in again


def test_looking_and_pressing_the_button_use_nothing_up(client, wing, link):
    """B07: what mail scanners do, a hundred times."""
    codes = {getattr(client, method)(address(link)).status_code for method in ("get", "head") * 50}
    for _ in range(10):
        opened(Client(), link)
    fill(opened(client, link), link)
    client.post(reverse("link-check", args=[link.pk]))

    assert codes == {200}
    assert Link.objects.get().opened_count == 11
    assert wing.answers == [ANSWER]


def test_looking_counts_for_nothing(client, link):
    client.get(address(link))

    assert (Link.objects.get().opened_count, state_of(Link.objects.get(), link.made_at)) == (0, LinkState.SENT)


def test_every_link_that_opens_nothing_gives_the_same_page(wing, at):
    used, revoked, old, anew, closed, other = (make(at, WEEK) for _ in range(6))
    tokens = [secret_of(each.pk, 1) for each in (used, revoked, old, anew, other)]
    answer_link(used, answers=ANSWER, by=None, at=at)
    revoke_link(revoked, by=revoked.made_by, at=at)
    Link.objects.filter(pk=old.pk).update(expires_at=at - timedelta(seconds=1))
    send_link_anew(anew, email=anew.email, name=anew.name, expires_at=at + WEEK, by=anew.made_by, at=at)
    Link.objects.filter(pk=other.pk).update(purpose="nobody-stands-for-this")
    cache.clear()

    answers = [
        *(Client().get(reverse("link", args=[token])) for token in [*tokens, "wrong", "L1" + "x" * 43]),
        *(Client().post(reverse("link", args=[token])) for token in [*tokens, "wrong"]),
    ]
    wing.is_open = False
    answers.append(Client().get(address(closed)))

    found = {page_without_what_differs(each) for each in answers}
    assert len(found) == 1
    assert found.pop()[0] == 404


def test_the_pages_of_a_form_that_was_not_opened_here_say_the_same_words(client, link):
    names = ("link-check", "link-decline", "link-received")
    addresses = [reverse(name, args=[link.pk]) for name in names] + [reverse("link-question", args=[link.pk, 1])]

    assert {client.get(each)["Location"] for each in addresses} == {reverse("link-closed")}
    assert "This link does not work" in client.get(reverse("link-closed")).content.decode()


def test_guessing_is_slowed_down(client, wing):
    cache.clear()

    tries = [client.get(reverse("link", args=[f"L1guess{number}"])) for number in range(22)]
    cache.clear()

    assert ([each.status_code for each in tries[:20]], tries[-1].status_code) == ([404] * 20, 429)
    assert tries[-1]["Retry-After"] == "60"
    assert "Wait a minute, then try again." in tries[-1].content.decode()


def test_a_header_gives_no_new_tries(client, wing):
    cache.clear()

    codes = [
        client.get(reverse("link", args=["L1x"]), headers={"X-Forwarded-For": f"10.1.1.{number}"}).status_code
        for number in range(22)
    ]
    cache.clear()

    assert codes[-1] == 429


def test_ten_thousand_guesses_open_nothing(link):
    guesses = [hashlib.sha256(f"guess {number}".encode()).hexdigest() for number in range(10_000)]

    assert Link.objects.filter(token_hash__in=guesses).count() == 0
    assert len({secret_of(link.pk, issue) for issue in range(1000)}) == 1000
    assert all(len(secret_of(link.pk, issue)) == 45 for issue in range(10))


@pytest.mark.parametrize("change", ["revoked", "sent anew", "too old"])
def test_a_link_that_ends_ends_the_pages_it_opened(client, wing, link, at, change):
    fill(opened(client, link), link)
    if change == "revoked":
        revoke_link(link, by=link.made_by, at=at)
    elif change == "sent anew":
        send_link_anew(link, email=link.email, name=link.name, expires_at=at + WEEK, by=link.made_by, at=at)
    else:
        Link.objects.filter(pk=link.pk).update(expires_at=at - timedelta(seconds=1))

    answers = [getattr(client, method)(reverse("link-check", args=[link.pk])) for method in ("get", "post")]

    assert {each["Location"] for each in answers} == {reverse("link-closed")}
    assert wing.answers == []


def test_after_an_hour_or_three_the_letter_is_opened_again_and_nothing_is_lost(client, wing, link, at):
    fill(opened(client, link), link)

    with travelled_to(at + timedelta(hours=3)):
        closed = client.get(reverse("link-check", args=[link.pk]))
        page = opened(client, link).get(reverse("link-question", args=[link.pk, 2])).content.decode()

    assert closed["Location"] == reverse("link-closed")
    assert ANSWER["words"] in page


def test_whoever_comes_second_reads_that_an_answer_was_received_and_nothing_of_it(client, wing, link, at):
    second = fill(opened(Client(), link), link, words="something else")
    fill(opened(client, link), link)
    client.post(reverse("link-check", args=[link.pk]))

    page = second.post(reverse("link-check", args=[link.pk]), follow=True)
    sent_twice = client.post(reverse("link-check", args=[link.pk]), follow=True)

    assert wing.answers == [ANSWER]
    for each in (page, sent_twice):
        assert "We have received your answer" in each.content.decode()
        assert ANSWER["words"] not in each.content.decode()


def test_somebody_may_say_that_they_cannot_answer(client, wing, link):
    opened(client, link)

    done = client.post(reverse("link-decline", args=[link.pk]), {"reason": "Wrong person"})

    assert done["Location"] == reverse("link-received", args=[link.pk])
    assert (wing.answers, wing.declined) == ([], ["Wrong person"])
    assert state_of(Link.objects.get(), link.made_at) == LinkState.DECLINED


def test_a_browser_that_opened_a_link_reaches_that_form_and_nothing_else(client, wing, link, at):
    """B08: every address of the portal, in the browser of a link. Its own pages open, and those that anybody reads."""
    other = make(at, WEEK)
    fill(opened(client, link), link)
    looked_at = {
        page: client.get(address_of(page, link_id=link.pk, number=1, token="x"))
        for page in pages()
        if "anyone" not in (page.access or ()) or page.name.startswith("link-")
    }
    strange = [client.get(reverse(name, args=[other.pk])) for name in ("link-check", "link-decline", "link-received")]

    reached = {page.name for page, response in looked_at.items() if response.status_code == 200}
    assert len(looked_at) > 100
    # “received” is the fourth, once the answer is sent.
    assert reached == {"link-question", "link-check", "link-decline", "link-closed"}
    assert {each["Location"] for each in strange} == {reverse("link-closed")}


def address_of(page, **own):
    """An address of the page, with the id of nothing where it wants one."""
    nothing = {"uuid": UUID(int=1), "int": 1}
    values = {name: nothing.get(kind, "answers") for kind, name in re.findall(r"<(?:(\w+):)?(\w+)>", page.route)}
    return reverse(page.name, kwargs=values | {name: own[name] for name in values if name in own})


def test_whoever_asked_learns_how_far_it_is(wing, at):
    sent, seen, answered, declined, old, back = (make(at, WEEK) for _ in range(6))
    opened(Client(), seen)
    answer_link(answered, answers=ANSWER, by=None, at=at)
    decline_link(declined, reason="", by=None, at=at)
    revoke_link(back, by=back.made_by, at=at)
    Link.objects.filter(pk=old.pk).update(expires_at=at)

    every = [sent, seen, answered, declined, old, back]
    states = [state_of(Link.objects.select_related("use").get(pk=each.pk), at) for each in every]

    assert states == [
        LinkState.SENT,
        LinkState.OPENED,
        LinkState.ANSWERED,
        LinkState.DECLINED,
        LinkState.EXPIRED,
        LinkState.REVOKED,
    ]
    assert list(links_visible_to(sent.made_by)) == [sent]


def test_a_link_that_was_used_cannot_be_sent_anew_or_taken_back(wing, link, at):
    answer_link(link, answers=ANSWER, by=None, at=at)

    with pytest.raises(Refused):
        revoke_link(link, by=link.made_by, at=at)
    with pytest.raises(Refused):
        send_link_anew(link, email=link.email, name="x", expires_at=at + WEEK, by=link.made_by, at=at)


def test_how_a_link_was_used_stays(wing, link, at):
    answer_link(link, answers=ANSWER, by=None, at=at)

    with pytest.raises((IntegrityError, DataError)), transaction.atomic():
        LinkUse.objects.update(end="declined")


def test_nobody_makes_a_link_for_a_purpose_that_is_not_there(wing, at):
    with pytest.raises(ValueError, match="nobody has registered"):
        make(at, WEEK, code="unknown")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("protected", [True, False], ids=["with the constraint", "twin: without it"])
def test_fifty_answers_at_once_are_one(wing, at, monkeypatch, protected):
    """B10. Everybody has read that the link waits before anybody writes that it does not."""
    number = 50 if protected else 8
    link = make(at, WEEK)
    gate, outcomes, create = threading.Barrier(min(number, 16)), [], LinkUse.objects.create
    late = threading.Event()

    def create_together(**named):
        if not late.is_set():
            gate.wait(timeout=20)
        return create(**named)

    def send(number):
        try:
            answer_link(link, answers={**ANSWER, "number": number}, by=None, at=at)
            outcomes.append("received")
        except Refused:
            outcomes.append("refused")
        finally:
            connection.close()

    monkeypatch.setattr(LinkUse.objects, "create", create_together)
    name = _constraint() if not protected else ""
    first = [threading.Thread(target=send, args=[each]) for each in range(min(number, 16))]
    rest = [threading.Thread(target=send, args=[each]) for each in range(min(number, 16), number)]
    try:
        [each.start() for each in first]
        [each.join() for each in first]
        late.set()
        [each.start() for each in rest]
        [each.join() for each in rest]
        kept = (outcomes.count("received"), len(wing.answers), LinkUse.objects.count())
    finally:
        if name:
            _put_back(name)

    assert len(outcomes) == number
    assert kept == ((1, 1, 1) if protected else (8, 8, 8))


def _constraint() -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE conrelid = 'people_linkuse'::regclass AND contype = 'u'"
        )
        name = cursor.fetchone()[0]
        cursor.execute(f'ALTER TABLE people_linkuse DROP CONSTRAINT "{name}"')
    return name


def _put_back(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE people_linkuse DISABLE TRIGGER link_use_stays")
        cursor.execute("DELETE FROM people_linkuse")
        cursor.execute("ALTER TABLE people_linkuse ENABLE TRIGGER link_use_stays")
        cursor.execute(f'ALTER TABLE people_linkuse ADD CONSTRAINT "{name}" UNIQUE (link_id)')
