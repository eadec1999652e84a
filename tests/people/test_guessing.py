"""Guessing passwords and addresses is slow, tells nothing, and keeps out nobody but the guesser (B01, B02, B12)."""

import time
from math import erfc, sqrt
from statistics import median
from urllib.parse import urljoin, urlsplit

import pytest
from allauth.account.adapter import get_adapter
from allauth.core import context
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sandbox_portal.people.demo import PASSWORD as DEMO_PASSWORD
from sandbox_portal.people.demo import demo_code, demo_people
from tests.factories.people import PASSWORD, make_provider

pytestmark = pytest.mark.django_db
LEAD = "programme.lead@demo.example"
WRONG = "not the password at all"
TOLERANCE = 0.001


@pytest.fixture(autouse=True)
def nobody_has_tried_yet():
    cache.clear()
    yield
    cache.clear()


def give_password(client, email, password=PASSWORD, **named):
    return client.post(reverse("account_login"), {"login": email, "password": password}, **named)


def guess(email, *, ip, forwarded=""):
    """One guess past the page, as the form makes it: “tried” when a password was compared, else “slowed down”."""
    request = RequestFactory().post("/account/login/", REMOTE_ADDR=ip, headers={"X-Forwarded-For": forwarded})
    with context.request_context(request):
        try:
            get_adapter(request).authenticate(request, email=email, password=WRONG)
        except ValidationError:
            return "slowed down"
    return "tried"


def test_a_thousand_guesses_at_one_account_are_five(at):
    user = make_provider()

    outcomes = [guess(user.email, ip="192.0.2.7") for _ in range(1000)]

    assert outcomes.count("tried") == 5
    assert give_password(Client(REMOTE_ADDR="198.51.100.4"), user.email)["Location"] == reverse("home")


def test_one_guess_at_a_thousand_accounts_is_ten(at):
    outcomes = [guess(f"person{number}@guess.example", ip="192.0.2.8") for number in range(1000)]

    assert outcomes.count("tried") == 10
    assert guess("somebody.else@guess.example", ip="192.0.2.9") == "tried"


def test_a_header_gives_no_new_tries(at):
    outcomes = [guess("one@guess.example", ip="192.0.2.10", forwarded=f"10.0.{n // 250}.{n % 250}") for n in range(300)]

    assert outcomes.count("tried") == 5


def test_behind_our_proxy_only_what_the_proxy_wrote_counts(at, settings):
    settings.BEHIND_PROXY = True

    same = [guess("two@guess.example", ip="10.9.9.9", forwarded=f"10.0.0.{n}, 203.0.113.5") for n in range(20)]
    other = guess("two@guess.example", ip="10.9.9.9", forwarded="203.0.113.5, 203.0.113.6")

    assert (same.count("tried"), other) == (5, "tried")


def test_guesses_at_one_account_from_everywhere_are_fifty(at):
    user = make_provider()

    outcomes = [guess(user.email, ip=f"192.0.2.{n}") for n in range(1, 101)]

    assert outcomes.count("tried") == 50


def test_somebody_with_a_second_step_gets_in_while_others_guess_from_everywhere(at):
    demo_people(at=at)
    for n in range(1, 101):
        guess(LEAD, ip=f"192.0.2.{n}")
    client = Client(REMOTE_ADDR="198.51.100.5")

    first = give_password(client, LEAD, DEMO_PASSWORD)
    second = client.post(reverse("mfa_authenticate"), {"code": demo_code(LEAD)})

    assert (first["Location"], second["Location"]) == (reverse("mfa_authenticate"), reverse("home"))


def test_twin_counted_by_account_alone_the_guesser_keeps_the_owner_out(at, monkeypatch):
    from allauth.account.adapter import DefaultAccountAdapter

    from sandbox_portal.people.adapter import AccountAdapter

    plain = DefaultAccountAdapter._get_login_attempts_cache_key
    monkeypatch.setattr(AccountAdapter, "_get_login_attempts_cache_key", plain)
    user = make_provider()
    for _ in range(20):
        guess(user.email, ip="192.0.2.7")

    kept_out = give_password(Client(REMOTE_ADDR="198.51.100.4"), user.email)

    assert "too many tries" in kept_out.content.decode() or kept_out.status_code == 429


def test_known_and_unknown_addresses_cost_the_same_work(at, settings, monkeypatch):
    """B02: as many questions to the database, and as many passwords hashed."""
    settings.ACCOUNT_RATE_LIMITS = False
    known, hashed = make_provider().email, []
    user_model = get_user_model()
    check, make = user_model.check_password, user_model.set_password
    monkeypatch.setattr(user_model, "check_password", lambda *a: hashed.append("one") or check(*a))
    monkeypatch.setattr(user_model, "set_password", lambda *a: hashed.append("one") or make(*a))
    found = {}
    for name, email in {"known": known, "unknown": "nobody@guess.example"}.items():
        hashed.clear()
        with CaptureQueriesContext(connection) as asked:
            give_password(Client(), email, WRONG)
        found[name] = (len(hashed), len(asked))

    assert found["known"][0] == found["unknown"][0] == 1
    assert found["known"][1] == found["unknown"][1]


class LightArgon2(Argon2PasswordHasher):
    """The hasher of the real service, made lighter: the same way, in one thread."""

    time_cost, memory_cost, parallelism = 1, 8 * 1024, 1


def times_of(known, unknown, pairs):
    """Seconds of the processor for each guess, known and unknown by turns; a busy machine does not count."""
    taken = {known: [], unknown: []}
    for turn in range(pairs):
        for email in (known, unknown) if turn % 2 else (unknown, known):
            begun = time.process_time()
            guess(email, ip="192.0.2.11")
            taken[email].append(time.process_time() - begun)
    return taken[known], taken[unknown]


def tells_apart(first, second):
    """Whether the order of the times shows that one kind takes a thousandth of a second more (Mann and Whitney)."""
    return min(_chance(first, second), _chance(second, first)) < 0.001


def _chance(longer, shorter):
    """How likely it is that so many of the first still come after the second, each a thousandth shorter, by luck."""
    n, m = len(longer), len(shorter)
    wins = sum((a - TOLERANCE > b) for a in longer for b in shorter)
    return erfc((wins - n * m / 2) / sqrt(n * m * (n + m + 1) / 12) / sqrt(2)) / 2


def test_known_and_unknown_addresses_take_the_same_time(at, settings):
    """B02, in the processor's time, so that a busy machine does not decide it."""
    _real_hashing(settings)
    known = make_provider().email

    first, second = times_of(known, "nobody@guess.example", 60)

    assert not tells_apart(first, second)
    assert abs(median(first) - median(second)) < TOLERANCE


def test_twin_without_hashing_for_nobody_the_clock_tells(at, settings, monkeypatch):
    _real_hashing(settings)
    known = make_provider().email
    monkeypatch.setattr(get_user_model(), "set_password", lambda *_a: None)

    assert tells_apart(*times_of(known, "nobody@guess.example", 30))


def _real_hashing(settings):
    settings.ACCOUNT_RATE_LIMITS = False
    settings.PASSWORD_HASHERS = [f"{__name__}.LightArgon2"]


EVIL = "evil.example"
ELSEWHERE = [
    *(f"//{EVIL}", f"///{EVIL}", f"////{EVIL}", f"/\\{EVIL}", f"\\\\{EVIL}", f"\\{EVIL}", f"//{EVIL}\\@testserver"),
    *(f"https:{EVIL}", f"https:/{EVIL}", f"https://{EVIL}", f"http://{EVIL}", f"HTTPS://{EVIL.upper()}"),
    *("javascript:alert(1)", f"/\\\\{EVIL}", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", f"ftp://{EVIL}"),
    *(f"https://testserver@{EVIL}", f"https://testserver.{EVIL}", "//evil%2Eexample", f"https://{EVIL}#testserver"),
    *(f"https://{EVIL}?testserver", f"//testserver:80@{EVIL}", "//[2001:db8::1]", f" //{EVIL}", f"\t//{EVIL}"),
    *(f"/\t/{EVIL}", f"/\n/{EVIL}", f"ht\ttps://{EVIL}", "//evil。example", "//ｅvil.example", f"https://{EVIL}/%2f.."),
    *(f"//{EVIL}/%2e%2e", f"https:///{EVIL}", f"https:\\\\{EVIL}", f"://{EVIL}", f"//127.0.0.1.{EVIL}"),
    *(f"\0//{EVIL}", f"\n//{EVIL}"),
]


def test_forty_addresses_elsewhere_lead_nowhere_else(at, settings):
    """B12: after signing in, everybody lands on a page of this portal."""
    settings.ACCOUNT_RATE_LIMITS = False
    user = make_provider()
    landed = set()
    for address in ELSEWHERE:
        answer = Client().post(reverse("account_login"), {"login": user.email, "password": PASSWORD, "next": address})
        landed.add(answer.get("Location", str(answer.status_code)))

    assert len(ELSEWHERE) == 40
    # 400: a control character in a form is refused before any page sees it.
    here = "http://testserver/account/login/"
    assert {urlsplit(urljoin(here, each)).netloc for each in landed - {"400"}} == {"testserver"}
    assert not any("\\" in each for each in landed)


@pytest.mark.parametrize(
    ("password", "taken"),
    [
        ("short pass", False),  # under twelve
        ("eleven char", False),
        ("twelve chars", True),
        ("password1234", False),  # on the list of common ones
        ("qwertyuiop12", False),
        ("a" * 3 + " quiet walk " + "z" * 113, True),  # 128 characters
        ("correct horse battery staple", True),  # no rule about capitals, digits or signs
        ("  spaces at both ends  ", True),
        ("grüße aus dem garten", True),
    ],
)
def test_a_password_is_long_and_not_common_and_that_is_all(at, password, taken):
    """B13."""
    email = f"new{abs(hash(password))}@people.example"
    Client().post(reverse("account_signup"), {"email": email, "name": "Ines Newcomer", "password1": password})

    assert get_user_model().objects.filter(email=email).exists() == taken
