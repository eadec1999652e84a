"""A page on which a spreadsheet of rows is sent: all are kept, or every wrong cell is named and none is kept."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, ClassVar, Protocol

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from sandbox_portal.casework.action_pages import LookingPage
from sandbox_portal.casework.refusals import Refused

from ..forms_sheets import SendRows
from ..sheets.opening import Sheet, Unreadable, sheets_in
from ..sheets.taking import BadCell


class Read(Protocol):
    """What was read; nothing of it is used while a cell is wrong."""

    @property
    def wrong(self) -> Sequence[BadCell]: ...


class RowsPage(LookingPage, ABC):
    """The template extends questions/rows.html, which shows the form and the wrong cells."""

    template: ClassVar[str]
    sends: ClassVar[type[SendRows]]

    @abstractmethod
    def read(self, sheets: Sequence[Sheet]) -> Any:
        """Read the rows; changes nothing."""

    @abstractmethod
    def keep(self, read: Any) -> Sequence[object]:
        """Take the rows to the one action; gives what it kept."""

    @abstractmethod
    def told(self, count: int) -> str:
        """What is said once so many are kept."""

    @abstractmethod
    def next_url(self) -> str:
        """Where one goes on."""

    @abstractmethod
    def facts(self) -> dict[str, Any]:
        """What the page shows beside the form; `sheet_url` is where the empty spreadsheet is."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.show(self.sends())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.sends(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form, status=422)
        file = form.cleaned_data["file"]
        try:
            read = self.read(sheets_in(file.read(), file.name))
            if read.wrong:
                return self.show(form, wrong=read.wrong, status=422)
            kept = self.keep(read)
        except (Unreadable, Refused) as refused:
            form.add_error("file" if isinstance(refused, Unreadable) else None, str(refused))
            return self.show(form, status=422)
        messages.success(request, self.told(len(kept)))
        return redirect(self.next_url())

    def show(self, form: SendRows, *, wrong: Sequence[BadCell] = (), status: int = 200) -> HttpResponse:
        return render(self.request, self.template, {"form": form, "wrong": wrong, **self.facts()}, status=status)
