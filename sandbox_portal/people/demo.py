"""The made-up people of a demonstration: one or more for every role, and providers that apply.

Their passwords and codes are public on purpose; nothing here runs unless settings.DEMONSTRATION is on.
"""

import base64
import hashlib
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from .actions import accept_invitation, create_organisation, grant_role, invite_to_role, invite_to_team
from .choices import LegalForm, Place, Role
from .models import Invitation, Membership, Organisation, User

PASSWORD = "three green garden gates"  # noqa: S105 - printed for everybody to use
PERIOD = 30
DOMAIN = "demo.example"


@dataclass(frozen=True)
class DemoPerson:
    """Somebody one can sign in as: staff have a role, providers an organisation."""

    name: str
    email: str
    role: Role | None = None
    organisation: str = ""
    legal_form: LegalForm = LegalForm.COMMUNITY_INTEREST_COMPANY
    town: str = ""
    summary: str = ""
    place: Place = Place.OWNER
    days: int | None = None  # after which the role ends

    @property
    def what(self) -> str:
        if self.role:
            return self.role.label
        return f"Provider: {self.organisation}" + (
            "" if self.place == Place.OWNER else f" ({self.place.label.lower()})"
        )


def _staff(name: str, role: Role, number: int = 0, days: int | None = None) -> DemoPerson:
    local = role.value.replace("_", ".") + (str(number) if number else "")
    return DemoPerson(name, f"{local}@{DOMAIN}", role, days=days)


def _provider(name: str, local: str, organisation: str, legal_form: LegalForm, town: str, summary: str) -> DemoPerson:
    return DemoPerson(name, f"{local}@{DOMAIN}", None, organisation, legal_form, town, summary)


PANEL = (
    "Ines Marlow", "Tobias Fenn", "Amara Holt", "Piers Wexley",
    "Leila Strand", "Gwen Tarrow", "Joss Abara", "Nadia Quill",
)  # fmt: skip
PEOPLE: tuple[DemoPerson, ...] = (
    _staff("Rowan Ashby", Role.PROGRAMME_LEAD),
    _staff("Sabina Orrell", Role.PROGRAMME_LEAD, 2),
    _staff("Marguerite Vale", Role.COMMITTEE_MEMBER, 1),
    _staff("Desmond Thorne", Role.COMMITTEE_MEMBER, 2),
    _staff("Sunniva Pell", Role.COMMITTEE_MEMBER, 3),
    *(_staff(name, Role.PANEL_MEMBER, number) for number, name in enumerate(PANEL, start=1)),
    _staff("Callum Birk", Role.REGISTRATION_INSPECTOR),
    _staff("Verity Lorne", Role.REGISTRATION_MANAGER),
    _staff("Ingram Soley", Role.REGISTRATION_MANAGER, 2),
    _staff("Osman Greaves", Role.INSPECTOR),
    _staff("Philippa Dace", Role.INSPECTION_MANAGER),
    _staff("Rosalind Thwaite", Role.INSPECTION_MANAGER, 2),
    _staff("Kofi Larkspur", Role.MONITORING_ANALYST),
    _staff("Hester Vine", Role.QUALITY_MARK_COORDINATOR),
    _staff("Milo Sandham", Role.QUALITY_MARK_PANEL_MEMBER),
    _staff("Beatrix Rowe", Role.QUALITY_MARK_DECISION_MAKER),
    _staff("Yusuf Calder", Role.COMMISSIONER),
    _staff("Freya Mott", Role.BROKER, days=25),
    _staff("Edwin Sparrow", Role.CONTENT_EDITOR),
    _staff("Odette Crane", Role.AUDITOR),
    _staff("Linus Frost", Role.SYSTEM_ADMINISTRATOR),
    _staff("Imogen Stott", Role.SYSTEM_ADMINISTRATOR, 2),
    _provider(
        "Maya Penrose", "maya", "Lantern Neighbours", LegalForm.COMMUNITY_INTEREST_COMPANY, "Harrowby",
        "Small teams of neighbours who support older people at home.",
    ),
    _provider(
        "Jonah Whitlock", "jonah", "Kestrel Micro Care", LegalForm.SOLE_TRADER, "Dunmere",
        "One carer who helps four families in one village.",
    ),
    _provider(
        "Saffron Idris", "saffron", "Open Door Living", LegalForm.CHARITY, "Port Ellery",
        "Supported living for young adults with a learning disability.",
    ),
    _provider(
        "Rufus Hale", "rufus", "Tidewater Home Support", LegalForm.COMPANY, "Saltby",
        "Home care along the coast, with electric cars and the same faces.",
    ),
    _provider(
        "Noor Ellison", "noor", "Common Thread Co-operative", LegalForm.CO_OPERATIVE, "Millbrook",
        "Carers who own their service and plan their own rounds.",
    ),
    _provider(
        "Bryn Castell", "bryn", "Hillside Partners", LegalForm.PARTNERSHIP, "Cwm Isaf",
        "Two nurses who support people after a stay in hospital.",
    ),
    _provider(
        "Edda Wharton", "edda", "Farrow Vale Council", LegalForm.LOCAL_AUTHORITY, "Farrowby",
        "A council that arranges care for people in its towns and villages.",
    ),
    _provider(
        "Amina Rowe", "amina", "Riverside Circles CIC", LegalForm.COMMUNITY_INTEREST_COMPANY, "Saltby",
        "Circles of personal assistants, registered while their kind of service is on trial.",
    ),
    _provider(
        "Petra Holm", "petra", "Hill & Vale Introductions", LegalForm.PARTNERSHIP, "Dunmere",
        "Finds carers for people in the hills. Its application to register came back for three answers.",
    ),
    _provider(
        "Gethin Moor", "gethin", "Moor Carers Co-op", LegalForm.CO_OPERATIVE, "Harrowby",
        "Carers of one moor. We propose to refuse to register it, and it has answered.",
    ),
    _provider(
        "Elin Marrow", "elin", "Millbrook Lives", LegalForm.COMPANY, "Millbrook",
        "Finds people a home in a family. The draft of our report waits for what it says is wrong.",
    ),
    _provider(
        "Otto Renshaw", "otto", "Dale Home Helpers", LegalForm.COMPANY, "Harrowby",
        "Home care in one dale. Our report is published, and it can still ask for a review.",
    ),
    DemoPerson("Tilda Marsh", f"tilda@{DOMAIN}", None, "Lantern Neighbours", place=Place.READER),
)  # fmt: skip


@transaction.atomic
def demo_people(*, at: datetime) -> list[User]:
    """Make every demonstration account that is missing; may be run again at any time."""
    if not settings.DEMONSTRATION:
        raise RuntimeError("Demonstration accounts are made only where DEMONSTRATION is on.")
    people = [_account(person, at) for person in PEOPLE]
    _invitations({user.email: user for user in people}, at)
    return people


def _invitations(people: dict[str, User], at: datetime) -> None:
    """One that waits in a team and one that waits for a role; made once."""
    owner, administrator = people[f"maya@{DOMAIN}"], people[f"system.administrator@{DOMAIN}"]
    colleague, member = f"arlo.bream@{DOMAIN}", f"wren.aldous@{DOMAIN}"
    if Invitation.objects.filter(email__in=[colleague, member]).exists():
        return
    team = owner.memberships.get().organisation
    invite_to_team(team, email=colleague, place=Place.CONTRIBUTOR, by=owner, at=at)
    until = (at + timedelta(days=180)).date()
    reason = "Brings the view of families to the next panel"
    invite_to_role(email=member, role=Role.PANEL_MEMBER, reason=reason, by=administrator, at=at, expires_on=until)


def _account(person: DemoPerson, at: datetime) -> User:
    user = User.objects.filter(email=person.email).first()
    if user is None:
        user = User.objects.create(email=person.email, name=person.name, password=_stored_password())
        EmailAddress.objects.create(user=user, email=person.email, verified=True, primary=True)
    if person.role is not None:
        until = (at + timedelta(days=person.days)).date() if person.days else None
        grant_role(user, role=person.role, reason="Account of the demonstration", by=None, at=at, expires_on=until)
        _second_factor(user)
    elif person.place != Place.OWNER and not Membership.objects.filter(user=user).exists():
        team = demo_organisation(person.organisation)
        asked = invite_to_team(team, email=user.email, place=person.place, by=team.memberships.get().user, at=at)
        accept_invitation(asked, by=user, at=at)
    elif not Membership.objects.filter(user=user).exists():
        fields = {"town": person.town, "summary": person.summary}
        create_organisation(person.organisation, legal_form=person.legal_form, by=user, at=at, **fields)
    return user


@cache
def _stored_password() -> str:
    """All have the same, and keeping it is slow on purpose: it is worked out once, not for each."""
    return make_password(PASSWORD)


def _second_factor(user: User) -> None:
    if not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        TOTP.activate(user, demo_secret(user.email))
        RecoveryCodes.activate(user)


def demo_secret(email: str) -> str:
    """The secret of an account's app: the same on every machine, so that it can be printed again."""
    return base64.b32encode(hashlib.sha256(f"demonstration {email}".encode()).digest()[:20]).decode()


def demo_code(email: str, *, at: float | None = None) -> str:
    """The code the account's app would show at this moment (seconds since 1970; now unless told)."""
    counter = int(time.time() if at is None else at) // PERIOD
    return str(format_hotp_value(hotp_value(demo_secret(email), counter)))


def demo_code_for(user: User) -> str:
    """The code to show on the page itself: only on a demonstration, only for its made-up staff, never for others."""
    is_one = settings.DEMONSTRATION and user.email in {person.email for person in PEOPLE if person.role}
    return demo_code(user.email) if is_one else ""


def demo_accounts() -> list[DemoPerson]:
    """Who can be signed in as here; nobody unless this is a demonstration with its people loaded."""
    if not settings.DEMONSTRATION:
        return []
    known = set(User.objects.filter(email__in=[person.email for person in PEOPLE]).values_list("email", flat=True))
    return [person for person in PEOPLE if person.email in known]


def demo_organisation(name: str) -> Organisation:
    """One of the demonstration's organisations by its name."""
    ours = Organisation.objects.filter(name=name, memberships__user__email__endswith=f"@{DOMAIN}")
    return ours.distinct().get()
