"""The file of an organisation: what it told us, what it can put right, and all of it to take away."""

import json
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from sandbox_portal.casework.action_pages import LookingPage
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.sheets import csv_lines
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.govuk.paging import page_by_number
from sandbox_portal.people.doors import PROVIDER
from sandbox_portal.people.models import Organisation
from sandbox_portal.people.queries import own_organisations

from ..actions.kept import correct_fact, keep_file_as_it_is, take_out, take_update
from ..engine import Given
from ..file_as_data import SHEET_COLUMNS, file_as_data, sheet_row
from ..file_rows import WantedRows, file_rows
from ..forms_kept import FactForm, FileFilter
from ..kept_answers import (
    current_answers,
    file_refusal,
    kinds_visible_to,
    lines_of,
    source_words,
    updates_visible_to,
    versions_of_fact,
)
from ..models import KeptAnswer
from ..organisation_facts import FactKind, fact_kinds
from ..question_types import QuestionType

PAGE = 20


class FileDoor(LookingPage):
    """A page of one organisation's file: for its own people only, and not found for anybody else."""

    access = frozenset({PROVIDER})

    @cached_property
    def organisation(self) -> Organisation:
        return get_object_or_404(own_organisations(self.request.user), pk=self.kwargs["organisation"])

    @cached_property
    def refusal(self) -> str | None:
        """Why this person may only read the file; None when they may change it."""
        return file_refusal(self.organisation, self.request.user)

    def address(self, name: str, *parts: Any) -> str:
        return reverse(name, args=[self.organisation.pk, *parts])

    def home(self) -> HttpResponseRedirect:
        return HttpResponseRedirect(self.address("organisation-facts"))


class OrganisationFile(FileDoor):
    """Facts and documents, what ends first at the top; and what was said differently since."""

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        form = FileFilter(request.GET)
        rows = file_rows(self.organisation, request.user, form.wanted())
        shown, beside = page_by_number(request, rows, size=PAGE)
        context = {
            "organisation": self.organisation,
            "form": form,
            "rows": shown,
            "count": len(rows),
            "selected": form.selected(),
            "clear_url": request.path,
            **beside,
            "refusal": self.refusal,
            "updates": self._updates(),
            "missing": [] if self.refusal else self._missing(),
        }
        return render(request, "questions/organisation_file.html", context)

    def _updates(self) -> list[dict[str, Any]]:
        waiting = list(updates_visible_to(self.request.user).filter(organisation=self.organisation))
        if not waiting:
            return []
        current = current_answers(self.organisation, self.request.user)
        kinds = fact_kinds()
        return [
            {
                "update": update,
                "label": kinds[update.key].label,
                "now": lines_of(current[update.key]) if update.key in current else [],
                "sent": lines_of(update),
                "source": source_words(update.response.case),
            }
            for update in waiting
            if update.key in kinds
        ]

    def _missing(self) -> list[FactKind]:
        """What could stand in the file and does not yet."""
        there = current_answers(self.organisation, self.request.user)
        return [kind for kind in _own_kinds(self) if kind.key not in there]


class OrganisationFileAsData(FileDoor):
    """The whole file to take away, as a spreadsheet or as data (R13)."""

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        if kwargs["form"] == "json":
            data = file_as_data(self.organisation, request.user)
            text = json.dumps(data, indent=2, ensure_ascii=False, cls=DjangoJSONEncoder)
            response = HttpResponse(text, content_type="application/json")
        elif kwargs["form"] == "csv":
            rows = file_rows(self.organisation, request.user, WantedRows())
            lines = csv_lines([SHEET_COLUMNS, *map(sheet_row, rows)])
            response = HttpResponse("\ufeff" + "".join(lines), content_type="text/csv; charset=utf-8")
        else:
            raise Http404
        response["Content-Disposition"] = f'attachment; filename="organisation-file.{kwargs["form"]}"'
        return response


class FactDoor(FileDoor):
    """What the pages of one fact share."""

    @cached_property
    def kind(self) -> FactKind:
        kind = fact_kinds().get(self.kwargs["fact"])
        if kind is None or kind not in _own_kinds(self):
            raise Http404
        return kind

    @cached_property
    def versions(self) -> list[KeptAnswer]:
        return versions_of_fact(self.organisation, self.kind.key, self.request.user)


class OneFact(FactDoor):
    """One fact: what it says, everything it ever said, and the form to put it right."""

    @property
    def given(self) -> Given:
        return Given(today=day_in_london(self.at))

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        newest = self.versions[0] if self.versions else None
        raw, version = (newest.raw, newest.version) if newest else (None, 0)
        return self._show(FactForm(self.kind, self.given, raw=raw, version=version))

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        version = _version(request.POST.get("version", ""))
        form = FactForm(self.kind, self.given, raw=None, version=version, data=request.POST)
        if not form.is_valid():
            return self._show(form)
        try:
            correct_fact(
                self.organisation,
                key=self.kind.key,
                raw=form.raw_answers[self.kind.key],
                version=version,
                by=request.user,
                at=self.at,
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
            form.version = str(self.versions[0].version if self.versions else 0)
            return self._show(form, status=409)
        messages.success(request, f"{self.kind.label}: saved in your file.")
        return self.home()

    def _show(self, form: FactForm, *, status: int = 200) -> HttpResponse:
        context = {
            "organisation": self.organisation,
            "kind": self.kind,
            "form": form,
            "refusal": self.refusal,
            "versions": [(each, lines_of(each), source_words(each.case)) for each in self.versions],
            "back_url": self.address("organisation-facts"),
        }
        return render(self.request, "questions/fact.html", context, status=status)


class TakeFactOut(FactDoor):
    """Take a fact out of the file."""

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        version = _version(request.POST.get("version", ""))
        try:
            take_out(self.organisation, key=self.kind.key, version=version, by=request.user, at=self.at)
        except Refused as refused:
            messages.error(request, refused.sentence)
            return HttpResponseRedirect(self.address("organisation-fact", self.kind.key))
        messages.success(request, f"{self.kind.label}: taken out of your file.")
        return self.home()


class SettleUpdate(FileDoor):
    """Say which holds: what the file says, or what was sent since."""

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        waiting = updates_visible_to(request.user).filter(organisation=self.organisation)
        update = waiting.filter(pk=self.kwargs["update"]).first()
        if update is None:
            raise Http404
        verb = take_update if "take" in request.POST else keep_file_as_it_is
        try:
            verb(update, by=request.user, at=self.at)
        except Refused as refused:
            messages.error(request, refused.sentence)
            return self.home()
        label = fact_kinds()[update.key].label
        done = "your file says what you sent." if "take" in request.POST else "your file stays as it was."
        messages.success(request, f"{label}: {done}")
        return self.home()


def _own_kinds(door: FileDoor) -> list[FactKind]:
    """The kinds of fact this person may write and read in this organisation; files come in by the forms alone."""
    visible = kinds_visible_to(door.organisation, door.request.user)
    return [kind for kind in visible if kind.type is not QuestionType.FILE]


def _version(mark: str) -> int:
    return int(mark) if mark.isascii() and mark.isdigit() and len(mark) < 9 else 0
