"""The pages of allauth this service uses, each with its audience; what is not listed here does not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.http import HttpResponseBase
from django.urls import URLPattern, path

from .doors import ANYONE, SIGNED_IN
from .views.account import Devices, GiveCode, GiveCodeAgain, SecondStep, SignIn, SignOut

View = Callable[..., HttpResponseBase]


def page(route: str, view: View, name: str, audience: str) -> URLPattern:
    """A page of allauth behind our own audience; it may be opened before the second factor."""

    @wraps(view)
    def door(*args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(*args, **kwargs)

    door.access = frozenset({audience})  # type: ignore[attr-defined]
    door.login_required = audience != ANYONE  # type: ignore[attr-defined]
    door.before_second_factor = True  # type: ignore[attr-defined]
    return path(route, door, name=name)


urlpatterns = [
    page("login/", SignIn.as_view(), "account_login", ANYONE),
    page("logout/", SignOut.as_view(), "account_logout", ANYONE),
    page("signup/", account.signup, "account_signup", ANYONE),
    page("inactive/", account.account_inactive, "account_inactive", ANYONE),
    page("confirm-email/", account.email_verification_sent, "account_email_verification_sent", ANYONE),
    page("password/reset/", account.password_reset, "account_reset_password", ANYONE),
    page("password/reset/confirm/", account.confirm_password_reset_code, "account_confirm_password_reset_code", ANYONE),
    page("password/reset/complete/", account.complete_password_reset, "account_complete_password_reset", ANYONE),
    page("password/reset/done/", account.password_reset_from_key_done, "account_password_reset_completed", ANYONE),
    page("reauthenticate/", account.reauthenticate, "account_reauthenticate", SIGNED_IN),
    page("email/", account.email, "account_email", SIGNED_IN),
    page("password/change/", account.password_change, "account_change_password", SIGNED_IN),
    page("password/set/", account.password_set, "account_set_password", SIGNED_IN),
    page("devices/", Devices.as_view(), "usersessions_list", SIGNED_IN),
    page("two-step/", SecondStep.as_view(), "mfa_index", SIGNED_IN),
    page("two-step/authenticate/", GiveCode.as_view(), "mfa_authenticate", ANYONE),
    page("two-step/reauthenticate/", GiveCodeAgain.as_view(), "mfa_reauthenticate", SIGNED_IN),
    page("two-step/app/activate/", totp.activate_totp, "mfa_activate_totp", SIGNED_IN),
    page("two-step/app/deactivate/", totp.deactivate_totp, "mfa_deactivate_totp", SIGNED_IN),
    page("two-step/recovery-codes/", recovery_codes.view_recovery_codes, "mfa_view_recovery_codes", SIGNED_IN),
    page(
        "two-step/recovery-codes/generate/",
        recovery_codes.generate_recovery_codes,
        "mfa_generate_recovery_codes",
        SIGNED_IN,
    ),
    page(
        "two-step/recovery-codes/download/",
        recovery_codes.download_recovery_codes,
        "mfa_download_recovery_codes",
        SIGNED_IN,
    ),
    page("two-step/passkeys/", webauthn.list_webauthn, "mfa_list_webauthn", SIGNED_IN),
    page("two-step/passkeys/add/", webauthn.add_webauthn, "mfa_add_webauthn", SIGNED_IN),
    page("two-step/passkeys/login/", webauthn.login_webauthn, "mfa_login_webauthn", ANYONE),
    page(
        "two-step/passkeys/reauthenticate/", webauthn.reauthenticate_webauthn, "mfa_reauthenticate_webauthn", SIGNED_IN
    ),
    page("two-step/passkeys/<int:pk>/remove/", webauthn.remove_webauthn, "mfa_remove_webauthn", SIGNED_IN),
    page("two-step/passkeys/<int:pk>/edit/", webauthn.edit_webauthn, "mfa_edit_webauthn", SIGNED_IN),
]
