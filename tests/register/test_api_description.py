"""The description of the public data is sound, and each address it names answers with the fields it names."""

import json
from typing import Any

import pytest
from django.urls import resolve
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from tests.factories.held import make_held
from tests.factories.people import make_organisation
from tests.factories.register import make_service, make_status

pytestmark = pytest.mark.django_db


@pytest.fixture
def described(client) -> dict[str, Any]:
    return client.get("/api/openapi.json").json()


@pytest.fixture
def answers(client) -> dict[str, Any]:
    """What each described address answers, by the path of the description."""
    held = make_held(make_organisation("Riverside Circles"), conditions=("Support at most 20 people.",))
    make_status(make_service(make_organisation("Meadow Circle")), "registered", "2026-03-01")
    one = f"/register/services/{held.services.get().pk}.json"
    return {
        "/register/services.json": json.loads(_whole(client.get("/register/services.json"))),
        "/register/services/{service_id}.json": client.get(one).json(),
    }


def _whole(answer) -> bytes:
    return b"".join(answer.streaming_content)


def faults(described: dict[str, Any], path: str, answer: Any) -> list[str]:
    """What in an answer is not as described."""
    schema = described["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    whole = {**schema, "components": described["components"]}
    return [error.message for error in Draft202012Validator(whole).iter_errors(answer)]


def test_the_description_is_sound_and_names_addresses_there_are(described):
    validate(described)

    found = {
        path: resolve(path.format(service_id="00000000-0000-0000-0000-000000000000")) for path in described["paths"]
    }
    assert {path: match.url_name for path, match in found.items()} == {
        "/register/services.json": "register-data",
        "/register/services.csv": "register-sheet",
        "/register/services/{service_id}.json": "service-data",
    }


def test_each_address_answers_with_the_described_fields(described, answers):
    assert [len(answers["/register/services.json"]["services"]), len(answers)] == [2, 2]
    assert {path: faults(described, path, answer) for path, answer in answers.items()} == {path: [] for path in answers}


def test_a_field_that_nobody_described_and_one_that_is_gone_are_found(described, answers):
    """The twin."""
    one = "/register/services/{service_id}.json"
    more, less = {**answers[one], "new": 1}, {**answers[one]}
    less.pop("town")

    assert faults(described, one, more) == ["Additional properties are not allowed ('new' was unexpected)"]
    assert faults(described, one, less) == ["'town' is a required property"]


def test_every_described_question_narrows_the_list(described, answers, client):
    parameters = described["paths"]["/register/services.json"]["get"]["parameters"]
    names = {each["$ref"].rsplit("/")[-1] for each in parameters} - {"if_none_match"}
    none = {
        "words": "zebra",
        "place": "Nowhere",
        "kind": "shared_lives",
        "status": "rating:good",
        "as_at": "2020-01-01",
    }

    kept = {name: _whole(client.get("/register/services.json", {name: none[name]})) for name in names}
    assert names == set(none)
    assert [json.loads(each)["services"] for each in kept.values()] == [[]] * 5
