"""How much work the form was: said by applicants after sending, read by staff (R-256)."""

from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from sandbox_portal.casework.action_pages import LookingPage
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.sheets import csv_file
from sandbox_portal.govuk.paging import page_by_number
from sandbox_portal.people.doors import PROVIDER, Door
from sandbox_portal.questions.engine import Section

from ..actions.burden import rate_burden
from ..forms.burden import FindWords, RateSection
from ..models import BurdenRating, RegistrationApplication
from ..queries.applications import SEES_SENT, own_registrations
from ..queries.burden import (
    HEAD,
    burden_by_section,
    burden_ratings_visible_to,
    burden_rows,
    rated_sections,
    section_titles,
    with_comments,
)

PAGE = 25


class OfOwnBurden(LookingPage):
    """A page about the work the form was, for the organisation that filled it in."""

    access = frozenset({PROVIDER})

    @cached_property
    def application(self) -> RegistrationApplication:
        return get_object_or_404(own_registrations(self.user).filter(sent_at__isnull=False), pk=self.kwargs["case_id"])

    @cached_property
    def sections(self) -> list[Section]:
        return rated_sections(self.application)

    @cached_property
    def ratings(self) -> dict[str, BurdenRating]:
        mine = burden_ratings_visible_to(self.user).filter(application=self.application)
        return {each.section_key: each for each in mine}


class OwnBurden(OfOwnBurden):
    """Every section, with what was said of it."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        rows = [(section, self.ratings.get(section.key)) for section in self.sections]
        context = {
            "application": self.application,
            "rows": rows,
            "done": sum(rating is not None for _section, rating in rows),
            "back_url": reverse("registration-status", args=[self.application.pk]),
        }
        return render(request, "registration/provider/burden.html", context)


class RateOwnSection(OfOwnBurden):
    """Say it of one section; then the next that nobody has spoken of yet."""

    @cached_property
    def section(self) -> Section:
        section = next((each for each in self.sections if each.key == self.kwargs["section"]), None)
        if section is None:
            raise Http404
        return section

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        said = self.ratings.get(self.section.key)
        initial = {}
        if said is not None:
            word = "yes" if said.was_relevant else "no"
            initial = {"minutes": said.minutes, "was_relevant": word, "comment": said.comment}
        return self._show(RateSection(initial=initial))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = RateSection(request.POST)
        if not form.is_valid():
            return self._show(form, status=422)
        try:
            rate_burden(self.application, section_key=self.section.key, **form.said(), by=self.user, at=self.at)
        except Refused as refused:
            form.add_error(None, refused.sentence)
            return self._show(form, status=409)
        waiting = [each for each in self.sections if each.key not in {*self.ratings, self.section.key}]
        if waiting:
            return redirect("registration-burden-section", self.application.pk, waiting[0].key)
        return redirect("registration-burden", self.application.pk)

    def _show(self, form: RateSection, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "section": self.section,
            "application": self.application,
            "back_url": reverse("registration-burden", args=[self.application.pk]),
        }
        return render(self.request, "registration/provider/burden_section.html", context, status=status)


class BurdenReport(Door):
    """Section by section, and everything that was said in own words."""

    access = SEES_SENT

    def get(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        ratings, titles = burden_ratings_visible_to(user), section_titles()
        form = FindWords(request.GET, sections=titles.items())
        found, neighbours = page_by_number(request, with_comments(ratings, form.chosen().get("section", "")), size=PAGE)
        context = {
            "sections": burden_by_section(ratings),
            "form": form,
            "selected": form.selected(),
            "comments": [(each, titles.get(each.section_key, each.section_key)) for each in found],
            **neighbours,
        }
        return render(request, "registration/officer/burden.html", context)


class BurdenSheet(Door):
    """Every rating as a file for a spreadsheet."""

    access = SEES_SENT

    def get(self, request: HttpRequest) -> StreamingHttpResponse:
        user: Any = request.user
        rows = [HEAD, *burden_rows(burden_ratings_visible_to(user))]
        return csv_file(rows, name="work-of-the-registration-form.csv")
