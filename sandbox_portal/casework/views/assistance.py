"""Typing for an organisation: begin it, see what runs, finish it; and what the organisation sees of it and can end."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sandbox_portal.govuk.paging import page_by_number
from sandbox_portal.people.doors import PROVIDER, SIGNED_IN, Door
from sandbox_portal.people.models import Organisation
from sandbox_portal.people.permissions import may_sign_for_organisation, may_write_for_organisation
from sandbox_portal.people.queries import own_organisations, roles_of

from ..action_pages import ActionPage
from ..actions.assistance import allow_typing, begin_typing, finish_typing, refuse_typing, stop_typing
from ..forms.assistance import BeginTyping, FindOrganisation, TypingFilter
from ..kinds import kind_of
from ..models import Assistance, Case
from ..queries.assistance import (
    SEES_ALL,
    TYPISTS,
    assistances_visible_to,
    assistances_wanted,
    cases_to_type_in,
    people_who_can_agree,
    refuses_assistance,
    typing_refusal,
)
from ..refusals import Refused
from ..typing_middleware import KEY
from ..working_days import day_in_london

PAGE = 20
MOST_FOUND = 20
STAFF_ROLES = frozenset({*TYPISTS, *SEES_ALL})


class AssistanceDoor(Door):
    def times(self, organisation: Organisation | None = None) -> dict[str, Any]:
        """One page of the times of typing, narrowed as the address says."""
        form = TypingFilter(self.request.GET)
        state = form.chosen().get("state", "")
        found = assistances_wanted(self.user, state=state, organisation=organisation)
        times, beside = page_by_number(self.request, found, size=PAGE)
        return {"filter_form": form, "state": state, "times": times, "clear_url": self.request.path, **beside}


class TypeForSomebody(AssistanceDoor):
    """Find the form of an organisation that asked for help, and see when one typed before."""

    access = STAFF_ROLES

    def get(self, request: HttpRequest) -> HttpResponse:
        form = FindOrganisation(request.GET or None)
        words = form.cleaned_data["q"] if form.is_bound and form.is_valid() else ""
        found = list(cases_to_type_in(self.user, words)[: MOST_FOUND + 1]) if words.strip() else []
        context = {
            "form": form,
            "words": words,
            "found": [(case, kind_of(case).label) for case in found[:MOST_FOUND]],
            "has_more": len(found) > MOST_FOUND,
            "may_type": bool(TYPISTS & roles_of(self.user)),
            **self.times(),
        }
        return render(request, "casework/typing/find.html", context)


class BeginTypingPage(ActionPage):
    """Write down the agreement, and begin."""

    access = TYPISTS
    template = "casework/typing/begin.html"

    @cached_property
    def case(self) -> Case:
        cases = cases_to_type_in(self.user, "").select_related("organisation")
        return get_object_or_404(cases, pk=self.kwargs["case_id"])

    @property
    def back_url(self) -> str:
        return reverse("typing-find")

    def form(self, data: Any = None) -> BeginTyping:
        assert self.case.organisation is not None
        people = list(people_who_can_agree(self.case.organisation))
        return BeginTyping(data, people=people, today=day_in_london(self.at))

    def facts(self) -> dict[str, Any]:
        refusal = typing_refusal(self.case, self.user, self.at)
        return {"case": self.case, "kind": kind_of(self.case).label, "refusal": refusal}

    def act(self, values: dict[str, Any]) -> Assistance:
        assistance = begin_typing(self.case, **self.bound.agreement(), by=self.user, at=self.at)
        self.request.session[KEY] = str(assistance.pk)
        return assistance

    def next_url(self, done: Assistance) -> str:
        return reverse("typing-page", args=[done.pk])


class TypingPage(AssistanceDoor):
    """One time of typing, for the typist and for those who look after it; going on with it after signing in again."""

    access = STAFF_ROLES

    @cached_property
    def assistance(self) -> Assistance:
        return get_object_or_404(assistances_visible_to(self.user), pk=self.kwargs["assistance_id"])

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        runs = self.assistance.over_at is None and self.assistance.ends_at > self.at
        is_own = self.assistance.typist_id == self.user.pk
        context = {
            "assistance_shown": self.assistance,
            "kind": kind_of(self.assistance.case).label,
            "runs": runs,
            "is_own": is_own,
            "is_open_here": request.session.get(KEY) == str(self.assistance.pk),
            "form_url": reverse("response-task-list", args=[self.assistance.case_id]),
        }
        return render(request, "casework/typing/page.html", context)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Go on with it in this browser, after signing in again."""
        if self.assistance.typist_id != self.user.pk:
            raise Refused(_("Somebody else types here."))
        request.session[KEY] = str(self.assistance.pk)
        return redirect("response-task-list", case=self.assistance.case_id)


class FinishTyping(TypingPage):
    """Done: the organisation is asked to check and to send."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return redirect("typing-page", assistance_id=self.assistance.pk)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        finish_typing(self.assistance, by=self.user, at=self.at)
        request.session.pop(KEY, None)
        messages.success(request, _("You have finished. We have asked the organisation to check it and to send it."))
        return redirect("typing-page", assistance_id=self.assistance.pk)


class TypedForUs(AssistanceDoor):
    """What an organisation sees: every time somebody typed for it, and the way to end it or to forbid it."""

    access = frozenset({PROVIDER})

    @cached_property
    def organisation(self) -> Organisation:
        return get_object_or_404(own_organisations(self.user), pk=self.kwargs["organisation_id"])

    @property
    def here(self) -> str:
        return reverse("typed-for-us", args=[self.organisation.pk])

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        asked = Assistance(organisation=self.organisation)
        context = {
            "organisation": self.organisation,
            "refusal": refuses_assistance(self.organisation),
            "may_end": may_write_for_organisation.test(self.user, asked),
            "may_refuse": may_sign_for_organisation.test(self.user, asked),
            **self.times(self.organisation),
        }
        return render(request, "casework/typing/typed_for_us.html", context)


class RefuseTyping(TypedForUs):
    """Nobody may type for us, from now on; or take that back."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return redirect(self.here)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if "allow" in request.POST:
            allow_typing(self.organisation, by=self.user, at=self.at)
            messages.success(request, _("People of ours may type for you again, each time you agree to it."))
        else:
            refuse_typing(self.organisation, by=self.user, at=self.at)
            messages.success(request, _("From now on nobody types for you."))
        return redirect(self.here)


class StopTyping(AssistanceDoor):
    """The organisation ends a time of typing at once."""

    access = frozenset({SIGNED_IN})

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        assistance = get_object_or_404(assistances_visible_to(self.user), pk=self.kwargs["assistance_id"])
        stop_typing(assistance, by=self.user, at=self.at)
        messages.success(request, _("It is ended. Nothing more can be typed for you."))
        return redirect("typed-for-us", organisation_id=assistance.organisation_id)
