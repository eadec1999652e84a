"""Who is offered to apply for registration on the front page: not whoever is registered already."""

import pytest
from django.test import Client
from django.urls import reverse

from registration.workflow import HELD
from sandbox_portal.people.choices import Place, Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import Membership
from tests.factories.held import make_held
from tests.factories.people import make_organisation, make_provider, make_staff
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


def offers(client: Client) -> bool:
    return f'href="{reverse("registration-start")}"' in client.get("/").content.decode()


def test_the_front_page_offers_to_apply_only_while_no_registration_stands(client):
    organisation = make_organisation("Riverside Circles")
    owner = make_provider(organisation)
    sign_in(client, owner)
    before = offers(client)
    held = make_held(organisation)
    stands = offers(client)
    HELD.take_step(held, "cancel", by=make_staff(Role.REGISTRATION_MANAGER), at=database_now())
    ended = offers(client)
    make_held(organisation)
    again = offers(client)
    Membership.objects.create(user=owner, organisation=make_organisation("New"), place=Place.OWNER)

    assert (before, stands, ended, again, offers(client)) == (True, False, True, False, True)


def test_whoever_only_reads_for_an_organisation_is_offered_nothing(client):
    sign_in(client, make_provider(place=Place.READER))

    assert offers(client) is False
