"""The notices of a person: narrowed, a page at a time, read one by one or all at once."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from sandbox_portal.govuk.paging import page_by_key

from ..actions.notices import mark_read
from ..doors import SIGNED_IN, Door
from ..forms import NoticeFilter
from ..queries.notices import notices_visible_to, notices_wanted


class ListNotices(Door):
    """What the person was told; what is new stands out."""

    access = frozenset({SIGNED_IN})

    def get(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        form = NoticeFilter(request.GET)
        found, beside = page_by_key(request, notices_wanted(user, **form.chosen()))
        context = {
            "form": form,
            "selected": form.selected(),
            "clear_url": request.path,
            "notices": found,
            "has_new": any(notice.read_at is None for notice in found),
            **beside,
        }
        return render(request, "people/notices.html", context)


class OpenNotice(Door):
    """Read one, and go on to the page it names."""

    access = frozenset({SIGNED_IN})

    def post(self, request: HttpRequest, notice_id: int) -> HttpResponse:
        user: Any = request.user
        notice = get_object_or_404(notices_visible_to(user), pk=notice_id)
        mark_read(user, only=[notice.pk], by=user, at=self.at)
        return redirect(notice.address or "notice-list")


class ReadAllNotices(Door):
    """Note every notice as read."""

    access = frozenset({SIGNED_IN})

    def post(self, request: HttpRequest) -> HttpResponse:
        user: Any = request.user
        mark_read(user, by=user, at=self.at)
        messages.success(request, _("All notices are marked as read."))
        return redirect("notice-list")
