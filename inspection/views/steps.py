"""The page on which a step of an assessment or a plan is taken by a button, with a reason where one must be given."""

from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from django.http import Http404

from sandbox_portal.casework.action_pages import ActionPage
from sandbox_portal.casework.steps import Workflow
from sandbox_portal.govuk.forms import PageForm

from ..forms.parts import Confirm, Say


@dataclass(frozen=True)
class StepPage:
    """The words of a step's page; `label` is its question where it asks for a reason, `missing` if it must be given.

    `reason` is the name under which the action wants it.
    """

    act: Callable[..., object]
    done: str
    hint: str = ""
    label: str = ""
    missing: str = ""
    text_hint: str = ""
    reason: str = "because"


class StepTaken(ActionPage):
    """One step of `workflow`, named by the address. A step without words in `pages` has no page here."""

    pages: ClassVar[Mapping[str, StepPage]]
    workflow: ClassVar[Workflow[Any]]
    step = ""

    @property
    @abstractmethod
    def subject(self) -> Any:
        """What takes the step. Whoever may not take `step` finds nothing."""

    @cached_property
    def words(self) -> StepPage:
        if self.kwargs["step"] not in self.pages:
            raise Http404
        self.step = self.kwargs["step"]
        return self.pages[self.step]

    @property
    def done(self) -> str:  # type: ignore[override]
        return self.words.done

    def form(self, data: Any = None) -> PageForm:
        words = self.words
        label = self.workflow.step(self.step).label
        shown = {"title": f"{label}: {self.subject}", "button": label, "hint": words.hint}
        if not words.label:
            return Confirm(data, **shown)
        return Say(data, label=words.label, missing=words.missing, text_hint=words.text_hint, **shown)

    def act(self, values: dict[str, Any]) -> object:
        reason = {self.words.reason: values["because"]} if self.words.label else {}
        return self.words.act(self.subject, **reason, by=self.user, at=self.at)
