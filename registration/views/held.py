"""Pages of a granted registration: what it is, what to do next, changes told by its organisation."""

from datetime import date
from functools import cached_property
from typing import Any, cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from sandbox_portal.casework.action_pages import ActionPage, LookingPage
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.documents.queries import papers_of
from sandbox_portal.govuk.paging import address_with
from sandbox_portal.people.doors import PROVIDER, Door
from sandbox_portal.people.models import User
from sandbox_portal.people.permissions import belongs_to_organisation, may_write_for_organisation

from ..actions.changes import send_change, start_change, take_back_change
from ..actions.duties import tick_duty
from ..actions.held_letters import CERTIFICATE
from ..changes import KINDS, MANAGER_JOINS
from ..choices import HeldStage
from ..duties_file import duties
from ..forms.applications import OneButton
from ..forms.held import FindRegistrations, StartChange
from ..models import Change, Registration
from ..queries.applications import SEES_SENT, may_read_part
from ..queries.change_lines import is_named_by_itself
from ..queries.held import (
    changes_visible_to,
    closed_services,
    conversions_visible_to,
    held_visible_to,
    managers_joining,
    services_now,
)
from ..queries.held_days import duties_now, telling_of
from ..queries.held_lists import beyond, find_registrations, in_words, mark_of
from ..workflow import CHANGE, MANAGER

READERS = SEES_SENT | {PROVIDER}
PAGE = 30


class HeldPage(LookingPage):
    """A page below one registration that the person may read of."""

    access = READERS

    @cached_property
    def registration(self) -> Registration:
        return get_object_or_404(held_visible_to(self.request.user), pk=self.kwargs["case_id"])

    @property
    def today(self) -> date:
        return day_in_london(self.at)


class HeldList(Door):
    """Registrations: one's own, or for staff all of them, by name, number and state."""

    access = READERS

    def get(self, request: HttpRequest) -> HttpResponse:
        form = FindRegistrations(request.GET)
        chosen = form.chosen()
        asked_for = {**chosen, "trial": "trial" in chosen}
        found = find_registrations(held_visible_to(request.user), **asked_for)
        rows = list(found.filter(beyond(request.GET.get("after", "")))[: PAGE + 1])
        more = rows[PAGE:]
        next_url = address_with(request, after=mark_of(rows[PAGE - 1])) if more else ""
        context = {"form": form, "rows": in_words(rows[:PAGE]), "next_url": next_url, "selected": form.selected()}
        return render(request, "registration/held/list.html", context)


class HeldDetail(HeldPage):
    """A registration as it is today, with its certificate, its checklist and its changes (R-277, R-280)."""

    def get(self, request: HttpRequest, case_id: UUID) -> HttpResponse:
        held, user = self.registration, cast(User, request.user)
        services = services_now(held, self.today)
        certificates = [each for each in papers_of(held.case, user) if each.code == CERTIFICATE]
        changes = changes_visible_to(request.user).filter(registration=held).order_by("-case__opened_at")
        may_write = may_write_for_organisation.test(request.user, held)
        is_over = held.case.stage == HeldStage.ENDED
        context = {
            "registration": held,
            "is_over": is_over,
            "was": closed_services(held) if is_over else [],
            "case": held.case,
            "state": HeldStage(held.case.stage),
            "services": services,
            "told": next((each.particulars for each in services if each.particulars), None),
            "certificate": max(certificates, key=lambda each: each.version, default=None),
            "duties": [] if is_over else duties_now(held, self.today),
            "changes": [(each, KINDS[each.kind], CHANGE.stage(each.case.stage)) for each in changes[:PAGE]],
            "conversions": list(conversions_visible_to(request.user).filter(registration=held)),
            "may_write": may_write,
            "may_change": may_write and not is_over,
        }
        return render(request, "registration/held/detail.html", context)


class HeldAction(ActionPage):
    """Something done with one registration."""

    access = frozenset({PROVIDER})

    @cached_property
    def registration(self) -> Registration:
        return get_object_or_404(held_visible_to(self.user), pk=self.kwargs["case_id"])

    @property
    def back_url(self) -> str:
        return reverse("held-detail", args=[self.registration.pk])

    def next_url(self, done: Any) -> str:
        return self.back_url


class TickDuty(HeldAction):
    """Say that something of the checklist is done."""

    done = "Thank you. We have noted that it is done."

    def form(self, data: Any = None) -> OneButton:
        duty = duties().get(self.kwargs["duty"])
        if duty is None:
            raise Http404
        return OneButton(data, title=f"Is this done? {duty.title}", button="Yes, it is done")

    def act(self, values: dict[str, Any]) -> object:
        return tick_duty(self.registration, code=self.kwargs["duty"], by=self.user, at=self.at)


class StartChangePage(HeldAction):
    """Choose what changes, and when."""

    def form(self, data: Any = None) -> StartChange:
        return StartChange(data)

    def act(self, values: dict[str, Any]) -> Change:
        return start_change(self.registration, **values, by=self.user, at=self.at)

    def next_url(self, done: Change) -> str:
        return reverse("change-detail" if done.kind == MANAGER_JOINS else "response-task-list", args=[done.pk])


class ChangeDetail(LookingPage):
    """One change: how far it is, by when it had to be told, and what is said about it."""

    access = READERS

    def get(self, request: HttpRequest, case_id: UUID) -> HttpResponse:
        change = get_object_or_404(changes_visible_to(request.user), pk=case_id)
        pages = {
            "send": "change-send",
            "take_back": "change-take-back",
            "accept": "change-accept",
            "refuse": "change-refuse",
        }
        offers = [
            (offer.step, reverse(pages[offer.step.name], args=[change.pk]), offer.refusal)
            for offer in CHANGE.offers(change, request.user)
        ]
        joins = change.kind == MANAGER_JOINS and not is_named_by_itself(change)
        joining = next(iter(managers_joining(change)), None) if joins else None
        context = {
            "change": change,
            "case": change.case,
            "kind": KINDS[change.kind],
            "stage": CHANGE.stage(change.case.stage),
            "offers": offers,
            "manager_joins": joins,
            "joining": joining,
            "joining_stage": MANAGER.stage(joining.case.stage) if joining else None,
            "reads_part": joining is not None and may_read_part(self.user, joining),
            "is_own": belongs_to_organisation.test(self.user, change),
            "telling": telling_of(change, day_in_london(self.at)),
        }
        return render(request, "registration/held/change.html", context)


class ChangeAction(ActionPage):
    """Something done with one change."""

    access = frozenset({PROVIDER})

    @cached_property
    def change(self) -> Change:
        return get_object_or_404(changes_visible_to(self.user), pk=self.kwargs["case_id"])

    @property
    def back_url(self) -> str:
        return reverse("change-detail", args=[self.change.pk])

    def next_url(self, done: Any) -> str:
        return self.back_url


class SendChange(ChangeAction):
    done = "We have your change. We write to you when we have looked at it."

    def form(self, data: Any = None) -> OneButton:
        return OneButton(data, title=f"Send: {KINDS[self.change.kind].label.lower()}", button="Send the change")

    def act(self, values: dict[str, Any]) -> Change:
        return send_change(self.change, by=self.user, at=self.at)


class TakeBackChange(ChangeAction):
    done = "The change is taken back. Nothing in your registration has changed."

    def form(self, data: Any = None) -> OneButton:
        return OneButton(data, title="Take this change back?", button="Take it back")

    def act(self, values: dict[str, Any]) -> Change:
        return take_back_change(self.change, by=self.user, at=self.at)
