"""Find every page that links lead to, as each kind of person, so that no new page stays without a picture."""

import html
import re
from collections import Counter
from collections.abc import Iterator

from django.test import Client
from django.urls import Resolver404, resolve

from sandbox_portal.people.models import User
from tests.signing_in import sign_in

WALKERS = (
    "",
    "maya",
    "tilda",
    "noor",
    "programme.lead",
    "panel.member1",
    "panel.member3",
    "committee.member1",
    "registration.inspector",
    "registration.manager",
    "inspector",
    "inspection.manager",
    "edda",
    "system.administrator",
    "auditor",
)
MOST_OF_ONE_KIND = 2
LINK = re.compile(r'href="(/[^"#]*)')
NOT_TO_OPEN = frozenset({"account_logout", "health", "metrics"})


def pages_by_links(known: set[str]) -> Iterator[tuple[str, str, str]]:
    """(name of the address, who, path) of every page not among the known ones, once, as the first who can open it."""
    found = set(known)
    for who in WALKERS:
        user = User.objects.filter(email=f"{who}@demo.example").first()
        if who and user is None:
            continue
        client = Client(SERVER_NAME="localhost")
        for name, path in _walk(sign_in(client, user) if user else client):
            if name not in found:
                found.add(name)
                yield name, who, path


def name_of(path: str) -> str:
    """The name of an address; nothing for one that is not ours."""
    try:
        return resolve(path.split("?")[0]).url_name or ""
    except Resolver404:
        return ""


def _walk(client: Client) -> Iterator[tuple[str, str]]:
    """Every page this person reaches from the front page, at most a few of one kind."""
    waiting, seen, opened = ["/"], {"/"}, Counter[str]()
    while waiting:
        path = waiting.pop(0)
        name = name_of(path)
        if not name or name in NOT_TO_OPEN or opened[name] >= MOST_OF_ONE_KIND:
            continue
        opened[name] += 1
        answer = client.get(path)
        links = [answer["Location"]] if answer.status_code in {301, 302} else []
        if answer.status_code == 200 and not answer.streaming and "html" in answer["Content-Type"]:
            yield name, path
            links = [html.unescape(link) for link in LINK.findall(answer.content.decode())]
        fresh = [link for link in dict.fromkeys(links) if link.startswith("/") and link not in seen]
        seen.update(fresh)
        waiting.extend(fresh)
