"""An umbrella body and its members: add them, see how far each is, ask them, put right what is wrong (R9)."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from sandbox_portal.casework.action_pages import ActionPage
from sandbox_portal.casework.sheets import csv_file
from sandbox_portal.govuk.paging import address_with
from sandbox_portal.people.doors import PROVIDER, Door
from sandbox_portal.people.models import Organisation
from sandbox_portal.people.queries import own_organisations
from sandbox_portal.questions.sheets.opening import Sheet
from sandbox_portal.questions.views.rows import RowsPage

from ..actions.members import add_members, ask_all_members, ask_member, change_member, take_out_member
from ..forms.applications import OneButton
from ..forms.members import EditMember, FindMembers, SendMembers
from ..member_links import facts_in_words
from ..member_sheet import EXAMPLE, HEADINGS, ReadMembers, read_members
from ..models import Member
from ..permissions import writes_of_members
from ..queries.held_lists import name_beyond
from ..queries.members import bodies_visible_to, find_members, members_visible_to, progress_of, state_of
from .held import READERS

PAGE = 50
COLOURS = {"not_asked": "grey", "asked": "blue", "confirmed": "green", "wrong": "red", "declined": "orange"}


class YourMembers(Door):
    """The members of one's organisation; who belongs to several chooses one."""

    access = frozenset({PROVIDER})

    def get(self, request: HttpRequest) -> HttpResponse:
        own = list(own_organisations(request.user))
        if len(own) == 1:
            return redirect("body-member-list", organisation_id=own[0].pk)
        return render(request, "registration/members/choose.html", {"organisations": own})


class BodyPage(Door):
    """A page below one body whose members the person may see."""

    access = READERS

    @cached_property
    def body(self) -> Organisation:
        return get_object_or_404(bodies_visible_to(self.request.user), pk=self.kwargs["organisation_id"])

    @property
    def may_write(self) -> bool:
        return bool(writes_of_members.test(self.request.user, self.body))


class MemberList(BodyPage):
    """Every member with how far it is; who holds things up is one filter away."""

    def get(self, request: HttpRequest, organisation_id: UUID) -> HttpResponse:
        form = FindMembers(request.GET)
        chosen = form.chosen()
        every = members_visible_to(request.user).filter(organisation=self.body)
        found = find_members(every, **chosen).filter(name_beyond(request.GET.get("after", "")))
        rows = list(found[: PAGE + 1])
        last = rows[PAGE - 1] if len(rows) > PAGE else None
        context = {
            "body": self.body,
            "form": form,
            "rows": [(each, state_of(each), COLOURS[state_of(each)]) for each in rows[:PAGE]],
            "next_url": address_with(request, after=f"{last.pk}~{last.name}") if last else "",
            "progress": progress_of(every),
            "selected": form.selected(),
            "may_write": self.may_write,
        }
        return render(request, "registration/members/list.html", context)


class MemberSheet(BodyPage):
    """An empty spreadsheet with the headings and one made-up row."""

    access = frozenset({PROVIDER})

    def get(self, request: HttpRequest, organisation_id: UUID) -> HttpResponseBase:
        rows = [tuple(HEADINGS.values()), EXAMPLE]
        return csv_file(rows, name=f"members-{self.body.pk}.csv")


class SendSheet(RowsPage, BodyPage):
    """Read a spreadsheet: all its members are kept, or every wrong cell is named and nothing is kept."""

    access = frozenset({PROVIDER})
    template = "registration/members/sheet.html"
    sends = SendMembers

    def read(self, sheets: Sequence[Sheet]) -> ReadMembers:
        there = members_visible_to(self.user).filter(organisation=self.body)
        return read_members(sheets, known=there.values_list("email", flat=True))

    def keep(self, read: ReadMembers) -> Sequence[Member]:
        return add_members(self.body, facts=read.members, by=self.user, at=self.at)

    def told(self, count: int) -> str:
        return "1 member was added." if count == 1 else f"{count:,} members were added."

    def next_url(self) -> str:
        return reverse("body-member-list", args=[self.body.pk])

    def facts(self) -> dict[str, Any]:
        sheet_url = reverse("body-member-sheet-empty", args=[self.body.pk])
        return {"body": self.body, "headings": HEADINGS.values(), "sheet_url": sheet_url}


class BodyAction(ActionPage):
    """Something done with the members of one's own body."""

    access = frozenset({PROVIDER})

    @cached_property
    def body(self) -> Organisation:
        return get_object_or_404(bodies_visible_to(self.user), pk=self.kwargs["organisation_id"])

    @cached_property
    def member(self) -> Member:
        found = members_visible_to(self.user).filter(organisation=self.body)
        return get_object_or_404(found, pk=self.kwargs["member_id"])

    @property
    def back_url(self) -> str:
        return reverse("body-member-list", args=[self.body.pk])

    def next_url(self, done: Any) -> str:
        return self.back_url


class AddMember(BodyAction):
    done = "The member is added. Nobody has written to them yet."

    def form(self, data: Any = None) -> EditMember:
        return EditMember(data)

    def act(self, values: dict[str, Any]) -> object:
        return add_members(self.body, facts=[values["facts"]], by=self.user, at=self.at)


class AskAll(BodyAction):
    done = "We are writing to them now. Each letter goes to one member alone."

    def form(self, data: Any = None) -> OneButton:
        return OneButton(data, title="Write to every member who was not asked yet?", button="Write to them")

    def act(self, values: dict[str, Any]) -> object:
        return ask_all_members(self.body, by=self.user, at=self.at)


class MemberPage(BodyPage):
    """One member: what the body writes, and what the member says of themselves."""

    def get(self, request: HttpRequest, organisation_id: UUID, member_id: UUID) -> HttpResponse:
        found = members_visible_to(request.user).filter(organisation=self.body)
        member = get_object_or_404(found, pk=member_id)
        state = state_of(member)
        context = {
            "body": self.body,
            "member": member,
            "facts": facts_in_words(member),
            "state": state,
            "colour": COLOURS[state],
            "may_write": self.may_write,
            "may_ask": self.may_write and not member.has_spoken,
        }
        return render(request, "registration/members/member.html", context)


class MemberAction(BodyAction):
    def next_url(self, done: Any) -> str:
        return reverse("body-member-detail", args=[self.body.pk, self.member.pk])

    @property
    def back_url(self) -> str:
        return reverse("body-member-detail", args=[self.body.pk, self.member.pk])


class ChangeMember(MemberAction):
    done = "What you wrote is kept. Ask the member again when you are ready."

    def form(self, data: Any = None) -> EditMember:
        known = {name: getattr(self.member, name) for name in HEADINGS}
        form = EditMember(data, initial=known)
        form.title = f"Change what you write of {self.member.name}"
        return form

    def act(self, values: dict[str, Any]) -> object:
        return change_member(self.member, facts=values["facts"], by=self.user, at=self.at)


class AskOne(MemberAction):
    done = "The letter is on its way."

    def form(self, data: Any = None) -> OneButton:
        return OneButton(data, title=f"Write to {self.member.name} at {self.member.email}?", button="Write to them")

    def act(self, values: dict[str, Any]) -> object:
        return ask_member(self.member, by=self.user, at=self.at)


class TakeOut(MemberAction):
    done = "They are no longer one of your members here."

    def form(self, data: Any = None) -> OneButton:
        return OneButton(data, title=f"Take {self.member.name} out of your members?", button="Take them out")

    def act(self, values: dict[str, Any]) -> object:
        return take_out_member(self.member, by=self.user, at=self.at)

    def next_url(self, done: Any) -> str:
        return reverse("body-member-list", args=[self.body.pk])
