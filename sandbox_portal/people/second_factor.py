"""Whether a person has a second factor, and whether this session used it."""

import time
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode

from .models import User

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def has_second_factor(user: User) -> bool:
    """Recovery codes alone are no second factor: they only stand in for one."""
    return bool(is_mfa_enabled(user, FACTORS))


def login_has_second_factor(login: str) -> bool:
    """Whether the account of this address, if there is one, opens only with a second factor as well."""
    return Authenticator.objects.filter(user__email__iexact=login, type__in=FACTORS).exists()


def second_factor_was_used(request: HttpRequest) -> bool:
    """True when this session was opened or confirmed with a code, a passkey or a recovery code."""
    records: list[dict[str, Any]] = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)


def count_set_up_as_use(request: HttpRequest, user: User, authenticator: Authenticator, **signal: Any) -> None:
    """Somebody who has just set up a second factor has shown that they hold it; hears authenticator_added."""
    if authenticator.type in FACTORS:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)


def signed_in_afresh(request: HttpRequest) -> bool:
    """True when this session showed within the last 15 minutes that it is still the same person: by the second step
    where there is one, by the password where there is none."""
    records: list[dict[str, Any]] = get_authentication_records(request, request.user)
    user: Any = request.user
    if has_second_factor(user):
        records = [record for record in records if record.get("method") == "mfa"]
    return any(time.time() - record["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT for record in records)


def address_to_confirm(user: User, *, back: str) -> str:
    """The page where the person shows again that it is them, and goes on to `back`."""
    if is_mfa_enabled(user, [Authenticator.Type.TOTP]):
        name = "mfa_reauthenticate"
    elif is_mfa_enabled(user, [Authenticator.Type.WEBAUTHN]):
        name = "mfa_reauthenticate_webauthn"
    else:
        name = "account_reauthenticate"
    return f"{reverse(name)}?{urlencode({'next': back})}"
