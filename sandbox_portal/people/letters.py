"""Letters to people about teams, roles and accounts. They leave by the same way as those of signing in."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template import Context
from django.template.loader import get_template
from django.urls import reverse

from sandbox_portal.govuk.context import portal

from .models import Invitation, RoleGrant, User
from .sealing import sealed_mark


def send_invitation(invitation: Invitation, *, token: str) -> None:
    """The only place where the link is written; until the letter leaves, its secret stands sealed in the outbox."""
    link = settings.PORTAL_URL + reverse("invitation", kwargs={"token": "SECRET"}).replace("SECRET", sealed_mark(token))
    _send("invitation", invitation.email, invitation=invitation, link=link)


def send_taken_out(person: User, *, organisation: str) -> None:
    _send("taken_out", person.email, name=person.name, organisation=organisation)


def send_place_changed(person: User, *, organisation: str, place: str) -> None:
    _send("place_changed", person.email, name=person.name, organisation=organisation, place=place)


def send_role_given(grant: RoleGrant) -> None:
    _send("role_given", grant.user.email, name=grant.user.name, grant=grant)


def send_role_ended(grant: RoleGrant, *, reason: str) -> None:
    _send("role_ended", grant.user.email, name=grant.user.name, grant=grant, reason=reason)


def send_reset_asked(person: User) -> None:
    _send("reset_asked", person.email, name=person.name)


def send_reset_done(person: User) -> None:
    _send("reset_done", person.email, name=person.name, link=settings.PORTAL_URL + reverse("account_login"))


def _send(letter: str, address: str, /, **values: Any) -> None:
    context = {**portal(None), "portal_url": settings.PORTAL_URL, **values}
    text = get_template(f"emails/people/{letter}.txt").template.render(Context(context, autoescape=False))  # type: ignore[attr-defined]
    subject, _, body = text.strip().partition("\n")
    connection = get_connection(settings.ACCOUNT_EMAIL_BACKEND)
    message = EmailMessage(" ".join(subject.split()), body.strip(), to=[address], connection=connection)
    message.send()
