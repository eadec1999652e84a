"""The record of a visit at a desk: written and finished, and chosen where a tablet brought another text (E04)."""

from functools import cached_property
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from sandbox_portal.casework.refusals import Conflict
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.govuk.forms import PageForm

from ..actions import record as actions
from ..forms.visit_record import ChooseForm, WriteVisitForm, as_form, name_of
from ..models import RecordEntry
from ..queries.checklist import asked_by_type
from ..queries.record import (
    labels_of,
    made_follow_ups,
    newest_entry,
    proof_of,
    raw_beside,
    record_visible_to,
    standing_in,
    values_of,
)
from ..queries.visits import checklist_of
from ..rulebook.visit_record import ARRIVED, LEFT, lines_of
from .drafting import DraftedPage
from .visits import OneVisit

ONE_OR_OTHER = frozenset({ARRIVED, LEFT})


class WriteVisit(DraftedPage, OneVisit):
    done = "The visit is written down. Somebody who was not there endorses it."
    template = "inspection/drafts/form.html"
    elsewhere: actions.Elsewhere | None = None

    @property
    def drafted_on(self) -> Any:
        return self.case

    @property
    def draft_page(self) -> str:  # type: ignore[override]
        return f"visit:{self.visit.pk}"

    @cached_property
    def made(self) -> set[str]:
        return made_follow_ups(self.visit)

    def form(self, data: Any = None) -> WriteVisitForm:
        visit = self.visit
        values, checklist = values_of(visit), checklist_of(visit)
        initial = {} if data else {**as_form(values, made=self.made), "seen": newest_entry(visit)}
        self.written = WriteVisitForm(
            data,
            initial=initial,
            checklist=checklist,
            agenda=lines_of(visit.agenda),
            by_type=asked_by_type(checklist, values),
            today=day_in_london(self.at),
            public_names=(visit.subject_name,),
        )
        return self.written

    def act(self, values: dict[str, Any]) -> object:
        names = ("summary", "follow_ups", "arrived", "left", "agreed", "seen")
        said = {name: values[name] for name in names}
        written = actions.Written(self.written.answers, agenda=values.get("agenda", ()), **said)
        try:
            return actions.write_visit(self.visit, written=written, by=self.user, at=self.at)
        except Conflict as conflict:
            self.elsewhere = conflict.theirs  # type: ignore[assignment]
            raise

    def refused(self, form: PageForm, sentence: str) -> HttpResponse:
        """Where two wrote, the form comes back with everything: mine in its place, the other's words beside it."""
        if self.elsewhere is None:
            return super().refused(form, sentence)
        data, theirs = self.request.POST.copy(), self.elsewhere
        for name, words in as_form(theirs.together.values, made=self.made).items():
            for control, sent in self.written.sent_as(name, words).items():
                data.setlist(control, sent)
        data["seen"] = str(theirs.newest)
        form = self.bound = self.form(data)
        form.add_error(None, sentence)
        for field in theirs.together.conflicts:
            form.add_error(name_of(field), f"Meanwhile this was written here: “{theirs.now.get(field, '')}”")
        return self.show(form, status=409)


class ChooseWords(OneVisit):
    """Two texts for one part of the record, each with who wrote it, on what and when."""

    done = "It is kept. The other text stays readable with the record."
    template = "inspection/visits/choose.html"

    @cached_property
    def entry(self) -> RecordEntry:
        return get_object_or_404(record_visible_to(self.user), pk=self.kwargs["entry_id"], visit=self.visit)

    @cached_property
    def standing(self) -> RecordEntry | None:
        return standing_in(self.visit, self.entry.field)

    def form(self, data: Any = None) -> PageForm:
        is_one = self.entry.field in ONE_OR_OTHER or self.entry.field.startswith("agenda:") or self._is_chosen
        return ChooseForm(data, may_be_both=not is_one)

    @property
    def _is_chosen(self) -> bool:
        """An answer by its type is one or the other, as a time is."""
        return bool(raw_beside(self.entry.field, "", checklist_of(self.visit).questions))

    def act(self, values: dict[str, Any]) -> object:
        stands = self.standing.words if self.standing else ""
        words = {"stands": stands, "beside": self.entry.words, "both": f"{stands}\n\n{self.entry.words}"}
        return actions.choose_words(self.entry, words=words[values["chosen"]], by=self.user, at=self.at)

    def facts(self) -> dict[str, Any]:
        texts = [(each, proof_of(each)) for each in (self.standing, self.entry) if each]
        label = labels_of(self.visit).get(self.entry.field, "What has to follow")
        return {**super().facts(), "label": label, "texts": texts}
