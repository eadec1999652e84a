"""The journey of a council: EX-G44, who decides what, and what the database lets nobody change (R-420 to R-424)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from inspection.actions.journey import (
    Verdict,
    ask_council,
    decide_move,
    lift_serious_risk,
    note_serious_risk,
    propose_move,
    say_voice,
)
from inspection.models import ImprovementPlan, JourneyMove, JourneyProposal
from inspection.queries.journey import level_of, public_level
from inspection.rulebook.journey import draft_due, move_refused, proposed_level, reinspect_by, reviews_due
from sandbox_portal.casework.models import Deadline, OutboxEntry
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.reminders import remind
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.choices import Place, Role
from sandbox_portal.people.clock import database_now, travelled_to
from tests.factories.councils import accepted, at_risk, make_council, rated_council
from tests.factories.people import make_provider, make_staff
from tests.factories.reports import published
from tests.house_rules.query_counts import assert_same_queries
from tests.signing_in import sign_in

FIRST = datetime(2026, 9, 1, 10, tzinfo=UTC)


@pytest.fixture(scope="module")
def rated(kept_database):
    """Inadequate, and no risk noted yet."""
    return rated_council()


@pytest.fixture(scope="module")
def proposed(kept_database):
    return at_risk()


@pytest.fixture
def council(rated):
    return rated.assessment.organisation


@pytest.mark.parametrize(
    ("before", "after", "agreed_on", "says"),
    [
        (0, 1, None, None),
        (0, 2, None, None),
        (2, 1, None, None),
        (4, 0, None, None),
        (1, 1, None, "at this level already"),
        (0, 3, None, "only from level 1 or 2"),
        (1, 3, None, "not over yet"),
        (1, 3, date(2026, 9, 1), "not over yet"),
        (1, 3, date(2026, 8, 31), None),
        (1, 4, date(2026, 8, 31), "last resort"),
        (3, 4, None, None),
        (4, 3, None, None),
        (0, 7, None, "Choose a level"),
    ],
)
def test_which_moves_can_be_decided(before, after, agreed_on, says):
    refused = move_refused(before, after, agreed_on=agreed_on, day=date(2026, 9, 1))

    assert (refused is None) if says is None else says in refused


def test_level_1_alone_follows_by_itself_and_only_when_both_hold():
    words = ("inadequate", "requires_improvement", "good", None)

    assert [proposed_level(each, has_serious_risk=True) for each in words] == [1, None, None, None]
    assert proposed_level("inadequate", has_serious_risk=False) is None


def test_the_days_that_follow():
    assert draft_due(date(2026, 9, 1)) == date(2026, 9, 29)
    assert reviews_due(date(2026, 11, 30)) == (date(2027, 2, 28), date(2027, 5, 30))
    assert reinspect_by(date(2026, 8, 31), "inadequate") == date(2027, 2, 28)
    assert reinspect_by(date(2026, 8, 31), "requires_improvement") is None


def test_ex_g44_a_risk_and_an_inadequate_rating_propose_level_1_and_somebody_accepts_it(rated, council, db):
    with travelled_to(FIRST):
        note_serious_risk(rated.again(), because="People wait for months.", by=rated.lead, at=database_now())
        proposal = JourneyProposal.objects.get(council=council)
        before = level_of(council.pk)
        move = accepted(proposal, by=rated.manager, moved_on=date(2026, 9, 1), review_on=date(2026, 12, 1))

    assert (proposal.to_level, proposal.proposed_by, before) == (1, None, 0)
    assert (move.to_level, move.moved_on, move.plan_due_on) == (1, date(2026, 9, 1), date(2026, 9, 29))
    plan = ImprovementPlan.objects.get(move=move)
    assert (plan.draft_due_on, plan.case.stage) == (date(2026, 9, 29), "drafting")
    assert [each.title for each in plan.findings.all()] == [
        "T1.1 T1 s1: score 1 of 4",
        "T1.2 T1 s2: score 1 of 4",
        "T2.1 T2 s1: score 2 of 4",
    ]


def test_ex_g44_when_the_agreed_day_is_missed_people_are_reminded_and_nothing_moves(rated, council, db):
    with travelled_to(FIRST):
        note_serious_risk(rated.again(), because="People wait.", by=rated.lead, at=database_now())
        proposal = JourneyProposal.objects.get(council=council)
        accepted(proposal, by=rated.manager, moved_on=date(2026, 9, 1), review_on=date(2026, 12, 1))
    later = FIRST + timedelta(days=92)
    with travelled_to(later):
        told = remind(Deadline.objects.get(key=f"journey:{council.pk}").pk, at=database_now())

        assert (told >= 1, level_of(council.pk), JourneyMove.objects.filter(council=council).count()) == (True, 1, 1)
        third = propose_move(council, to_level=3, because="Still no change.", by=rated.manager, at=database_now())
        with pytest.raises(Refused, match="decided by somebody else"):
            accepted(third, by=rated.manager)
        move = accepted(third, by=make_staff(Role.INSPECTION_MANAGER))

    assert (move.number, move.from_level, move.to_level, move.review_on) == (2, 1, 3, None)


def test_without_the_risk_nothing_is_proposed_and_with_a_better_rating_neither(rated, db):
    better = rated_council((3, 3, 3))

    note_serious_risk(better.again(), because="One ward.", by=better.lead, at=database_now())

    assert not JourneyProposal.objects.filter(council=better.assessment.organisation).exists()
    assert not JourneyProposal.objects.filter(council=rated.assessment.organisation).exists()


def test_a_decision_waits_for_the_voice_of_the_council_or_says_why_not(proposed, db):
    scene, proposal = proposed
    told = {"is_accepted": True, "because": "So it is.", "moved_on": day_in_london(database_now())}
    with pytest.raises(Refused, match="has not said what it thinks"):
        decide_move(proposal, verdict=Verdict(**told), by=scene.manager, at=database_now())

    ask_council(proposal, by=scene.manager, at=database_now())
    said = say_voice(proposal, words="We agree, and need help.", by=scene.owner, at=database_now())
    with pytest.raises(Refused, match="already"):
        say_voice(proposal, words="No.", by=scene.owner, at=database_now())
    move = accepted(said, by=scene.manager, without_voice_because="")

    move.proposal.refresh_from_db()
    assert (move.proposal.voice, move.proposal.without_voice_because) == ("We agree, and need help.", "")
    codes = {each.payload["letter"]["template_id"] for each in OutboxEntry.objects.filter(payload__has_key="letter")}
    assert len(codes) >= 3


def test_a_reader_of_the_council_does_not_speak_for_it(proposed, db):
    scene, proposal = proposed
    ask_council(proposal, by=scene.manager, at=database_now())
    reader = make_provider(scene.assessment.organisation, place=Place.READER)

    with pytest.raises(Refused, match="Only owners and signatories"):
        say_voice(proposal, words="We agree.", by=reader, at=database_now())
    with pytest.raises(Refused, match="Only people of the council"):
        say_voice(proposal, words="We agree.", by=make_provider(make_council()), at=database_now())


def test_a_proposal_can_be_declined_and_the_level_stays(proposed, db):
    scene, proposal = proposed
    verdict = Verdict(False, "The risk was put right at once.", "It was clear.")

    assert decide_move(proposal, verdict=verdict, by=scene.manager, at=database_now()) is None
    assert level_of(scene.assessment.organisation_id) == 0
    with pytest.raises(Refused, match="decided already"):
        accepted(proposal, by=scene.manager)


def test_inspectors_and_managers_of_the_council_itself_decide_nothing(proposed, db):
    scene, proposal = proposed
    own = make_staff(Role.INSPECTION_MANAGER)
    scene.assessment.organisation.memberships.create(user=own, place=Place.READER)

    for person in (scene.lead, own):
        with pytest.raises(Refused, match="Only an inspection manager"):
            accepted(proposal, by=person)


def test_the_council_goes_down_when_the_risk_is_resolved_and_somebody_decides_it(proposed, db):
    scene, proposal = proposed
    accepted(proposal, by=scene.manager)
    council = scene.assessment.organisation
    lift_serious_risk(scene.assessment.serious_risk, because="Nobody waits.", by=scene.lead, at=database_now())
    assert level_of(council.pk) == 1

    down = propose_move(council, to_level=0, because="It is resolved.", by=scene.manager, at=database_now())
    accepted(down, by=scene.manager)

    assert level_of(council.pk) == 0
    assert Deadline.objects.get(key=f"journey:{council.pk}").cancelled_at is not None


def test_the_agreed_day_comes_after_the_plan_is_due(proposed, db):
    scene, proposal = proposed
    today = day_in_london(database_now())

    with pytest.raises(Refused, match="after the plan is due"):
        accepted(proposal, by=scene.manager, review_on=today + timedelta(days=28))


def test_the_database_changes_and_removes_no_move_and_no_decided_proposal(proposed, db):
    scene, proposal = proposed
    move = accepted(proposal, by=scene.manager)
    moves, proposals = JourneyMove.objects.filter(pk=move.pk), JourneyProposal.objects.filter(pk=proposal.pk)

    for change in (
        lambda: moves.update(because="Other"),
        lambda: moves._raw_delete("default"),
        lambda: proposals.update(voice="Other"),
        lambda: proposals._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="stay"), transaction.atomic():
            change()


def test_the_database_knows_no_move_that_was_not_accepted_and_none_from_another_level(proposed, db):
    scene, proposal = proposed
    today = day_in_london(database_now())
    facts = {
        "council": scene.assessment.organisation, "proposal": proposal, "number": 1, "from_level": 0, "to_level": 1,
        "because": "x", "moved_on": today, "plan_due_on": today, "review_on": today, "decided_at": database_now(),
        "decided_by": scene.manager,
    }  # fmt: skip

    with pytest.raises(DatabaseError, match="follows an accepted proposal"), transaction.atomic():
        JourneyMove.objects.create(**facts)


def test_the_public_reads_the_plain_words_of_the_level_and_nothing_else(proposed, db):
    scene, proposal = proposed
    council = scene.assessment.organisation
    address = reverse("journey-public", args=[council.pk])
    assert (Client().get(address).status_code, public_level(council.pk)) == (404, None)

    accepted(proposal, by=scene.manager, is_public=True, because="A secret reason.")

    said = Client().get(address).content.decode()
    assert "The council follows a plan to put it right" in said
    for secret in ("A secret reason.", "People wait for months.", "It cannot wait.", scene.manager.name, "Level 1"):
        assert secret not in said


def test_the_report_on_a_council_says_in_plain_words_what_follows_and_leads_to_it_and_back(proposed, db):
    scene, proposal = proposed
    published(scene)
    council = scene.assessment.organisation
    report, level = reverse("report-public", args=[scene.assessment.pk]), reverse("journey-public", args=[council.pk])
    before = Client().get(report).content.decode()

    accepted(proposal, by=scene.manager, is_public=True)

    says = "The council follows a plan to put it right"
    after = Client().get(report).content.decode()
    assert [(says in words, level in words) for words in (before, after)] == [(False, False), (True, True)]
    assert "?q=" in Client().get(level).content.decode()


def test_a_manager_walks_the_journey_by_pages(proposed, db):
    scene, proposal = proposed
    manager, owner = sign_in(Client(), scene.manager), sign_in(Client(), scene.owner)
    council = scene.assessment.organisation
    here, day = [council.pk, proposal.pk], day_in_london(database_now())
    late = day + timedelta(days=100)

    manager.post(reverse("journey-ask", args=here))
    owner.post(reverse("journey-voice", args=here), {"because": "We agree with this."})
    form = {
        "is_accepted": "yes", "because": "It is needed.", "is_public": "no",
        "moved_on_0": day.day, "moved_on_1": day.month, "moved_on_2": day.year,
        "review_on_0": late.day, "review_on_1": late.month, "review_on_2": late.year,
    }  # fmt: skip
    said = manager.post(reverse("journey-decide", args=here), form, follow=True).content.decode()

    assert "Level 0 to level 1" in said
    assert "We agree with this." in said
    assert "Themes, for colleagues alone" in said
    assert "app-chart" in said
    own = owner.get(reverse("journey-own", args=[council.pk])).content.decode()
    assert "It is needed." in own
    assert ["Your improvement plan" in own, "Being written" in own] == [True, True]
    assert "Theme T1" not in own
    assert council.name in manager.get(reverse("journey-list"), {"level": "1"}).content.decode()


def test_a_council_reads_a_proposal_only_once_it_was_asked(proposed, db):
    scene, proposal = proposed
    owner = sign_in(Client(), scene.owner)
    page = reverse("journey-voice", args=[scene.assessment.organisation_id, proposal.pk])
    assert owner.get(page).status_code == 404

    ask_council(proposal, by=scene.manager, at=database_now())

    assert owner.get(page).status_code == 200
    assert "Say what" in owner.get("/").content.decode()


def test_the_list_of_councils_asks_no_more_for_many_and_says_when_it_is_empty(rated, db):
    manager = sign_in(Client(), rated.manager)
    assert "No council matches" in manager.get(reverse("journey-list"), {"q": "Zebra"}).content.decode()

    def more(count: int) -> None:
        for _ in range(count):
            make_council()

    assert_same_queries(manager, reverse("journey-list"), add=more)
