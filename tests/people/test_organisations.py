"""An organisation's own page: who sees it, who changes it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from sandbox_portal.people.actions import correct_organisation
from sandbox_portal.people.choices import Place
from sandbox_portal.people.models import Organisation
from tests.factories.people import make_organisation, make_provider
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
FIELDS = {
    "name": "Lantern Neighbours",
    "legal_form": "charity",
    "company_number": "",
    "charity_number": "1234567",
    "provider_number": "",
    "town": "Harrowby",
    "summary": "We help at home.",
}


def address(name, organisation):
    return reverse(name, kwargs={"organisation_id": organisation.pk})


def test_an_owner_corrects_what_is_said_of_the_organisation(provider_client, organisation):
    response = provider_client.post(address("organisation-correct", organisation), FIELDS)

    organisation.refresh_from_db()
    assert response["Location"] == address("organisation-detail", organisation)
    assert {name: getattr(organisation, name) for name in FIELDS} == FIELDS


def test_a_reader_sees_but_does_not_change(client, organisation):
    sign_in(client, make_provider(organisation, place=Place.READER))

    seen = client.get(address("organisation-detail", organisation))
    changed = client.post(address("organisation-correct", organisation), FIELDS)

    assert (seen.status_code, changed.status_code) == (200, 403)
    assert Organisation.objects.get(pk=organisation.pk).name == organisation.name


def test_the_action_itself_refuses_a_stranger(organisation, at):
    with pytest.raises(PermissionDenied):
        correct_organisation(organisation, by=make_provider(), at=at, name="Taken over")


def test_another_organisation_is_not_there_byte_for_byte_as_one_that_does_not_exist(provider_client):
    other = make_organisation()
    there = provider_client.get(address("organisation-detail", other))
    other.pk = "00000000-0000-4000-8000-000000000000"
    nowhere = provider_client.get(address("organisation-detail", other))

    strip = {there["X-Reference"]: "", nowhere["X-Reference"]: ""}
    texts = [response.content.decode() for response in (there, nowhere)]
    for reference in strip:
        texts = [text.replace(reference, "") for text in texts]
    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert texts[0] == texts[1]


def test_fields_nobody_asked_for_are_ignored(provider_client, organisation):
    before = organisation.created_at

    provider_client.post(
        address("organisation-correct", organisation), {**FIELDS, "id": "x", "created_at": "2001-01-01", "members": "x"}
    )

    organisation.refresh_from_db()
    assert organisation.created_at == before
