"""Base class of every page: who may come in, the moment, and the words when they may not."""

import random
import time
from collections.abc import Callable
from datetime import datetime
from functools import cached_property, wraps
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.views import View

from .choices import Role
from .clock import database_now
from .kept import KEY, keep
from .queries import came_in_at, organisation_places, roles_of
from .second_factor import address_to_confirm, signed_in_afresh

ANYONE = "anyone"
SIGNED_IN = "signed_in"
PROVIDER = "provider"
STAFF = "staff"
MOST_TRIES = 3
CONFLICTS = frozenset({"40001", "40P01"})  # two transactions stood in each other's way, and PostgreSQL undid this one


class Door(View):
    """A page. `access` names the audiences that may open it; tests/house_rules compares it with access.yaml.

    An audience is ANYONE, SIGNED_IN, PROVIDER (belongs to an organisation), STAFF (holds any role) or a Role.
    Rows inside the page still come only from `…_visible_to(user)`. With `fresh_sign_in` what is sent here is taken
    only from somebody who has shown within 15 minutes that it is them; others do so first, and lose nothing they typed.
    With `on_behalf` the page may also be used by a member of staff who types for an organisation that agreed to it.
    """

    access: ClassVar[frozenset[str]]
    fresh_sign_in: ClassVar[bool] = False
    on_behalf: ClassVar[bool] = False

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Callable[..., HttpResponseBase]:
        view = super().as_view(**initkwargs)
        view.login_required = ANYONE not in cls.access  # type: ignore[attr-defined]
        return tried_again(view)

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.user: Any = request.user

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_enter(request.user, self.access):
            raise PermissionDenied
        if self.fresh_sign_in and request.method == "POST" and not signed_in_afresh(request):
            return ask_again(request)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def at(self) -> datetime:
        """The moment of this request by the database's clock; of a look, when its session was read."""
        is_look = self.request.method in {"GET", "HEAD"}
        return (came_in_at(self.request.user) if is_look else None) or database_now()


def tried_again(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Answer up to three times when PostgreSQL has undone the page's one transaction to end a deadlock (C18).

    Nothing of it was kept, so trying again does it once. After the third time people are told to send it again.
    """

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        for attempt in range(1, MOST_TRIES):
            try:
                return view(request, *args, **kwargs)
            except OperationalError as error:
                if getattr(error.__cause__, "pgcode", None) not in CONFLICTS or connection.in_atomic_block:
                    raise
            time.sleep(random.uniform(0, 0.05) * attempt)  # noqa: S311 - only so that the two do not meet again
            for _name, files in request.FILES.lists():
                for file in files:
                    file.seek(0)
        return view(request, *args, **kwargs)

    return answered


def ask_again(request: HttpRequest) -> HttpResponseRedirect:
    """Send the person to show that it is them, and then back to what they were about to send (kept for them)."""
    user: Any = request.user
    request.session[KEY] = keep(request, user=user)
    return HttpResponseRedirect(address_to_confirm(user, back=reverse("kept-form")))


def may_enter(user: Any, access: frozenset[str]) -> bool:
    """True when the person belongs to one of the audiences."""
    if ANYONE in access:
        return True
    if not user.is_authenticated or not user.is_active:
        return False
    roles = roles_of(user)
    return (
        SIGNED_IN in access
        or (STAFF in access and bool(roles))
        or (PROVIDER in access and bool(organisation_places(user)))
        or any(Role(role) in roles for role in access if role in Role.values)
    )
