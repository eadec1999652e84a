"""Make people and organisations. Names are made up; every call makes a new one."""

import hashlib
import itertools
import re

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from sandbox_portal.casework.models import OutboxEntry
from sandbox_portal.people.actions import create_organisation, grant_role, invite_to_role, invite_to_team
from sandbox_portal.people.choices import LegalForm, Place, Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import Invitation, Membership, Organisation, SecondStepReset, User
from sandbox_portal.people.queries import hash_of
from sandbox_portal.people.sealing import open_marks

from .worlds import World, builds

_numbers = itertools.count(1)
PASSWORD = "a quiet morning in the garden"


def make_user(name: str = "", email: str = "") -> User:
    """A person with a verified address and the password PASSWORD."""
    number = next(_numbers)
    user = User.objects.create_user(
        email or f"person{number}@people.example", PASSWORD, name=name or f"Person Number{number}"
    )
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def make_organisation(name: str = "", *, owner: User | None = None, **fields: str) -> Organisation:
    """An organisation with an owner."""
    number = next(_numbers)
    return create_organisation(
        name or f"Lantern Care {number}",
        legal_form=fields.pop("legal_form", LegalForm.COMMUNITY_INTEREST_COMPANY),
        by=owner or make_user(),
        at=database_now(),
        **fields,
    )


def make_provider(organisation: Organisation | None = None, *, place: Place = Place.OWNER, name: str = "") -> User:
    """A person with a place in the organisation (a new one when none is given)."""
    user = make_user(name)
    Membership.objects.create(user=user, organisation=organisation or make_organisation(), place=place)
    return user


def make_staff(*roles: Role, name: str = "", email: str = "") -> User:
    """A person who holds these roles."""
    user = make_user(name, email)
    for role in roles:
        grant_role(user, role=role, reason="Made for a test", by=None, at=database_now())
    return user


@builds(place=10)
def build(world: World) -> None:
    """Two owners and a reader of one organisation, somebody without any, and one person for each role."""
    letter = world.letter
    organisation = make_organisation(
        world.canary("Organisation", "name"), town=world.canary("Organisation", "town"), summary="x"
    )
    world.things["organisation"] = organisation
    world.ids["organisation_id"] = organisation.pk
    world.people["provider"] = make_provider(organisation, name=world.canary("User", "provider"))
    world.people["reader"] = make_provider(organisation, place=Place.READER, name=world.canary("User", "reader"))
    world.people["newcomer"] = make_user(f"Newcomer {letter}")
    for role in Role:
        world.people[role.value] = make_staff(role, name=f"{role.label} {letter}")
    key = make_passkey(world.people["provider"])
    world.ids_of["mfa_remove_webauthn"] = world.ids_of["mfa_edit_webauthn"] = {"pk": key.pk}
    build_team(world, organisation)


def build_team(world: World, organisation: Organisation) -> None:
    """Invitations that wait, an administrator's request, and the ids of the pages about them."""
    owner, reader = world.people["provider"], world.people["reader"]
    administrator, auditor = world.people["system_administrator"], world.people["auditor"]
    world.ids["membership_id"] = organisation.memberships.get(user=reader).pk
    at = database_now()
    address = f"{world.canary('Invitation', 'email').lower()}@people.example"
    to_team = invite_to_team(organisation, email=address, place=Place.READER, by=owner, at=at)
    asked = {"role": Role.PANEL_MEMBER, "reason": world.canary("Invitation", "reason")}
    invite_to_role(email=f"invited{next(_numbers)}@people.example", by=administrator, at=at, **asked)
    world.ids["invitation_id"] = to_team.pk
    world.ids["token"] = token_of(to_team)
    world.ids["user_id"], world.ids["grant_id"] = auditor.pk, auditor.role_grants.get().pk
    make_passkey(auditor)
    reset = SecondStepReset.objects.create(
        user=auditor, reason=world.canary("SecondStepReset", "reason"), asked_by=administrator
    )
    world.ids["reset_id"] = reset.pk
    world.ids["device_id"] = UserSession.objects.create(
        user=owner, ip="127.0.0.1", session_key=f"a-device-of-world-{world.letter}", user_agent="x"
    ).pk


def token_of(invitation: Invitation) -> str:
    """The secret in the newest letter to the address, as its reader would find it."""
    letters = OutboxEntry.objects.filter(payload__to=invitation.email).order_by("-created_at", "-pk")
    for letter in letters:
        found = re.search(r"/invitation/([^/]+)/", open_marks(letter.payload["context"]["body"]))
        if found and hash_of(found[1]) == invitation.token_hash:
            return found[1]
    raise AssertionError(f"no letter to {invitation.email} holds a link that works")


def make_passkey(user: User) -> Authenticator:
    """A passkey as a browser would register it, without its private half."""
    public_key = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    credential = AttestedCredentialData.create(Aaguid(bytes(16)), b"credential-of-a-test", public_key)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.AT
    data = AuthenticatorData.create(hashlib.sha256(b"localhost").digest(), flags, 0, credential)
    attestation = AttestationObject.create("none", data, {})
    client_data = CollectedClientData.create("webauthn.create", b"challenge", "http://localhost:8000")
    response = {"clientDataJSON": client_data.b64, "attestationObject": websafe_encode(bytes(attestation))}
    identity = websafe_encode(b"credential-of-a-test")
    registered = {"id": identity, "rawId": identity, "type": "public-key", "response": response}
    return Authenticator.objects.create(
        user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "My laptop", "credential": registered}
    )
