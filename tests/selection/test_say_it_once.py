"""What an organisation told us in one round is offered in the next, and used only by the word of its people."""

import json
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from programme.choices import RoundStage
from sandbox_portal.casework.moments import day_in_words
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.choices import Place, Role
from sandbox_portal.people.clock import database_now, travelled_to
from sandbox_portal.questions.actions import save_page
from sandbox_portal.questions.actions.kept import (
    correct_fact,
    keep_file_as_it_is,
    take_out,
    take_update,
    turn_down,
    use_what_was_told,
)
from sandbox_portal.questions.actions.sections import give_section
from sandbox_portal.questions.choices import Origin, Rest
from sandbox_portal.questions.file_as_data import file_as_data
from sandbox_portal.questions.kept_answers import (
    current_answers,
    kept_answers_visible_to,
    source_words,
    updates_visible_to,
)
from sandbox_portal.questions.models import KeptAnswer, KeptAnswerUpdate, ToldBefore
from sandbox_portal.questions.offers import offers_in
from sandbox_portal.questions.queries import answers_of, read_response, response_of
from sandbox_portal.questions.sections import scope_of
from selection.actions.applications import submit_application
from tests.factories.people import make_organisation, make_provider, make_staff
from tests.factories.rounds import round_at
from tests.factories.selection import answer_everything, make_application, make_draft
from tests.house_rules.query_counts import assert_same_queries
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


ADDRESS = {"line_1": "1 Long Lane", "line_2": "", "town": "Saltby", "postcode": "ZZ1 1ZZ", "country": "england"}
ASKED_SINCE = {
    "lead": {
        "given_names": "Dana",
        "family_name": "Bell",
        "role": "Lead",
        "email": "d@a.example",
        "telephone": "01632 960 100",
    },
    "areas": ["north_east"],
    "describes_you": {"chosen": ["home_care"], "words": {}},
    "people_now": "40",
}


class Scene:
    """An organisation that sent one application and has begun the next."""

    def __init__(self) -> None:
        self.organisation = make_organisation("Juniper Neighbours")
        self.owner = make_provider(self.organisation)
        self.sent = make_application(round_at(RoundStage.OPEN), self.organisation)
        self.draft = make_draft(round_at(RoundStage.OPEN, like=5), self.organisation)
        self.response = response_of(self.draft.case)


@pytest.fixture(scope="module")
def kept_scene(kept_database):
    return Scene()


@pytest.fixture
def scene(kept_scene, db):
    return kept_scene


def say_england(scene):
    """The places are asked only of those who work there."""
    england = {"works_in_england": "yes"}
    save_page(scene.response, answers=england, versions={}, by=scene.owner, at=database_now())


def offered(scene, user=None):
    user = user or scene.owner
    return {
        offer.question.key: offer
        for offer in offers_in(read_response(scene.response), user, scope_of(scene.response, user), at=database_now())
    }


def test_what_was_sent_stands_in_the_file_with_who_said_it_when_and_where(scene):
    sent = answers_of(response_of(scene.sent.case))

    kept = current_answers(scene.organisation, scene.owner)

    told = {
        "name": sent["organisation_name"],
        "legal_form": sent["legal_form"],
        "registered_provider": sent["registered_provider"],
        "short_description": sent["short_description"],
        "places": sent["places"],
    }
    assert {key: kept[key].raw for key in told} == told
    assert {each.case_id for each in kept.values()} == {scene.sent.pk}
    assert {each.origin for each in kept.values()} == {Origin.SENT}


def test_a_question_offers_it_with_its_day_and_source_and_without_any_script(scene):
    client = sign_in(Client(), scene.owner)
    address = reverse("response-question", args=[scene.draft.pk, "what-you-do", "short_description"])
    text = client.get(address).content.decode()

    day, source = day_in_words(database_now().date()), source_words(scene.sent.case)
    assert scene.sent.case.reference in source
    assert f"You told us this on {day} in {source}." in text
    offer = offered(scene)["short_description"]
    used = client.post(
        reverse("response-use-told", args=[scene.draft.pk, "what-you-do", "short_description"]), {"use": offer.key}
    )

    assert used.status_code == 302
    assert answers_of(scene.response)["short_description"] == offer.kept.raw
    record = ToldBefore.objects.get(response=scene.response, question_key="short_description")
    assert (record.kept_answer, record.was_used, record.answered_by) == (offer.kept, True, scene.owner)
    again = client.get(address).content.decode()
    assert f"Used again from {source}" in again
    assert "You told us this on" not in again


def test_no_thanks_is_remembered_in_this_form(scene):
    say_england(scene)
    offer = offered(scene)["places"]

    turn_down(scene.response, keys=[offer.key], by=scene.owner, at=database_now())

    assert "places" not in offered(scene)
    assert "places" not in answers_of(scene.response)


def test_change_it_first_puts_the_words_into_the_box_and_saves_nothing(scene):
    say_england(scene)
    offer = offered(scene)["places"]
    client = sign_in(Client(), scene.owner)
    address = reverse("response-question", args=[scene.draft.pk, "what-you-do", "places"])

    text = client.get(address, {"told": offer.key}).content.decode()

    assert offer.kept.raw in text
    assert "places" not in answers_of(scene.response)


def test_the_page_of_everything_ticks_nothing_and_uses_what_is_ticked(scene):
    client = sign_in(Client(), scene.owner)
    address = reverse("response-told-before", args=[scene.draft.pk])
    text = client.get(address).content.decode()

    assert 'name="use"' in text
    assert " checked" not in text
    found = offered(scene)
    keys = [found[key].key for key in ("organisation_name", "legal_form")]
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"use": keys}).status_code == 302
    answers = answers_of(scene.response)
    assert {"organisation_name", "legal_form"} <= set(answers)
    assert "short_description" not in answers


def test_what_somebody_typed_is_never_overwritten(scene):
    offer = offered(scene)["short_description"]
    save_page(
        scene.response, answers={"short_description": "New words"}, versions={}, by=scene.owner, at=database_now()
    )

    with pytest.raises(Refused, match="answered this in the meantime"):
        use_what_was_told(scene.response, keys=[offer.key], by=scene.owner, at=database_now())

    assert answers_of(scene.response)["short_description"] == "New words"


def test_a_changed_answer_offers_to_update_the_file_and_history_stays(scene):
    answer_everything(scene.draft, **ASKED_SINCE, short_description="We help people find each other.")
    submit_application(scene.draft, key=uuid4(), by=scene.owner, at=database_now())
    before = current_answers(scene.organisation, scene.owner)["short_description"]

    update = updates_visible_to(scene.owner).get(key="short_description")
    assert (before.raw, update.raw) != (update.raw, update.raw)
    taken = take_update(update, by=scene.owner, at=database_now())

    assert (taken.version, taken.raw, taken.case_id) == (
        before.version + 1,
        "We help people find each other.",
        scene.draft.pk,
    )
    assert list(
        KeptAnswer.objects.filter(organisation=scene.organisation, key="short_description")
        .values_list("version", flat=True)
        .order_by("version")
    ) == [1, 2]
    with pytest.raises(Refused, match="already said what should stand"):
        keep_file_as_it_is(update, by=scene.owner, at=database_now())


def test_the_file_may_stay_as_it_is(scene):
    update = KeptAnswerUpdate.objects.create(
        response=scene.response, organisation=scene.organisation, key="places", raw="Elsewhere",
        said_by=scene.owner, said_at=database_now(), offered_at=database_now(),
    )  # fmt: skip

    keep_file_as_it_is(update, by=scene.owner, at=database_now())

    assert current_answers(scene.organisation, scene.owner)["places"].raw != "Elsewhere"


def test_old_answers_are_marked_and_still_offered(scene):
    with travelled_to(database_now() - timedelta(days=800)):
        correct_fact(scene.organisation, key="address", raw=ADDRESS, version=0, by=scene.owner, at=database_now())
        was = current_answers(scene.organisation, scene.owner)["places"]
        correct_fact(
            scene.organisation, key="places", raw="Saltby", version=was.version, by=scene.owner, at=database_now()
        )

    say_england(scene)
    assert offered(scene)["places"].is_old
    page = (
        sign_in(Client(), scene.owner).get(reverse("organisation-facts", args=[scene.organisation.pk])).content.decode()
    )
    assert page.index("Places the organisation works in") < page.index("Name of the organisation")
    assert "May be old" in page


def test_taken_out_it_is_offered_no_more_and_comes_back_only_by_their_word(scene):
    kept = current_answers(scene.organisation, scene.owner)["places"]
    take_out(scene.organisation, key="places", version=kept.version, by=scene.owner, at=database_now())

    say_england(scene)
    assert "places" not in offered(scene)
    answer_everything(scene.draft, **ASKED_SINCE)
    submit_application(scene.draft, key=uuid4(), by=scene.owner, at=database_now())
    assert "places" not in current_answers(scene.organisation, scene.owner)
    assert [each.key for each in updates_visible_to(scene.owner).filter(key="places")] == ["places"]


def test_nobody_outside_the_team_sees_the_file_and_each_place_sees_its_part(scene):
    correct_fact(scene.organisation, key="hour_pay", raw="£14", version=0, by=scene.owner, at=database_now())
    reader = make_provider(scene.organisation, place=Place.READER)
    lent = make_provider(scene.organisation, place=Place.READER)
    give_section(
        scene.response, section_key="what-you-do", holder=lent, rest=Rest.NOTHING, by=scene.owner, at=database_now()
    )
    stranger, lead = make_provider(make_organisation("Elsewhere Teams")), make_staff(Role.PROGRAMME_LEAD)
    page = reverse("organisation-facts", args=[scene.organisation.pk])

    def seen(user):
        return set(kept_answers_visible_to(user).values_list("key", flat=True))

    assert "hour_pay" in seen(scene.owner)
    assert "hour_pay" not in seen(reader)
    assert "name" in seen(reader)
    assert seen(lent) == {"short_description", "places"}
    assert (seen(stranger), seen(lead)) == (set(), set())
    assert sign_in(Client(), stranger).get(page).status_code == 404
    assert set(offered(scene, lent)) <= {"short_description", "places"}
    with pytest.raises(Refused, match="not change it"):
        correct_fact(scene.organisation, key="places", raw="X", version=1, by=reader, at=database_now())


def test_the_database_refuses_what_is_not_of_the_organisation_and_every_change(scene):
    lead = make_staff(Role.PROGRAMME_LEAD)
    mine = {"organisation": scene.organisation, "key": "places", "origin": Origin.WRITTEN, "said_at": database_now()}
    with pytest.raises(DatabaseError, match="only people of the organisation"), transaction.atomic():
        KeptAnswer.objects.create(**mine, version=9, raw="By staff", said_by=lead)
    with pytest.raises(DatabaseError, match="rows are only ever added"), transaction.atomic():
        KeptAnswer.objects.filter(organisation=scene.organisation).update(raw="Changed")


def test_the_second_of_two_editors_sees_what_the_first_wrote(scene):
    kept = current_answers(scene.organisation, scene.owner)["places"]
    correct_fact(scene.organisation, key="places", raw="First", version=kept.version, by=scene.owner, at=database_now())
    client = sign_in(Client(), scene.owner)

    answer = client.post(
        reverse("organisation-fact", args=[scene.organisation.pk, "places"]),
        {"version": str(kept.version), "places": "Second"},
    )

    assert answer.status_code == 409
    assert "changed this at" in answer.content.decode()
    assert "Second" in answer.content.decode()
    assert current_answers(scene.organisation, scene.owner)["places"].raw == "First"
    version = re.search(r'name="version" value="(\d+)"', answer.content.decode())[1]
    assert (
        client.post(
            reverse("organisation-fact", args=[scene.organisation.pk, "places"]),
            {"version": version, "places": "Second"},
        ).status_code
        == 302
    )


def test_the_file_can_be_taken_away_with_its_history(scene):
    client = sign_in(Client(), scene.owner)
    data = json.loads(client.get(reverse("organisation-facts-data", args=[scene.organisation.pk, "json"])).content)
    sheet = client.get(reverse("organisation-facts-data", args=[scene.organisation.pk, "csv"])).content.decode()

    assert data["facts"]["name"]["versions"][0]["case"] == scene.sent.case.reference
    assert data.keys() == file_as_data(scene.organisation, scene.owner).keys()
    assert "Name of the organisation" in sheet
    assert client.get(reverse("organisation-facts-data", args=[scene.organisation.pk, "exe"])).status_code == 404


def test_the_file_asks_as_often_for_thirty_versions_as_for_one(scene):
    client = sign_in(Client(), scene.owner)

    def add(count):
        for _ in range(count):
            kept = current_answers(scene.organisation, scene.owner)["places"]
            words = f"Place {kept.version}"
            correct_fact(
                scene.organisation, key="places", raw=words, version=kept.version, by=scene.owner, at=database_now()
            )

    for address in (
        reverse("organisation-facts", args=[scene.organisation.pk]),
        reverse("organisation-fact", args=[scene.organisation.pk, "places"]),
        reverse("response-told-before", args=[scene.draft.pk]),
    ):
        assert_same_queries(client, address, add=add)
