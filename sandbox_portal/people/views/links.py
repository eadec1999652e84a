"""What the link of a letter opens for somebody without an account: one form, one question a page, one answer.

The secret stands in the address of the first page alone. Its button remembers in this browser's session that the link
was opened, and every page after it names the link by its id, which opens nothing anywhere else (B08, B09).
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any
from uuid import UUID

from allauth.core.internal import ratelimit
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from sandbox_portal.govuk.forms import PageForm

from ..actions import answer_link, decline_link, open_link
from ..doors import ANYONE, Door
from ..forms.links import DeclineLink
from ..links import LinkFacts, LinkPurpose, purpose_of
from ..models import Link
from ..queries import has_run_out, link_by_token, link_opened, was_used
from ..refusals import Refused

OPENED = "opened_links"
GOOD_FOR = 2 * 60 * 60  # seconds a browser may stay on the form before the letter's link must be opened again
MOST_OPENED = 5


class Unusable(Exception):  # noqa: N818 - an answer, not a fault
    """This address opens nothing."""


class LinkDoor(Door):
    """A page of one-time links. Whatever is wrong with one, the page is the same (B06); no other site learns it."""

    access = frozenset({ANYONE})

    @method_decorator(sensitive_variables("token"))
    @method_decorator(sensitive_post_parameters())
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            response = self.turned_away() or super().dispatch(request, *args, **kwargs)
        except Unusable:
            response = self.unusable()
        response["Referrer-Policy"] = "strict-origin"  # with "no-referrer" a browser names no origin, and CSRF refuses
        response["Cache-Control"] = "no-store, private"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    def turned_away(self) -> HttpResponse | None:
        """Where somebody goes instead of this page, if they do."""
        return None

    def unusable(self) -> HttpResponse:
        """Guessing is slowed down to twenty a minute from one address."""
        if not ratelimit.consume(self.request, app="allauth.account", action="link", limit_get=True):
            return ratelimit.respond_429(self.request)
        return render(self.request, "people/links/unusable.html", status=404)

    def show(self, template: str, status: int = 200, **context: Any) -> HttpResponse:
        return render(self.request, f"people/links/{template}.html", context, status=status)


class OpenLink(LinkDoor):
    """The first page. Looking uses nothing up and counts for nothing, nor does pressing the button use it up (B07)."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.token: str = kwargs["token"]

    def found(self) -> tuple[Link, LinkFacts]:
        link = link_by_token(self.token)
        purpose = purpose_of(link.purpose) if link else None
        facts = purpose.facts(link.subject) if link and purpose else None
        if link is None or facts is None:
            raise Unusable
        return link, facts

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        link, facts = self.found()
        return self.show("landing", link=link, facts=facts, title=facts.title)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        link, _facts = self.found()
        open_link(link, by=None, at=self.at)
        others = dict(request.session.get(OPENED, {}))
        before = others.pop(str(link.pk), {})
        typed = before["typed"] if before.get("issue") == link.issue else {}
        opened = {"issue": link.issue, "at": self.at.timestamp(), "typed": typed}
        request.session[OPENED] = {**dict(list(others.items())[1 - MOST_OPENED :]), str(link.pk): opened}
        return redirect("link-question", link_id=link.pk, number=1)


class OpenedLink(LinkDoor):
    """A page of the form, for the browser in which the link was opened."""

    @cached_property
    def remembered(self) -> dict[str, Any]:
        found = self.request.session.get(OPENED, {}).get(str(self.kwargs["link_id"]))
        if not found or self.at.timestamp() - found["at"] > GOOD_FOR:
            raise Unusable
        return found

    @cached_property
    def link(self) -> Link:
        link = link_opened(self.kwargs["link_id"], issue=self.remembered["issue"])
        if link is None:
            raise Unusable
        return link

    @cached_property
    def purpose(self) -> LinkPurpose:
        purpose = purpose_of(self.link.purpose)
        if purpose is None or has_run_out(self.link):
            raise Unusable
        return purpose

    @cached_property
    def facts(self) -> LinkFacts:
        facts = self.purpose.facts(self.link.subject)
        if facts is None:
            raise Unusable
        return facts

    @cached_property
    def forms(self) -> list[Callable[..., PageForm]]:
        return list(self.purpose.forms(self.link.subject))

    def turned_away(self) -> HttpResponse | None:
        return self.address("link-received") if was_used(self.link) else None

    def unusable(self) -> HttpResponse:
        """The browser knows of no such link: no question is put to the database, so there is nothing to guess."""
        return redirect("link-closed")

    def form(self, number: int, data: Any = None) -> PageForm:
        if not 1 <= number <= len(self.forms):
            raise Unusable
        return self.forms[number - 1](data, initial=self.remembered["typed"].get(str(number)))

    def answers(self) -> dict[str, Any] | None:
        """What the pages say together; None while one is missing or wrong."""
        given: dict[str, Any] = {}
        for number in range(1, len(self.forms) + 1):
            form = self.form(number, self.remembered["typed"].get(str(number)) or {})
            if not form.is_valid():
                return None
            given |= form.cleaned_data
        return given

    def address(self, name: str, **more: Any) -> HttpResponse:
        return redirect(name, link_id=self.link.pk, **more)


class LinkQuestion(OpenedLink):
    """One question. What is typed waits in this browser's session until everything is sent."""

    def get(self, request: HttpRequest, link_id: UUID, number: int) -> HttpResponse:
        return self.page(self.form(number), number)

    def post(self, request: HttpRequest, link_id: UUID, number: int) -> HttpResponse:
        _facts, form = self.facts, self.form(number, request.POST)
        kept = {name: request.POST[name] for name in form.fields if name in request.POST}
        self.remembered["typed"][str(number)] = kept
        self.remembered["at"] = self.at.timestamp()
        request.session.modified = True
        if not form.is_valid():
            return self.page(form, number, status=422)
        if number < len(self.forms):
            return self.address("link-question", number=number + 1)
        return self.address("link-check")

    def page(self, form: PageForm, number: int, status: int = 200) -> HttpResponse:
        return self.show(
            "question",
            status=status,
            form=form,
            link=self.link,
            facts=self.facts,
            number=number,
            total=len(self.forms),
            before=number - 1,
        )


class CheckLink(OpenedLink):
    """Read everything once more, then send. Only this uses the link up."""

    def get(self, request: HttpRequest, link_id: UUID) -> HttpResponse:
        return self.page()

    def post(self, request: HttpRequest, link_id: UUID) -> HttpResponse:
        answers, _facts = self.answers(), self.facts
        if answers is None:
            return self.page(status=422)
        try:
            answer_link(self.link, answers=answers, by=None, at=self.at)
        except Refused:
            return self.address("link-received")
        self.remembered["typed"] = {}
        request.session.modified = True
        return self.address("link-received")

    def page(self, status: int = 200) -> HttpResponse:
        facts, answers = self.facts, self.answers()
        if answers is None:
            return self.address("link-question", number=1)
        rows = [
            (label, words, number)
            for number, (label, words) in enumerate(self.purpose.shown(self.link.subject, answers), start=1)
        ]
        return self.show("check", status=status, link=self.link, facts=facts, rows=rows, last=len(self.forms))


class DeclineLinkPage(OpenedLink):
    """“I cannot answer”: one press, and nobody writes again."""

    def get(self, request: HttpRequest, link_id: UUID) -> HttpResponse:
        return self.show("decline", form=DeclineLink(), link=self.link, facts=self.facts)

    def post(self, request: HttpRequest, link_id: UUID) -> HttpResponse:
        facts, form = self.facts, DeclineLink(request.POST)
        if not form.is_valid():
            return self.show("decline", status=422, form=form, link=self.link, facts=facts)
        try:
            decline_link(self.link, reason=form.cleaned_data["reason"], by=None, at=self.at)
        except Refused:
            return self.address("link-received")
        self.remembered["typed"] = {}
        request.session.modified = True
        return self.address("link-received")


class LinkReceived(OpenedLink):
    """What is said afterwards, also to whoever comes second: that something was received, and nothing of it (B08)."""

    def turned_away(self) -> HttpResponse | None:
        return None if was_used(self.link) else self.address("link-question", number=1)

    def get(self, request: HttpRequest, link_id: UUID) -> HttpResponse:
        return self.show("received", link=self.link)


class ClosedLink(LinkDoor):
    """The same words for a page of a form that this browser has not opened, or that is closed since."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show("unusable")
