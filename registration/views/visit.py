"""What a visitor has answered so far. It stands in their own session and nowhere else (R-208)."""

from typing import Any

from django.http import HttpRequest

from ..models import ScopeTree
from ..queries.scope import questions_of, scope_tree
from ..scope import Walk, on_the_path, walk
from ..scope_tree import Tree

KEY = "scope"
KEPT_FOR = 12 * 60 * 60  # seconds, for visitors who are not signed in
MOST_SERVICES = 10


class Visit:
    """The services of one visitor, each with its answers, by the version of the questions they began with."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        kept = request.session.get(KEY) or {}
        self.services: list[dict[str, Any]] = kept.get("services", [])
        self.row: ScopeTree | None = (scope_tree(kept["version"]) if kept else None) or scope_tree()

    @property
    def tree(self) -> Tree:
        if not hasattr(self, "_tree"):
            assert self.row is not None
            self._tree = questions_of(self.row)
        return self._tree

    def answers(self, number: int) -> dict[str, Any]:
        """What was answered of a service; nothing for one that has not begun."""
        return self.services[number - 1]["answers"] if number <= len(self.services) else {}

    def walk(self, number: int) -> Walk:
        return walk(self.tree, self.answers(number))

    def walks(self) -> list[Walk]:
        return [self.walk(number) for number in range(1, len(self.services) + 1)]

    def may_begin(self, number: int) -> bool:
        return 1 <= number <= min(len(self.services) + 1, MOST_SERVICES)

    def answer(self, number: int, question: str, answer: Any) -> Walk:
        """Keep an answer; what no longer stands on the path is forgotten, so that it is asked anew."""
        if number > len(self.services):
            self.services.append({"answers": {}, "is_counted": False})
        service = self.services[number - 1]
        service["answers"] = on_the_path(self.tree, {**service["answers"], question: answer})
        self._keep()
        return self.walk(number)

    def count_once(self, number: int) -> bool:
        """True the first time a service has a result; from then on it is counted, whatever is changed."""
        service = self.services[number - 1]
        if service["is_counted"]:
            return False
        service["is_counted"] = True
        self._keep()
        return True

    def remove(self, number: int) -> None:
        del self.services[number - 1]
        self._keep()

    def forget(self) -> None:
        self.request.session.pop(KEY, None)

    def _keep(self) -> None:
        assert self.row is not None
        if not self.services:
            return self.forget()
        self.request.session[KEY] = {"version": self.row.version, "services": self.services}
        if not self.request.user.is_authenticated:
            self.request.session.set_expiry(KEPT_FOR)
        return None
