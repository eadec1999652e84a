"""Decisions with two signatures, as the organisation reads them: nothing of drafts, of signatures, of names."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db.models import Q

from sandbox_portal.casework import decision_kinds
from sandbox_portal.casework.actions.decisions import save_draft, sign_first, sign_second
from sandbox_portal.casework.case_parts import case_parts_for
from sandbox_portal.casework.decision_kinds import DecisionKind
from sandbox_portal.casework.queries import decisions_told_to
from sandbox_portal.casework.reason_lists import load_reasons
from sandbox_portal.casework.told_decisions import ToldDecision, WayOn
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.queries import roles_of
from tests.factories.people import make_provider

from .kinds import LEAFLETS

FILE = """
code: refuse_leaflet
version: 1
title: Refusing a leaflet
outcomes:
  - code: refuse
    label: We cannot send you this leaflet
reasons:
  - code: none_left
    label: There are none left
    outcomes: [refuse]
"""
OBJECT = WayOn("Ask us to look again")

KIND = DecisionKind(
    code="refuse_leaflet",
    case_kind="leaflet",
    label="Refuse a leaflet",
    decides=lambda user: Q() if Role.PROGRAMME_LEAD in roles_of(user) else Q(pk__in=[]),
    carry_out=lambda decision, *, by, at: LEAFLETS.take_step(decision.case, "answer", by=by, at=at),
    told_at=lambda decision: decision.signed_at,
    decided_by="The leaflet office",
    ways_on=lambda decision: (replace(OBJECT, until=decision.signed_at + timedelta(days=14)),),
)


@pytest.fixture(autouse=True)
def known(db, monkeypatch, tmp_path):
    folder = tmp_path / "content" / "reasons"
    folder.mkdir(parents=True)
    (folder / "refuse_leaflet.yaml").write_text(FILE.lstrip())
    load_reasons(tmp_path / "content", database_now())
    tell(monkeypatch, KIND)


def tell(monkeypatch, kind):
    monkeypatch.setitem(decision_kinds._kinds, kind.code, kind)


@pytest.fixture
def case(leaflet, owner):
    return LEAFLETS.take_step(leaflet, "send", by=owner, at=database_now())


@pytest.fixture
def waiting(case, lead):
    draft = save_draft(
        case, kind=KIND.code, outcome="refuse", reasons=["none_left"], text="All gone.", by=lead, at=database_now()
    )
    return sign_first(draft, by=lead, at=database_now())


@pytest.fixture
def signed(waiting, staff_user):
    return sign_second(waiting, by=staff_user(Role.PROGRAMME_LEAD), at=database_now())


def test_a_draft_and_a_first_signature_are_told_to_nobody(waiting, owner):
    assert decisions_told_to(owner, at=database_now()) == []


def test_once_it_is_told_its_people_read_outcome_role_and_reasons_in_words(signed, case, owner):
    assert decisions_told_to(owner, at=signed.signed_at) == [
        ToldDecision(
            case=case,
            what="We cannot send you this leaflet",
            by="The leaflet office",
            decided_at=signed.signed_at,
            told_at=signed.signed_at,
            reasons=("There are none left",),
            ways_on=(replace(OBJECT, until=signed.signed_at + timedelta(days=14)),),
        )
    ]


def test_a_way_on_ends_with_its_moment(signed, owner):
    (told,) = decisions_told_to(owner, at=signed.signed_at + timedelta(days=14, seconds=1))

    assert told.ways_on == ()


def test_signed_but_not_told_is_not_told(signed, owner, monkeypatch):
    tell(monkeypatch, replace(KIND, told_at=lambda decision: None))

    assert decisions_told_to(owner, at=database_now()) == []


def test_a_kind_that_does_not_say_when_it_is_told_is_never_shown(signed, owner, monkeypatch):
    tell(monkeypatch, replace(KIND, told_at=None))

    assert decisions_told_to(owner, at=database_now()) == []


def test_those_who_decide_and_other_organisations_read_nothing_here(signed, case, lead):
    assert [decisions_told_to(user, at=database_now(), case=case) for user in (lead, make_provider())] == [[], []]


def test_it_stands_on_the_page_of_the_case_for_its_organisation_alone(signed, case, owner, lead):
    parts = [dict(case_parts_for(case, user, database_now())) for user in (owner, lead)]

    assert ["casework/parts/told.html" in each for each in parts] == [True, False]
