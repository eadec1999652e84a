"""What every page of a response begins with: the case as this person may see it, and its answers read once."""

from functools import cached_property
from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.http import urlencode

from sandbox_portal.casework.action_pages import LookingPage
from sandbox_portal.casework.kinds import kind_of
from sandbox_portal.casework.models import Case
from sandbox_portal.casework.voices import speaks_for
from sandbox_portal.people.doors import PROVIDER

from ..engine import Page, Section
from ..models import Response
from ..queries import Reading, answering_refusal, read_response, response_visible_to
from ..question_types import QuestionType
from ..sections import Scope, scope_of

CHECK = "check"
ASKED = "asked"


class ResponseDoor(LookingPage):
    """A page of one response, reached through its case. Not visible, or not begun, is not found."""

    access = frozenset({PROVIDER})
    on_behalf = True

    @property
    def case(self) -> Case:
        return self.response.case

    @cached_property
    def response(self) -> Response:
        response = response_visible_to(self.request.user, self.kwargs["case"])
        if response is None:
            raise Http404
        return response

    @cached_property
    def reading(self) -> Reading:
        return read_response(self.response)

    @cached_property
    def scope(self) -> Scope:
        """What the sections this person was given let them do."""
        return scope_of(self.response, self.request.user)

    @cached_property
    def refusal(self) -> str | None:
        """Why this person cannot write answers now, None when they can."""
        return answering_refusal(self.response, self.request.user, scope=self.scope)

    def may_write(self, section: Section) -> bool:
        return answering_refusal(self.response, self.request.user, section, scope=self.scope) is None

    def address(self, name: str, *parts: Any) -> str:
        return reverse(name, args=[self.case.pk, *parts])

    def back_url(self) -> str:
        """The page of the case on which this person works; somebody who types for others goes back to that."""
        assistance = speaks_for(self.request.user)
        if assistance is not None:
            return reverse("typing-page", args=[assistance.pk])
        return kind_of(self.case).address(self.case, self.request.user)

    def evidence_url(self, page: Page) -> str:
        """Where files are put to the question of this page, and the way back from there."""
        query = {"question": page.questions[0].key, "return": self.request.get_full_path()}
        return f"{self.address('case-evidence')}?{urlencode(query)}"

    def page_address(self, page: Page) -> str:
        is_group = page.questions[0].type is QuestionType.GROUP
        return self.address("response-group" if is_group else "response-question", page.section.key, page.key)
