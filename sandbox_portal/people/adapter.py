"""How allauth behaves here: letters leave through the outbox, secrets are sealed, links name the portal itself."""

import time
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.core.mail import get_connection
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .sealing import seal_for
from .second_factor import login_has_second_factor


class AccountAdapter(DefaultAccountAdapter):
    """Accounts: letters through the mail backend of the outbox; the name of the person is kept at sign-up."""

    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("The email address or the password is wrong. Check both and try again."),
        "too_many_login_attempts": _("There were too many tries. Wait a few minutes and try again."),
        "incorrect_code": _("This code is not right. Check it, or ask for a new one."),
        "incorrect_password": _("This password is not right."),
        "enter_current_password": _("Enter the password you have now."),
        "same_as_current": _("This is the one you have now. Enter a different one."),
        "email_taken": _("Another account uses this address."),
        "rate_limited": _("That was very fast. Wait a minute and try again."),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Hand the letter to the outbox: a page waits for no mail server, nor tells by waiting who has an account."""
        ours = {"email": email, "portal_name": settings.MFA_TOTP_ISSUER, "portal_url": settings.PORTAL_URL}
        message = self.render_mail(template_prefix, email, {**context, **ours})
        message.connection = get_connection(settings.ACCOUNT_EMAIL_BACKEND)
        message.send()

    def format_email_subject(self, subject: str) -> str:
        return " ".join(subject.split())

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Do not ask again who has just signed in: a first second step is set up right after."""
        request = context.request
        records = get_authentication_records(request, request.user)
        just_signed_in = any(
            time.time() - record["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT for record in records
        )
        return not just_signed_in and bool(super().is_reauthentication_required(app=app, **kwargs))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Slow down whoever guesses (B01): ten a minute from one address, five in five minutes for one account from one
        address, and fifty for one account from everywhere.

        The last does not stop whoever has a second step: a password alone opens nothing there, and nobody may keep
        them out by guessing.
        """
        super().pre_authenticate(request, **credentials)
        login = str(credentials.get("email", "")).strip().lower()
        if login_has_second_factor(login):
            return
        if not ratelimit.consume(request, app="allauth.account", action="login_account", key=login):
            raise self.validation_error("too_many_login_attempts")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Counts of one account are kept for each address apart, so that a guesser locks out nobody but themselves."""
        key = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{key}|{self.get_client_ip(request)}"

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address of the connection. A header is believed only behind our own proxy, and then its last entry."""
        forwarded = request.headers.get("X-Forwarded-For", "")
        if settings.BEHIND_PROXY and forwarded:
            return forwarded.rsplit(",", 1)[-1].strip()
        return request.META.get("REMOTE_ADDR", "")


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors: what the database holds cannot be used without the sealing key."""

    error_messages: ClassVar = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This code is not right. Wait for the next one and enter it."),
        "unverified_email": _("Confirm your email address first."),
    }

    def encrypt(self, text: str) -> str:
        return seal_for("second factor").encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return seal_for("second factor").decrypt(encrypted_text.encode()).decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        host = settings.PORTAL_URL.split("//", 1)[1].split("/")[0].partition(":")[0]
        return {"id": host, "name": settings.MFA_TOTP_ISSUER}
