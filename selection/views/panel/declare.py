"""Interests: said before anything opens, and whenever somebody realises one later."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from sandbox_portal.casework.refusals import Refused

from ...actions.declarations import declare, declare_no_conflict_on_the_rest
from ...forms.panel import Declarations, LateInterest
from ...models import Application
from ...queries.applications import applications_to_declare
from ...queries.declarations import own_interests
from .doors import ApplicationDoor, SelectionDoor

ON_A_PAGE = 50
NOTHING_SAID = "Choose an answer for at least one application."


class DeclareInterests(SelectionDoor):
    """Every application that waits for my word, by name and summary only; one form, saved as far as it is filled in."""

    def waiting(self) -> list[Application]:
        rows = applications_to_declare(self.user).filter(round=self.selection.round_id).order_by("number")
        return list(rows[:ON_A_PAGE])

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(Declarations(applications=self.waiting()) if self.member else None)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        listed = set(request.POST.getlist("listed"))
        applications = [each for each in self.waiting() if str(each.pk) in listed]
        form = Declarations(request.POST, applications=applications)
        is_for_rest = "rest" in request.POST
        if form.is_valid() and not form.words and not is_for_rest:
            form.add_error(None, NOTHING_SAID)
        if form.errors:
            return self.show(form, status=422)
        try:
            self.save(form, is_for_rest=is_for_rest)
        except Refused as refused:
            form.add_error(None, refused.sentence)
            return self.show(form, status=409)
        messages.success(request, "Your word is saved.")
        name = "selection-declare" if self.waiting() else "selection-overview"
        return redirect(name, selection_id=self.selection.pk)

    def save(self, form: Declarations, *, is_for_rest: bool) -> None:
        for word in form.words:
            declare(word.application, has_conflict=word.has_conflict, interest=word.interest, by=self.user, at=self.at)
        if is_for_rest:
            said = {word.application.pk for word in form.words}
            rest = [each for each in form.applications if each.pk not in said]
            declare_no_conflict_on_the_rest(rest, by=self.user, at=self.at)

    def show(self, form: Declarations | None, status: int = 200) -> HttpResponse:
        context = {
            "selection": self.selection,
            "form": form,
            "interests": own_interests(self.member),
            "back_url": reverse("selection-overview", args=[self.selection.pk]),
        }
        return render(self.request, "selection/panel/declare.html", context, status=status)


class DeclareLateInterest(ApplicationDoor):
    """A member who has opened an application finds that something ties them to it (R-161)."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(LateInterest())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = LateInterest(request.POST)
        if not self.application or not form.is_valid():
            return self.show(form, status=422)
        selection = self.selection
        try:
            declare(
                self.application, has_conflict=True, interest=form.cleaned_data["interest"], by=self.user, at=self.at
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
            return self.show(form, status=409)
        messages.success(request, "Your interest is declared. You will not see this application again.")
        return redirect("selection-overview", selection_id=selection.pk)

    def show(self, form: LateInterest, status: int = 200) -> HttpResponse:
        form.caption = f"{self.application.case.reference} {self.application.organisation.name}"
        context = {"form": form, "back_url": reverse("application-score", args=[self.application.pk])}
        return render(self.request, "components/page_form.html", context, status=status)
