"""What a page of questions shows of the organisation's file: what can be used again, and what was."""

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import Any

from sandbox_portal.lookup.choices import PublicList
from sandbox_portal.lookup.queries import lists_with_rows

from ..engine import Page
from ..hosts import host_of
from ..look_ups import lists_of
from ..models import Answer
from ..offers import Offer, offers_in, sources_of
from .doors import ResponseDoor

TOLD = "told"
FIND = {
    PublicList.COMPANIES: "Find it in the list of companies",
    PublicList.PROVIDERS: "Find it in the list of registered services",
}


class Offering(ResponseDoor):
    """A page that offers what was told before."""

    page: Page

    @cached_property
    def offers(self) -> list[Offer]:
        """What the organisation told us before that fits this page."""
        return offers_in(self.reading, self.request.user, self.scope, at=self.at, page=self.page)

    def known(self) -> dict[str, Any]:
        """What stands in the controls before anything is answered: never what is offered, unless to be changed."""
        offered = {offer.question.key for offer in self.offers}
        known = {key: raw for key, raw in host_of(self.case).known(self.case).items() if key not in offered}
        to_change = self.request.GET.get(TOLD, "")
        return known | {each.question.key: each.kept.raw for each in self.offers if each.kept and each.key == to_change}

    def told_before(self) -> dict[str, Any]:
        """For the template: the offers, until one is being changed."""
        is_asked = self.request.method == "GET" and TOLD not in self.request.GET
        return {
            "offers": self.offers if is_asked else (),
            "told_url": self._with_query("response-use-told"),
            "change_url": self._change_url(),
            "look_ups": self._look_ups(),
        }

    def sources(self, stored: Mapping[str, Answer]) -> list[tuple[str, datetime]]:
        """Where the answers of this page came from."""
        return sources_of(self.response, {key: answer.raw for key, answer in stored.items()})

    def _look_ups(self) -> list[tuple[str, str]]:
        """The lists that can fill in this page, when there is anything in them: words, and where to look."""
        wanted = lists_of(self.page.questions)
        there = lists_with_rows() if wanted else []
        return [
            (FIND[which], self.address("response-look-up", self.page.section.key, self.page.key, which))
            for which in wanted
            if which in there
        ]

    def _with_query(self, name: str) -> str:
        query = self.request.GET.urlencode()
        return self.address(name, self.page.section.key, self.page.key) + (f"?{query}" if query else "")

    def _change_url(self) -> str:
        """The same page with one offer in its controls; the name of the offer comes at the end."""
        query = self.request.GET.copy()
        query.pop(TOLD, None)
        return f"?{query.urlencode()}&{TOLD}=" if query else f"?{TOLD}="
