"""The desk of one case: who has it, its clocks, flags, notes and holds; each thing done there is a page with a form."""

from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.people.doors import STAFF, Door

from ..action_pages import ActionPage
from ..actions.assigning import give_case, put_case_back, take_case
from ..actions.desk import lower_flag, raise_flag, write_note
from ..actions.holds import end_hold, put_on_hold
from ..desk_words import flag_words, flags_seen_by, hold_reasons
from ..forms import CorrectNote, GiveCase, LowerFlag, PutBack, PutOnHold, RaiseFlag, TakeOffHold, WriteNote
from ..models import Case
from ..permissions import may_flag, may_give, may_hold, may_take, may_write_note
from ..queries import assignments_of, cases_visible_to
from ..queries.desk import flags_visible_to, holds_of, notes_of, notes_visible_to, people_for
from ..queries.refusing import refusal_to_hold
from ..refusals import Refused
from .rows import rows_of

LAST_ASSIGNMENTS = 10
LAST_HOLDS = 10


class DeskDoor(Door):
    """A page of one case for the staff who see it; never for people of the organisation it is about."""

    access = frozenset({STAFF})

    @cached_property
    def case(self) -> Case:
        cases = cases_visible_to(self.user).select_related("organisation", "owner")
        own = self.user.memberships.filter(ended_at=None).values("organisation")
        return get_object_or_404(cases.exclude(organisation__in=own), pk=self.kwargs["case_id"])

    @property
    def desk_url(self) -> str:
        return reverse("case-desk", args=[self.case.pk])


class CaseDesk(DeskDoor):
    """Everything that stands beside a case."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        case, user = self.case, self.user
        holds = list(holds_of(case)[:LAST_HOLDS])
        context = {
            "case": case,
            "row": rows_of([case], user=user, at=self.at)[0],
            "flags": [(flag, flag_words()[flag.code]) for flag in flags_visible_to(user).filter(case=case)],
            "notes": list(notes_of(case, user)),
            "holds": [(hold, hold_reasons().get(hold.reason)) for hold in holds],
            "assignments": list(assignments_of(case)[:LAST_ASSIGNMENTS]),
            "may_take": may_take.test(user, case) and case.owner_id is None and case.closed_at is None,
            "may_give": may_give.test(user, case) and case.closed_at is None,
            "may_flag": may_flag.test(user, case),
            "may_note": may_write_note.test(user, case),
            "may_hold": refusal_to_hold(case, by=user) is None,
            "may_end_hold": case.held_since is not None and may_hold.test(user, case),
        }
        return render(request, "casework/case_desk.html", context)


class TakeCase(DeskDoor):
    """Take a case nobody has."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            take_case(self.case, by=self.user, at=self.at)
        except Refused as refused:
            messages.info(request, refused.sentence)
        else:
            messages.success(request, _("You have this case now."))
        return redirect(self.desk_url)


class DeskForm(DeskDoor, ActionPage):
    """One thing done at the desk; from there one comes, and there one goes back."""

    template = "casework/desk_form.html"

    def next_url(self, done: Any) -> str:
        return self.desk_url

    @property
    def back_url(self) -> str:
        return self.desk_url

    def show(self, form: PageForm, status: int = 200) -> HttpResponse:
        form.caption = str(self.case)
        return super().show(form, status)


class GiveCasePage(DeskForm):
    done = _("The case has been given to them.")

    def form(self, data: Any = None) -> PageForm:
        people = people_for(self.case).exclude(pk=self.case.owner_id)
        return GiveCase(data, people=list(people))

    def act(self, values: dict[str, Any]) -> Case:
        return give_case(self.case, to=self.bound.person, reason=values["reason"], by=self.user, at=self.at)


class PutCaseBack(DeskForm):
    done = _("The case is back in its queue.")

    def form(self, data: Any = None) -> PageForm:
        return PutBack(data)

    def act(self, values: dict[str, Any]) -> Case:
        return put_case_back(self.case, reason=values["reason"], by=self.user, at=self.at)


class RaiseFlagPage(DeskForm):
    done = _("The flag is up.")

    def form(self, data: Any = None) -> PageForm:
        up = self.case.flags
        return RaiseFlag(data, words=[word for code, word in flags_seen_by(self.user).items() if code not in up])

    def act(self, values: dict[str, Any]) -> Model:
        return raise_flag(self.case, code=values["code"], reason=values["reason"], by=self.user, at=self.at)


class LowerFlagPage(DeskForm):
    done = _("The flag has been taken down.")

    @cached_property
    def flag(self) -> Any:
        return get_object_or_404(flags_visible_to(self.user).filter(case=self.case), pk=self.kwargs["flag_id"])

    def form(self, data: Any = None) -> PageForm:
        return LowerFlag(data)

    def facts(self) -> dict[str, Any]:
        return {"quoted": f"{flag_words()[self.flag.code].label}: {self.flag.reason}"}

    def act(self, values: dict[str, Any]) -> Model:
        return lower_flag(self.flag, by=self.user, at=self.at)


class WriteNotePage(DeskForm):
    done = _("Your note is saved.")

    def form(self, data: Any = None) -> PageForm:
        return WriteNote(data)

    def act(self, values: dict[str, Any]) -> Model:
        return write_note(self.case, text=values["text"], by=self.user, at=self.at)


class CorrectNotePage(DeskForm):
    done = _("Your correction stands beside the note.")

    @cached_property
    def note(self) -> Any:
        return get_object_or_404(notes_visible_to(self.user).filter(case=self.case), pk=self.kwargs["note_id"])

    def form(self, data: Any = None) -> PageForm:
        return CorrectNote(data)

    def facts(self) -> dict[str, Any]:
        return {"quoted": self.note.text}

    def act(self, values: dict[str, Any]) -> Model:
        return write_note(self.case, text=values["text"], corrects=self.note, by=self.user, at=self.at)


class PutOnHoldPage(DeskForm):
    done = _("The case is on hold. The organisation reads why on its page.")

    def form(self, data: Any = None) -> PageForm:
        return PutOnHold(data, reasons=list(hold_reasons().values()))

    def act(self, values: dict[str, Any]) -> Model:
        return put_on_hold(self.case, **values, by=self.user, at=self.at)


class EndHoldPage(DeskForm):
    done = _("The case goes on.")

    def form(self, data: Any = None) -> PageForm:
        return TakeOffHold(data)

    def act(self, values: dict[str, Any]) -> Model:
        return end_hold(self.case, by=self.user, at=self.at)
