"""The items of a group: the list with “add another”, and taking one away."""

from functools import cached_property
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from sandbox_portal.casework.refusals import Refused
from sandbox_portal.govuk.forms import PageForm
from sandbox_portal.govuk.looks import Look

from ..actions.items import MOST_ITEMS, add_item, add_none, remove_item
from ..checking import problem_with
from ..engine import ItemPlace, Page, Question
from ..question_types import QuestionType
from ..showing import shown_items
from ..wording import problem_words
from .doors import CHECK, ResponseDoor


class AnotherForm(PageForm):
    """Do you need to add another?"""

    button = _("Save and continue")

    def __init__(self, question: Question, count: int, data: Any = None) -> None:
        super().__init__(data)
        one = question.one
        label = _("Do you need to add another %(one)s?") if count else _("Do you need to add a %(one)s?")
        if not count and one[:1] in "aeiou":
            label = _("Do you need to add an %(one)s?")
        words = label % {"one": one}
        self.fields["another"] = forms.ChoiceField(
            label=words,
            choices=[("yes", _("Yes")), ("no", _("No"))],
            widget=forms.RadioSelect,
            error_messages={
                "required": _("Choose yes if you need to add one"),
                "invalid_choice": _("Choose yes or no"),
            },
        )
        self.looks = {"another": Look(inline=True, size="m")}


class GroupDoor(ResponseDoor):
    """A page about the items of one group of the form, open to whoever may write its section."""

    @cached_property
    def page(self) -> Page:
        page = self.reading.page(self.kwargs["section"], self.kwargs["question"])
        is_group = page is not None and page.questions[0].type is QuestionType.GROUP
        if page is None or not is_group or not self.scope.may_read(page.section.key):
            raise Http404
        return page

    @property
    def group(self) -> Question:
        return self.page.questions[0]

    @cached_property
    def places(self) -> list[ItemPlace]:
        """The items, in order."""
        found = (self.reading.document.place_of(question.key) for question in self.reading.document.questions.values())
        mine = (place for place in found if place is not None and place.group.key == self.group.key)
        return list({place.item: place for place in mine}.values())

    def closed(self) -> HttpResponse | None:
        """Where to go when the section is not open to this person."""
        if self.may_write(self.page.section):
            return None
        return HttpResponseRedirect(self.address("response-check-answers"))

    def list_url(self) -> str:
        return self.with_return(self.page_address(self.page))

    def with_return(self, address: str) -> str:
        """The same way back as this page has."""
        is_from_check = self.request.GET.get("return") == CHECK
        return f"{address}?{urlencode({'return': CHECK})}" if is_from_check else address


class GroupList(GroupDoor):
    """What was added so far, each with its way to change or remove it; then “add another”."""

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        return self.closed() or self._show(AnotherForm(self.group, len(self.places)))

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        if closed := self.closed():
            return closed
        form = AnotherForm(self.group, len(self.places), request.POST)
        if self._has_room() and not form.is_valid():
            return self._show(form)
        wanted = {"group": self.group.key, "by": request.user, "at": self.at}
        try:
            if self._has_room() and form.cleaned_data["another"] == "yes":
                return HttpResponseRedirect(self._first_page_of(add_item(self.response, **wanted)))
            add_none(self.response, **wanted)
        except Refused as refused:
            form.add_error(None, refused.sentence)
            return self._show(form, status=409)
        problem = problem_with(self.group, [place.item for place in self.places], self.reading.given)
        if problem is not None:
            form.add_error("another", problem_words(problem))
            return self._show(form)
        return HttpResponseRedirect(self._next())

    def _show(self, form: AnotherForm, *, status: int = 200) -> HttpResponse:
        form.title = self.group.label
        form.caption = self.page.section.title
        context = {
            "case": self.case,
            "form": form,
            "page": self.page,
            "group": self.group,
            "items": shown_items(self.reading, self.group, self.places),
            "has_room": self._has_room(),
            "back_url": self._back(),
            "query": "?return=check" if self.request.GET.get("return") == CHECK else "",
        }
        return render(self.request, "questions/group.html", context, status=status)

    def _has_room(self) -> bool:
        return len(self.places) < min(self.group.at_most or MOST_ITEMS, MOST_ITEMS)

    def _first_page_of(self, item: str) -> str:
        first = self.group.questions[0]
        key = f"{self.group.key}--{item}--{first.page_key}"
        return self.with_return(self.address("response-question", self.page.section.key, key))

    def _back(self) -> str:
        before = self.reading.page_before(self.page)
        if self.request.GET.get("return") == CHECK:
            return self.address("response-check-answers")
        return self.page_address(before) if before else self.address("response-task-list")

    def _next(self) -> str:
        if self.request.GET.get("return") == CHECK:
            return self.address("response-check-answers")
        after = self.reading.next_page(self.page)
        return self.page_address(after) if after else self.address("response-task-list")


class RemoveItem(GroupDoor):
    """Ask once more before one is taken away."""

    @cached_property
    def place(self) -> ItemPlace:
        place = next((place for place in self.places if place.item == self.kwargs["item"]), None)
        if place is None:
            raise Http404
        return place

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        return self.closed() or self._show()

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        if closed := self.closed():
            return closed
        try:
            remove_item(self.response, group=self.group.key, item=self.place.item, by=request.user, at=self.at)
        except Refused as refused:
            return self._show(refused.sentence, status=409)
        return HttpResponseRedirect(self.list_url())

    def _show(self, refusal: str = "", *, status: int = 200) -> HttpResponse:
        items = shown_items(self.reading, self.group, [self.place])
        context = {
            "case": self.case,
            "page": self.page,
            "item": items[0],
            "one": self.group.one,
            "refusal": refusal,
            "back_url": self.list_url(),
        }
        return render(self.request, "questions/remove_item.html", context, status=status)
