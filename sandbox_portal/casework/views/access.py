"""Who looked: the whole record for auditors, as a list and a file; and for everybody what concerns themselves."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse

from sandbox_portal.govuk.paging import page_by_key
from sandbox_portal.people.choices import Role
from sandbox_portal.people.doors import SIGNED_IN, Door

from ..forms.access import LooksFilter
from ..models import AccessRecord
from ..page_names import page_words
from ..queries.access import looks_at_own, looks_visible_to, looks_wanted, with_names
from ..sheets import csv_file

PAGE = 50
HEAD = ("Moment", "Who looked", "As", "At what", "Page", "Case", "Organisation", "Person", "Request")


class LookList(Door):
    """Every look, narrowed and a page at a time; the auditor reads it and nobody else."""

    access = frozenset({Role.AUDITOR})

    def get(self, request: HttpRequest) -> HttpResponse:
        form = LooksFilter(request.GET)
        looks = looks_wanted(looks_visible_to(request.user), form.wanted())
        context = {
            "form": form,
            "selected": form.selected(),
            "clear_url": request.path,
            "file_url": f"{reverse('look-file')}?{urlencode(form.asked())}",
            **page_of(with_names(looks), request),
        }
        return render(request, "casework/access/looks.html", context)


class LookFile(Door):
    """The same as a file, however long. Having it is a look itself, and is recorded as one."""

    access = frozenset({Role.AUDITOR})

    def get(self, request: HttpRequest) -> StreamingHttpResponse:
        form = LooksFilter(request.GET)
        looks = with_names(looks_wanted(looks_visible_to(request.user), form.wanted()))
        return csv_file(_rows(looks), name="who-looked.csv")


class OwnLooks(Door):
    """Who of the service looked at what is about this person: by role, not by name."""

    access = frozenset({SIGNED_IN})

    def get(self, request: HttpRequest) -> HttpResponse:
        page = page_of(with_names(looks_at_own(request.user)), request)
        return render(request, "casework/access/own_looks.html", page)


def page_of(looks: QuerySet[AccessRecord], request: HttpRequest) -> dict[str, Any]:
    """The looks after the one the address names, with the roles and the page in words, and the ways on."""
    found, beside = page_by_key(request, looks, size=PAGE)
    return {"looks": [(look, roles_in_words(look.roles), page_words(look.page)) for look in found], **beside}


def roles_in_words(roles: str) -> str:
    """The roles somebody held as they looked."""
    labels = dict(Role.choices)
    return ", ".join(str(labels.get(role, role)) for role in roles.split(",") if role)


def _rows(looks: QuerySet[AccessRecord]) -> Iterator[tuple[str, ...]]:
    yield HEAD
    yield from map(_row, looks.iterator(chunk_size=2000))


def _row(look: AccessRecord) -> tuple[str, ...]:
    return (
        look.at.isoformat(timespec="seconds"),
        look.by.name,
        roles_in_words(look.roles),
        str(look.get_what_display()),
        page_words(look.page),
        (look.case.reference or "") if look.case else "",
        look.organisation.name if look.organisation else "",
        look.person.name if look.person else "",
        look.reference,
    )
