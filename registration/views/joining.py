"""The manager who joins a registered service by a change: named, and taken out again (R-281)."""

from functools import cached_property
from typing import Any

from django.http import Http404
from django.urls import reverse

from sandbox_portal.people.permissions import may_write_for_organisation

from ..actions.managers import ask_joining_manager, take_out_manager
from ..changes import MANAGER_JOINS
from ..choices import ChangeStage
from ..forms.applications import TakeOutManager
from ..models import Change, ManagerApplication
from ..permissions import is_the_manager
from ..queries.change_lines import is_named_by_itself
from ..queries.held import managers_joining
from ..workflow import MANAGER
from .held import ChangeAction
from .managers import NamingManager


class JoiningManager(NamingManager, ChangeAction):
    """Who is named and how far they are, or a form to ask somebody."""

    template = "registration/held/manager.html"

    @cached_property
    def joining(self) -> Change:
        if self.change.kind != MANAGER_JOINS or is_named_by_itself(self.change):
            raise Http404
        return self.change

    @cached_property
    def manager(self) -> ManagerApplication | None:
        return next(iter(managers_joining(self.joining)), None)

    @property
    def managers_url(self) -> str:
        return reverse("change-manager", args=[self.change.pk])

    def ask(self, values: dict[str, Any]) -> ManagerApplication:
        return ask_joining_manager(self.joining, **values, by=self.user, at=self.at)

    def facts(self) -> dict[str, Any]:
        manager = self.manager
        is_draft = self.change.case.stage == ChangeStage.DRAFT
        return {
            "change": self.change,
            "manager": manager,
            "stage": MANAGER.stage(manager.case.stage) if manager else None,
            "is_me": manager is not None and is_the_manager.test(self.user, manager),
            "may_ask": is_draft and may_write_for_organisation.test(self.user, self.change),
            "own": {"name": self.user.name, "email": self.user.email},
        }


class TakeOutJoiningManager(JoiningManager):
    """The organisation takes the person out, and may name somebody else."""

    template = "components/page_form.html"
    done = "The manager is taken out of the change."

    @cached_property
    def named(self) -> ManagerApplication:
        if self.manager is None:
            raise Http404
        return self.manager

    @property
    def back_url(self) -> str:
        return self.managers_url

    def form(self, data: Any = None) -> TakeOutManager:
        form = TakeOutManager(data)
        form.title = f"Take {self.named.name} out of the change"
        return form

    def act(self, values: dict[str, Any]) -> ManagerApplication:
        return take_out_manager(self.named, reason=values["reason"], by=self.user, at=self.at)

    def next_url(self, done: Any) -> str:
        return self.back_url
