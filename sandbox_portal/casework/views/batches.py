"""Give out many cases: choose them in a queue, check, give, and undo within 30 days (R32)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sandbox_portal.people.doors import STAFF, Door

from ..actions.batches import MOST_AT_ONCE, UNDO_WITHIN, give_cases, undo_batch
from ..forms import GiveCases
from ..models import Case
from ..queries import batches_visible_to, cases_visible_to
from ..queries.desk import cases_of_batch, people_for
from ..queries.refusing import refusal_to_give
from ..refusals import Refused
from .rows import rows_of


class GiveOutCases(Door):
    """The check page: the chosen cases, to whom, why. Nothing is done before its own button is pressed."""

    access = frozenset({STAFF})

    def post(self, request: HttpRequest) -> HttpResponse:
        cases = self.chosen()
        if not cases:
            messages.info(request, _("Choose at least one case first."))
            return redirect("case-queue")
        people = list(people_for(cases[0]))
        if "check" not in request.POST:
            return self.show(cases, GiveCases(people=people))
        form = GiveCases(request.POST, people=people)
        if not form.is_valid():
            return self.show(cases, form, status=422)
        try:
            batch = give_cases(cases, to=form.person, reason=form.cleaned_data["reason"], by=self.user, at=self.at)
        except Refused as refused:
            form.add_error(None, refused.sentence)
            return self.show(cases, form, status=409)
        return redirect("case-batch", batch.pk)

    def chosen(self) -> list[Case]:
        """The ticked cases that this person may see; what is no id of a case is passed over."""
        ids = []
        for value in self.request.POST.getlist("case")[:MOST_AT_ONCE]:
            try:
                ids.append(UUID(value))
            except ValueError:
                continue
        return list(cases_visible_to(self.user).filter(pk__in=ids, closed_at=None).order_by("stage_since", "pk"))

    def show(self, cases: list[Case], form: GiveCases, status: int = 200) -> HttpResponse:
        people = list(form.people.values())
        context = {
            "form": form,
            "rows": rows_of(cases, user=self.user, at=self.at),
            "refusal": _refused_for_all(cases, people, self.user),
            "roles": len({case.owner_role for case in cases}),
        }
        return render(self.request, "casework/give_cases.html", context, status=status)


class CaseBatch(Door):
    """What was given out in one go, and the button that takes it back."""

    access = frozenset({STAFF})

    def get(self, request: HttpRequest, batch_id: UUID) -> HttpResponse:
        user: Any = request.user
        batch = get_object_or_404(batches_visible_to(user), pk=batch_id)
        cases = list(cases_of_batch(batch, user).order_by("stage_since", "pk"))
        context = {
            "batch": batch,
            "rows": rows_of(cases, user=user, at=self.at),
            "undo_until": batch.given_at + UNDO_WITHIN,
            "may_undo": batch.undone_at is None and batch.given_by_id == user.pk,
        }
        return render(request, "casework/batch.html", context)

    def post(self, request: HttpRequest, batch_id: UUID) -> HttpResponse:
        user: Any = request.user
        batch = get_object_or_404(batches_visible_to(user), pk=batch_id)
        try:
            undone = undo_batch(batch, by=user, at=self.at)
        except Refused as refused:
            messages.info(request, refused.sentence)
        else:
            messages.success(request, _told(undone.back, len(undone.stayed)))
        return redirect("case-batch", batch_id)


def _told(back: int, stayed: int) -> str:
    words = ngettext("%(count)s case is back where it was.", "%(count)s cases are back where they were.", back)
    told = words % {"count": back}
    if not stayed:
        return told
    more = ngettext("%(count)s had been moved on and stayed.", "%(count)s had been moved on and stayed.", stayed)
    return f"{told} {more % {'count': stayed}}"


def _refused_for_all(cases: list[Case], people: list[Any], user: Any) -> str:
    """What stops these cases whoever is chosen; asked before anybody is."""
    someone = people[0] if people else user
    for case in cases:
        sentence = refusal_to_give(case, to=someone, by=user)
        if sentence and someone.name not in sentence:
            return f"{case}: {sentence}"
    return ""
