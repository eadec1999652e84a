"""What did not leave the house: staff see it and can try again."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from sandbox_portal.people.choices import Role
from sandbox_portal.people.doors import Door

from .. import outbox
from ..heartbeats import signs_of_life
from ..queries import entries_to_look_after, outbox_standing

LOOK_AFTER_IT = frozenset({Role.SYSTEM_ADMINISTRATOR, Role.PROGRAMME_LEAD})
MOST_SHOWN = 100


class OutboxList(Door):
    """The background's health: who works, what waits, what was given up and why."""

    access = LOOK_AFTER_IT

    def get(self, request: HttpRequest) -> HttpResponse:
        context = {
            "signs": signs_of_life().values(),
            "standing": outbox_standing(),
            "entries": entries_to_look_after()[:MOST_SHOWN],
        }
        return render(request, "casework/outbox.html", context)


class RetryEntry(Door):
    """Try again now what failed or was given up."""

    access = LOOK_AFTER_IT

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        entry = entries_to_look_after().filter(pk=pk).first()
        if entry is None:
            raise Http404
        outbox.retry(entry)
        messages.success(request, _("It will be tried again now."))
        return redirect("outbox-list")
