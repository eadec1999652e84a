"""Partners share good practice by a link of their own; it counts for nothing until the team takes it over (R-423)."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from inspection.actions.journey import ask_council
from inspection.actions.practice import ask_for_practice, set_practice_aside, take_as_evidence, take_into_plan
from inspection.models import EvidenceItem, SharedPractice
from inspection.queries.practice import shared_practice_visible_to
from sandbox_portal.casework.models import OutboxEntry
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.queries import address_in_letter
from sandbox_portal.people.sealing import open_marks
from tests.factories.councils import a_shared_practice, accepted, at_risk
from tests.factories.inspection import DIRECTION, LEARNING, Scene, a_framework, gathering
from tests.factories.inspection import page_of as page
from tests.factories.people import make_provider, make_staff
from tests.house_rules.query_counts import assert_same_queries
from tests.signing_in import sign_in

WORDS = "Carers of two circles meet once a month and tell each other what went wrong."


@pytest.fixture(scope="module")
def scene(kept_database) -> Scene:
    """By a framework that wants what partners say."""
    kinds = [("people", "PE"), ("staff", "SL"), ("processes", "PR"), ("partners", "FP")]
    categories = [{"key": key, "code": code, "title": key.title(), "description": key} for key, code in kinds]
    return gathering(framework=a_framework(categories=categories))


@pytest.fixture
def shared(scene, db) -> SharedPractice:
    return a_shared_practice(scene, words=WORDS)


def again(shared: SharedPractice) -> SharedPractice:
    return SharedPractice.objects.select_related("item", "practice").get(pk=shared.pk)


def taken(shared: SharedPractice, scene: Scene, **changes) -> SharedPractice:
    facts = {"statements": [LEARNING, DIRECTION], "by": scene.lead, "at": database_now(), **changes}
    return take_as_evidence(again(shared), **facts)


def test_a_partner_answers_by_a_link_without_an_account_and_the_team_reads_whose_words_they_are(scene, client, db):
    until = day_in_london(database_now()) + timedelta(days=9)
    lead = sign_in(Client(), scene.lead)
    typed = {"partner": "Lantern Council", "email": "lantern@example.org"}
    typed |= {"until_0": until.day, "until_1": until.month, "until_2": until.year}
    lead.post(page(scene, "practice-ask"), typed)
    asked = SharedPractice.objects.select_related("link").get(assessment=scene.assessment)
    link = open_marks(address_in_letter(asked.link)).partition("://")[2].partition("/")[2]

    landing = client.get(f"/{link}").content.decode()
    client.post(f"/{link}")
    for number, said in ((1, {"words": WORDS}), (2, {"known_by": "Fewer falls."})):
        client.post(reverse("link-question", args=[asked.link_id, number]), said)
    client.post(reverse("link-check", args=[asked.link_id]))

    told = lead.get(page(scene, "practice-list")).content.decode()
    assert "What works well where you are?" in landing
    assert [each in told for each in (WORDS, "Fewer falls.", "The words of Lantern Council")] == [True] * 3
    assert OutboxEntry.objects.filter(name="inspection/practice_asked", payload__to="lantern@example.org").count() == 1
    assert client.get(f"/{link}").status_code == 404 or WORDS not in client.get(f"/{link}").content.decode()


def test_what_a_partner_says_is_no_evidence_until_the_team_takes_it_over_and_then_counts_once(scene, shared):
    before = EvidenceItem.objects.filter(assessment=scene.assessment).count()
    item = taken(shared, scene).item
    facts = (item.text, item.category, item.kind, item.origin, item.origin_key)

    assert before == 0
    assert facts == (WORDS, "partners", "partner", "practice", str(shared.pk))
    assert sorted(item.uses.values_list("statement", flat=True)) == sorted([LEARNING, DIRECTION])
    with pytest.raises(Refused, match="decided already"):
        taken(shared, scene)
    assert EvidenceItem.objects.filter(assessment=scene.assessment).count() == 1


def test_the_name_of_the_partner_stands_in_no_evidence(scene, shared):
    item = taken(shared, scene).item

    assert "Lantern" not in f"{item.text} {item.source}"


def test_it_is_set_aside_with_a_reason_and_stays(scene, shared):
    with pytest.raises(Refused, match="Say why"):
        set_practice_aside(again(shared), because=" ", by=scene.lead, at=database_now())

    aside = set_practice_aside(again(shared), because="It is known.", by=scene.lead, at=database_now())

    assert (aside.state, aside.words) == ("aside", WORDS)
    assert not EvidenceItem.objects.filter(assessment=scene.assessment).exists()


def test_words_that_seem_to_name_somebody_are_looked_at_before_they_are_taken_over(scene, db):
    shared = a_shared_practice(scene, words="Mary Smith began the monthly meeting.")
    with pytest.raises(Refused, match="seems to hold"):
        taken(shared, scene)

    assert taken(shared, scene, is_checked=True).item.warned_of == ["a name"]


def test_nobody_is_asked_twice_at_once_and_only_the_team_and_managers_ask(scene, shared):
    until = day_in_london(database_now()) + timedelta(days=9)
    facts = {"partner": "Reed Council", "email": "reed@example.org", "until": until, "at": database_now()}
    ask_for_practice(scene.again(), **facts, by=scene.manager)
    with pytest.raises(Refused, match="asked already"):
        ask_for_practice(scene.again(), **facts, by=scene.lead)

    for person in (make_staff(Role.INSPECTOR), scene.owner):
        with pytest.raises(Refused):
            ask_for_practice(scene.again(), **{**facts, "email": "other@example.org"}, by=person)


def test_the_organisation_and_strangers_read_nothing_of_it(scene, shared):
    owner = sign_in(Client(), scene.owner)

    assert WORDS not in owner.get(reverse("assessment-own", args=[scene.assessment.pk])).content.decode()
    for person, reads in ((scene.owner, False), (make_provider(), False), (scene.second, True)):
        assert shared_practice_visible_to(person).filter(pk=shared.pk).exists() is reads


def test_in_a_plan_the_organisation_reads_it_with_whose_words_it_is(kept_database, db):
    council, proposal = at_risk()
    ask_council(proposal, by=council.manager, at=database_now())
    plan = accepted(proposal, by=council.manager).plan
    shared = a_shared_practice(council, words=WORDS)
    owner = sign_in(Client(), council.owner)
    address = reverse("plan-detail", args=[plan.pk])
    before = owner.get(address).content.decode()
    take_into_plan(again(shared), by=council.lead, at=database_now())

    after = owner.get(address).content.decode()

    assert (WORDS in before, WORDS in after) == (False, True)
    assert "The words of Lantern Council, sent by a link of their own." in after
    with pytest.raises(Refused, match="no kind of evidence for what partners say"):
        taken(a_shared_practice(council, words="More."), council, statements=["theme1.s1"])


def test_the_database_keeps_the_words_and_the_decision(scene, shared):
    rows = SharedPractice.objects.filter(pk=shared.pk)
    with pytest.raises(DatabaseError, match="stay"), transaction.atomic():
        rows.update(words="Other words.")
    with pytest.raises(IntegrityError, match="becomes_one_thing"), transaction.atomic():
        rows.update(settled_at=database_now(), settled_by=scene.lead)
    taken(shared, scene)

    for change in (lambda: rows.update(item=None, aside_because="No."), lambda: rows._raw_delete("default")):
        with pytest.raises(DatabaseError, match="stay"), transaction.atomic():
            change()


def test_the_list_filters_says_when_it_is_empty_and_asks_no_more_for_many(scene, shared):
    lead = sign_in(Client(), scene.lead)
    address = page(scene, "practice-list")

    def more(count: int) -> None:
        for _ in range(count):
            a_shared_practice(scene, words="More of it.")

    assert WORDS in lead.get(address, {"state": "answered"}).content.decode()
    assert "Nothing matches" in lead.get(address, {"state": "taken"}).content.decode()
    assert_same_queries(lead, address, add=more)
