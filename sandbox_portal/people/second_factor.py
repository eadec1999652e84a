"""Whether a person has a second factor, and whether this session used it."""

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest

from .models import User

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def has_second_factor(user: User) -> bool:
    """Recovery codes alone are no second factor: they only stand in for one."""
    return bool(is_mfa_enabled(user, FACTORS))


def second_factor_was_used(request: HttpRequest) -> bool:
    """True when this session was opened or confirmed with a code, a passkey or a recovery code."""
    records: list[dict[str, Any]] = get_authentication_records(request, request.user)
    return any(record.get("method") == "mfa" for record in records)


def count_set_up_as_use(request: HttpRequest, user: User, authenticator: Authenticator, **signal: Any) -> None:
    """Somebody who has just set up a second factor has shown that they hold it; hears authenticator_added."""
    if authenticator.type in FACTORS:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type)
