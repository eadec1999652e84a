"""What is measured, on the portal and on the floor."""

import itertools
import re
import uuid
from collections.abc import Callable
from typing import Any

from .client import Answer, Client

Operation = Callable[..., Answer]
VERSION = re.compile(r'name="version" value="([^"]*)"')
PAGE = re.compile(r'name="page" value="([^"]*)"')


class Portal:
    """The portal's pages as a panel member, a chair and a provider open them."""

    def __init__(self, client: Client, facts: dict[str, Any]) -> None:
        self.client, self.facts = client, facts
        self.list = f"/selections/{facts['scoring']}/applications/"
        self.to_score = itertools.cycle(facts["applications"][1:])
        self.to_send = iter(facts["drafts"])
        self.version = itertools.count()
        self.typed: dict[str, str] = {}

    def operations(self) -> dict[str, Operation]:
        return {
            "list, first page": lambda **how: self.member(f"{self.list}?stage=any", **how),
            "list, last page": lambda **how: self.member(
                f"{self.list}?stage=any&after={self.facts['last_mark']}", **how
            ),
            "list, one name searched": lambda **how: self.member(f"{self.list}?stage=any&words=valley+77", **how),
            "list, words of every name searched": lambda **how: self.member(
                f"{self.list}?stage=any&words=valley+teams", **how
            ),
            "selection, overview": lambda **how: self.member(f"/selections/{self.facts['scoring']}/", **how),
            "application to score": lambda **how: self.member(
                f"/applications/{self.facts['applications'][0]}/score/", **how
            ),
            "save a score": self.save_a_score,
            "ranking and cut-off": lambda **how: self.client.get(
                f"/selections/{self.facts['ranking']}/cut-off/", self.facts["chair"], **how
            ),
            "save while typing": self.save_while_typing,
            "check answers": lambda **how: self.client.get(
                f"/cases/{self.facts['drafts'][-1]['id']}/answers/check/", self.facts["drafts"][-1]["cookie"], **how
            ),
            "send an application": self.send,
        }

    def crowd(self) -> dict[str, tuple[str, str]]:
        """The pages that many open at once."""
        detail = f"/applications/{self.facts['applications'][0]}/score/"
        return {"list": (f"{self.list}?stage=any", self.facts["member"]), "detail": (detail, self.facts["member"])}

    def member(self, address: str, **how: bool) -> Answer:
        return self.client.get(address, self.facts["member"], **how)

    def save_a_score(self, **how: bool) -> Answer:
        """One score saved on choosing; each round another application, so each is new or written over once."""
        number, version = next(self.to_score), next(self.version) // (len(self.facts["applications"]) - 1)
        values = {"criterion": "1a", "value": 1, "reason": "The answers show it.", "version": version}
        return self.client.post(f"/applications/{number}/score/", self.facts["member"], values, fragment=True, **how)

    def save_while_typing(self, **how: bool) -> Answer:
        """One answer of a draft saved by the open page, over and over, as somebody types."""
        draft = self.facts["drafts"][-1]
        address = f"/cases/{draft['id']}/answers/what-you-do/work_now/"
        if not self.typed:
            page = self.client.get(address, draft["cookie"]).text
            self.typed = {"version": VERSION.findall(page)[0], "page": PAGE.findall(page)[0]}
        values = {**self.typed, "work_now": f"We match people with carers. {uuid.uuid4()}"}
        answer = self.client.post(address, draft["cookie"], values, fragment=True, **how)
        self.typed["version"] = re.findall(r'"version": "([^"]*)"', answer.text)[0]
        return answer

    def send(self, **how: bool) -> Answer:
        draft = next(self.to_send)
        return self.client.post(f"/applications/{draft['id']}/send/", draft["cookie"], {"key": uuid.uuid4()}, **how)


class Floor:
    """The same on the floor, where it has the same."""

    def __init__(self, client: Client, facts: dict[str, Any], count: int) -> None:
        self.client, self.cookie, self.count = client, facts["cookie"], count

    def operations(self) -> dict[str, Operation]:
        return {
            "list, first page": lambda **how: self.client.get("/list/", self.cookie, **how),
            "list, last page": lambda **how: self.client.get(f"/list/?after={self.count - 50}", self.cookie, **how),
            "ranking": lambda **how: self.client.get("/ranked/", self.cookie, **how),
            "detail": lambda **how: self.client.get("/one/7/", self.cookie, **how),
            "save": lambda **how: self.client.post("/saved/9/", self.cookie, {"value": 3, "reason": "Shown."}, **how),
        }

    def crowd(self) -> dict[str, tuple[str, str]]:
        return {"list": ("/list/", self.cookie), "detail": ("/one/7/", self.cookie)}


COMPARED_WITH = {
    "list, first page": "list, first page",
    "list, last page": "list, last page",
    "list, one name searched": "list, first page",
    "list, words of every name searched": "list, first page",
    "selection, overview": "detail",
    "application to score": "detail",
    "save a score": "save",
    "ranking and cut-off": "ranking",
    "save while typing": "save",
    "check answers": "detail",
    "send an application": "save",
}
