"""Say again in a form what was told before: one thing on its page, or many on one page."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import ngettext

from sandbox_portal.casework.refusals import Refused

from ..actions.kept import turn_down, use_what_was_told
from ..engine import Page
from ..offers import offers_in
from .doors import ResponseDoor


class ToldBefore(ResponseDoor):
    """Everything of the organisation's file that fits this form. Nothing is ticked: using it is the person's word."""

    on_behalf = False  # the organisation's file is not part of what it agreed to

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        return self._show([])

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        keys = request.POST.getlist("use")
        try:
            used = use_what_was_told(self.response, keys=keys, by=request.user, at=self.at)
        except Refused as refused:
            return self._show(keys, refusal=refused.sentence)
        words = ngettext("%(count)d answer filled in.", "%(count)d answers filled in.", len(used))
        messages.success(request, f"{words % {'count': len(used)}} Read them before you send the form.")
        return HttpResponseRedirect(self.address("response-task-list"))

    def _show(self, ticked: list[str], *, refusal: str = "") -> HttpResponse:
        offers = offers_in(self.reading, self.request.user, self.scope, at=self.at, is_every=True)
        context = {
            "case": self.case,
            "document": self.reading.document,
            "offers": offers,
            "ticked": ticked,
            "refusal": refusal or self.refusal or "",
            "wrong": refusal,
        }
        return render(self.request, "questions/told_before.html", context, status=422 if refusal else 200)


class UseToldBefore(ResponseDoor):
    """“Use this” and “No thanks” beside a question."""

    on_behalf = False  # the organisation's file is not part of what it agreed to

    def post(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        page = self.reading.page(self.kwargs["section"], self.kwargs["question"])
        if page is None or not self.scope.may_read(page.section.key):
            raise Http404
        verb = use_what_was_told if "use" in request.POST else turn_down
        keys = [request.POST.get("use") or request.POST.get("no") or ""]
        try:
            verb(self.response, keys=keys, by=request.user, at=self.at)
        except Refused as refused:
            messages.error(request, refused.sentence)
            return HttpResponseRedirect(self._here(page))
        return HttpResponseRedirect(self._after(page) if "use" in request.POST else self._here(page))

    def _after(self, page: Page) -> str:
        """On to the next page when there is nothing else to do on this one."""
        if not page.is_single or self.request.GET.get("return"):
            return self._here(page)
        after = self.reading.next_page(page)
        return self.page_address(after) if after else self.address("response-task-list")

    def _here(self, page: Page) -> str:
        query = self.request.GET.urlencode()
        return self.page_address(page) + (f"?{query}" if query else "")
