"""Every URL by every method as every kind of person: those the table names come in, nobody else."""

import pytest
from django.test import Client
from django.urls import reverse

from sandbox_portal.people.choices import Role
from sandbox_portal.people.models import Membership, RoleGrant
from tests.factories.worlds import MARK
from tests.signing_in import sign_in

from .access_table import METHODS, Page, pages, table

PAGES = [page for page in pages() if page.name in table()]
FORM = "application/x-www-form-urlencoded"
# Pages below a public thing, for everybody signed in: an id of the other world leads there, and to none of its texts.
BELOW_SOMETHING_PUBLIC = {"application-start"}
# Pages of a form that this browser has not opened by a link: everybody is sent on to the same words.
BELOW_SOMETHING_PUBLIC |= {"link-question", "link-check", "link-decline", "link-received"}
# Whoever holds the secret in its address may read it, whatever world they are of: tests/people/test_links.py,
# tests/inspection/test_visits.py.
OPENED_BY_A_SECRET = {"link", "visit-feed", "feedback-start", "feedback-answer"}
COMES_IN = {200, 201, 202, 204, 301, 302, 303, 304, 400, 404, 405, 409, 410, 413, 422}


def audiences_of(user) -> set[str]:
    """The audiences a person belongs to, read from the rows and not by the code under test."""
    if user is None:
        return {"anyone"}
    roles = set(RoleGrant.objects.filter(user=user, ended_at=None).values_list("role", flat=True))
    member = Membership.objects.filter(user=user, ended_at=None).exists()
    return {"anyone", "signed_in", *roles, *(["staff"] if roles else []), *(["provider"] if member else [])}


def is_sign_in(response) -> bool:
    return response.status_code == 302 and response["Location"].startswith(reverse("account_login"))


def outcome(response) -> str:
    if response.status_code >= 500:
        return f"failed with {response.status_code}"
    if is_sign_in(response):
        return "sent to sign in"
    if response.status_code == 403:
        return "refused"
    return "came in" if response.status_code in COMES_IN else f"{response.status_code}"


def expected(page: Page, method: str, user, audiences: set[str]) -> str:
    if table()[page.name][method] & audiences:
        return "came in"
    return "sent to sign in" if user is None else "refused"


# Anybody with an account may apply to a round, so its address opens to all of them.
FOR_EVERY_PROVIDER = {"application-start"}


def who_asks(worlds, page: Page) -> list:
    """Nobody, everybody who is no staff, every role the row names, and one it does not: those are all alike."""
    named = frozenset().union(*table()[page.name].values())
    others = [role for role in Role.values if role not in named][:1]
    people = worlds.a.people.items()
    asked = [(name, user) for name, user in people if name not in Role.values or name in named or name in others]
    return [("nobody", None), *asked]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_only_the_people_of_the_table_come_in(worlds, page):
    wrong = []
    for name, user in who_asks(worlds, page):
        audiences = audiences_of(user)
        for method in table()[page.name]:
            said = outcome(worlds.ask(page, worlds.a, user, method, content_type=FORM))
            # The pages of signing in send people back to the start by themselves when a step was left out.
            guards_itself = said == "sent to sign in" and getattr(page.callback, "before_second_factor", False)
            wanted = expected(page, method, user, audiences)
            if said != wanted and not guards_itself:
                wrong.append(f"{name} {method}: {said}, the table says {wanted}")

    assert wrong == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_method_the_table_does_not_name_does_nothing(worlds, page):
    people = [user for _name, user in who_asks(worlds, page)[:2]]
    methods = [method for method in METHODS if method not in table()[page.name]]
    # 302: a page that sends everybody on before it looks at the method.
    codes = {
        worlds.ask(page, worlds.a, user, method, content_type=FORM).status_code for user in people for method in methods
    }

    assert codes <= {302, 403, 404, 405}


@pytest.mark.parametrize("page", [page for page in PAGES if "GET" in table()[page.name]], ids=lambda page: page.name)
def test_somebody_really_sees_the_page(worlds, page):
    """Without this, a page that answers 404 to everybody would pass every test of access."""
    assert any(worlds.ask(page, worlds.a, user).status_code in {200, 302} for user in [None, *worlds.a.people.values()])


@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if page.parameters and page.name not in OPENED_BY_A_SECRET],
    ids=lambda page: page.name,
)
def test_people_of_the_other_world_find_nothing_there(worlds, page):
    """World B's provider with the ids of world A: not found, or a public page without any private word."""
    found = []
    for name in ("provider", "reader", "newcomer"):
        for method in table()[page.name]:
            response = worlds.ask(page, worlds.a, worlds.b.people[name], method, content_type=FORM)
            open_to_all = "anyone" in (page.access or ()) or page.name in FOR_EVERY_PROVIDER
            public = open_to_all and response.status_code in {200, 422}
            if response.status_code not in {403, 404} and not public and page.name not in BELOW_SOMETHING_PUBLIC:
                found.append(f"{name} {method}: {response.status_code}")
            if f"{MARK}-A".encode() in response.whole:
                found.append(f"{name} {method}: reads a text of the other world")

    assert found == []


@pytest.mark.parametrize("page", [page for page in PAGES if "GET" in table()[page.name]], ids=lambda page: page.name)
def test_a_provider_never_reads_a_text_of_the_other_world(worlds, page):
    readers = {"nobody": None, **{name: worlds.b.people[name] for name in ("provider", "reader", "newcomer")}}

    leaks = [name for name, user in readers.items() if b"ZQA-A" in worlds.ask(page, worlds.b, user).whole]

    assert leaks == []


def test_the_canaries_are_really_on_the_pages(worlds):
    """The twin of the sweep: the mark is found where it belongs."""
    page = next(page for page in PAGES if page.name == "organisation-detail")

    assert b"ZQA-A-Organisation-town" in worlds.ask(page, worlds.a, worlds.a.people["provider"]).whole


@pytest.mark.parametrize("page", [page for page in PAGES if "anyone" not in page.access], ids=lambda page: page.name)
def test_staff_without_a_second_step_are_sent_to_set_it_up(worlds, page):
    user = worlds.a.people["programme_lead"]
    client = sign_in(Client(), user, second_factor=False)

    response = client.get(reverse(page.name, kwargs=worlds.a.kwargs(page)))

    if getattr(page.callback, "before_second_factor", False):
        assert response.status_code in {200, 302, 404}
    else:
        assert (response.status_code, response["Location"]) == (302, reverse("mfa_index"))


WRITES = [page for page in PAGES if "POST" in table()[page.name]]


@pytest.mark.parametrize("page", WRITES, ids=lambda page: page.name)
def test_a_form_sent_from_another_site_is_refused(worlds, page):
    who = next((user for user in worlds.a.people.values() if audiences_of(user) & table()[page.name]["POST"]), None)
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    if who is not None and "anyone" not in page.access:
        sign_in(client, who)

    response = client.post(reverse(page.name, kwargs=worlds.a.kwargs(page)), headers={"origin": "https://evil.example"})

    # The pages of signing in send people on before they look at a form that cannot be meant.
    assert response.status_code == 403 or (response.status_code == 302 and "anyone" in page.access)
