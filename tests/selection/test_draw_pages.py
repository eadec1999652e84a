"""The ceremony of a draw in the browser, and what anybody may check of it."""

import json
import re
import subprocess
import sys
from datetime import timedelta

import pytest
from django.test import Client

from sandbox_portal.chance.commitment import new_witness_value, witness_commitment
from sandbox_portal.chance.record import VERIFIER
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now, travelled_to
from selection.actions.cut_offs import set_cut_off
from selection.models import Draw
from tests.factories.people import make_staff
from tests.factories.selection import members_of

from .chair_scene import (
    SOURCE,
    address,
    again,
    application,
    client_for,
    draw_by_witnesses,
    frozen,
    member,
    placed,
    references,
    tied,
)

pytestmark = pytest.mark.django_db

IN_TWO_HOURS = timedelta(hours=2)


@pytest.fixture(scope="module")
def built(kept_database):
    return tied()


@pytest.fixture
def selection(built, db):
    """The second and the third application are tied for the last place."""
    return again(built)


@pytest.fixture
def chair(selection):
    return client_for(member(selection, 0))


@pytest.fixture
def other(selection):
    return client_for(member(selection, 1))


def text_of(response) -> str:
    return response.content.decode()


def page(name: str, selection, purpose: str = "places") -> str:
    return address(name, selection.pk, purpose)


def standing(selection) -> Draw:
    return Draw.objects.get(selection=selection, purpose="places", voided_at=None)


def test_the_chair_freezes_the_tied_group_and_names_a_source(selection, chair):
    before = text_of(chair.get(page("selection-draw", selection)))
    typed = {"randomness": "sources", "sources": SOURCE, "hours": "2"}

    response = chair.post(page("selection-draw", selection), typed)

    assert ", ".join(references(selection, 2, 3)) in before
    assert response.status_code == 302
    draw = standing(selection)
    assert (draw.source_names, draw.uses_witnesses, draw.drawn_at) == ([SOURCE], False, None)
    assert [(group.pool, group.places) for group in draw.groups.all()] == [(references(selection, 2, 3), 1)]


def test_freezing_twice_is_refused(selection, chair):
    typed = {"randomness": "sources", "sources": SOURCE, "hours": "2"}

    answers = [chair.post(page("selection-draw", selection), typed).status_code for _ in range(2)]

    assert (answers, Draw.objects.filter(selection=selection, purpose="places").count()) == ([302, 409], 1)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"hours": "2"}, "Choose where the random values will come from"),
        ({"randomness": "sources", "sources": "  ", "hours": "2"}, "Name at least one public source"),
        ({"randomness": "witnesses", "hours": "2"}, "Choose at least two witnesses"),
        ({"randomness": "sources", "sources": SOURCE, "hours": "0"}, "There is a problem"),
    ],
)
def test_a_half_filled_announcement_is_refused(selection, chair, typed, sentence):
    response = chair.post(page("selection-draw", selection), typed)

    assert response.status_code == 422
    assert sentence in text_of(response)
    assert not Draw.objects.filter(selection=selection, purpose="places").exists()


def test_only_the_chair_freezes(selection, other):
    response = other.post(page("selection-draw", selection), {"randomness": "sources", "sources": SOURCE, "hours": "2"})

    assert response.status_code == 409
    assert "Only the chair of this panel can do this." in text_of(response)


def test_one_person_enters_the_values_and_another_confirms_them(selection, chair, other):
    frozen(selection, sources=(SOURCE,))
    values, hold = page("selection-draw-values", selection), page("selection-draw-hold", selection)

    too_soon = chair.post(values, {"source_0": "8 15 16"})
    with travelled_to(database_now() + IN_TWO_HOURS):
        entered = chair.post(values, {"source_0": "8 15, 16"})
        by_the_same = chair.post(hold, {"source_0": "8 15 16"})
        different = other.post(hold, {"source_0": "8 15 17"})
        held = other.post(hold, {"source_0": "8 15 16"})
        once_more = other.post(hold, {"source_0": "8 15 16"})
        entered_again = chair.post(values, {"source_0": "1 2 3"})

    answers = [too_soon, entered, by_the_same, different, held, once_more, entered_again]
    assert [answer.status_code for answer in answers] == [409, 302, 409, 409, 302, 409, 409]
    assert "The announced time of the draw has not come yet." in text_of(too_soon)
    assert "A second person must confirm the values. You entered them." in text_of(by_the_same)
    assert "These values differ from those entered." in text_of(different)
    assert 'value="8 15 17"' in text_of(different)
    assert "This draw has been held. It cannot be held again." in text_of(once_more)
    draw = standing(selection)
    assert draw.key == f"8.15.16./{draw.reveal.upper()}./"
    assert (draw.operator, draw.confirmer) == ("Chair of the panel", "Panel member")


@pytest.mark.parametrize("typed", ["", "one two", "1.5 2", "-3", "１ ２", "1 2 x", "9" * 19, "1\x00 2"])
def test_values_that_are_no_whole_numbers_are_refused_and_shown_again(selection, chair, typed):
    frozen(selection, sources=(SOURCE,))

    with travelled_to(database_now() + IN_TWO_HOURS):
        response = chair.post(page("selection-draw-values", selection), {"source_0": typed})

    assert response.status_code in {400, 422}
    if response.status_code == 422 and typed:
        assert f'value="{typed}"' in text_of(response)
    assert standing(selection).source_values is None


def test_witnesses_commit_and_reveal_and_the_draw_is_held_once(selection, chair):
    typed = {"randomness": "witnesses", "hours": "1"}
    first, second = (members_of(selection)[number].user for number in (1, 2))
    chair.post(page("selection-draw", selection), typed | {"witnesses": [str(first.pk), str(second.pk)]})
    clients = {first: client_for(first), second: client_for(second)}
    values = {user: new_witness_value() for user in clients}
    commit, reveal = page("selection-draw-commit", selection), page("selection-draw-reveal", selection)

    suggested = text_of(clients[first].get(commit))
    committed = clients[first].post(commit, {"commitment": witness_commitment(values[first])})
    changed = clients[first].post(commit, {"commitment": witness_commitment(values[second])})
    too_soon = clients[first].post(reveal, {"value": values[first]})
    clients[second].post(commit, {"commitment": witness_commitment(values[second])})
    another = clients[first].post(reveal, {"value": values[second]})
    revealed = [clients[user].post(reveal, {"value": values[user]}).status_code for user in clients]
    with travelled_to(database_now() + IN_TWO_HOURS):
        held = [clients[first].post(page("selection-draw-hold", selection)).status_code for _ in range(2)]

    assert "Write it down now" in suggested
    assert (committed.status_code, changed.status_code, too_soon.status_code) == (302, 409, 409)
    assert "it cannot be changed" in text_of(changed)
    assert "Nobody may reveal until every witness has committed." in text_of(too_soon)
    assert "This is not the value you committed to." in text_of(another)
    assert (revealed, held) == ([302, 302], [302, 409])


def test_somebody_who_was_not_asked_cannot_witness(selection, chair):
    frozen(selection)

    response = chair.post(page("selection-draw-commit", selection), {"commitment": "a" * 64})

    assert response.status_code == 409
    assert "You were not asked to be a witness of this draw." in text_of(response)


def test_a_commitment_of_the_wrong_shape_is_refused(selection, other):
    frozen(selection)

    response = other.post(page("selection-draw-commit", selection), {"commitment": "abc"})

    assert response.status_code == 422
    assert "A SHA-256 has 64 characters" in text_of(response)


def test_a_draw_is_voided_with_a_reason_and_both_attempts_stay_public(selection, chair):
    first = draw_by_witnesses(selection)

    without = chair.post(page("selection-draw-void", selection), {"reason": ""})
    void = chair.post(page("selection-draw-void", selection), {"reason": "A witness was not named."})
    second = draw_by_witnesses(again(selection))

    assert (without.status_code, void.status_code, second.attempt) == (422, 302, 2)
    nobody = Client()
    shown = text_of(nobody.get(address("draw-detail", first.pk)))
    assert "A witness was not named." in shown
    assert "Void" in shown
    assert nobody.get(address("draw-detail", second.pk)).status_code == 200
    listed = text_of(nobody.get(address("round-results", selection.round.slug)))
    assert address("draw-detail", first.pk) in listed
    assert address("draw-detail", second.pk) in listed


def test_a_draw_whose_result_is_in_use_cannot_be_voided(selection, chair):
    placed(selection)

    response = chair.post(page("selection-draw-void", selection), {"reason": "We would like another."})

    assert response.status_code == 409
    assert standing(selection).drawn_at is not None


def test_the_order_of_review_is_not_drawn_again_after_step_3(selection, chair):
    typed = {"randomness": "sources", "sources": SOURCE, "hours": "2"}

    assert chair.post(page("selection-draw", selection, "review"), typed).status_code == 409
    assert chair.post(page("selection-draw-void", selection, "review"), {"reason": "x"}).status_code in {404, 409}


def test_every_record_is_accepted_by_the_program_that_is_served_with_it(selection, tmp_path):
    draw = draw_by_witnesses(selection)
    nobody = Client()
    program = tmp_path / "verify_draw.py"
    served = b"".join(nobody.get(address("draw-program")).streaming_content)
    program.write_bytes(served)
    record = tmp_path / "record.json"
    record.write_bytes(nobody.get(address("draw-record", draw.pk, 1)).content)

    verdict = subprocess.run([sys.executable, program, record], capture_output=True, text=True, check=False)

    assert served == VERIFIER.read_bytes()
    assert (verdict.returncode, verdict.stderr) == (0, "")


def test_a_record_that_was_touched_is_not_accepted(selection, tmp_path):
    """The twin: the same record with its order turned round."""
    draw = draw_by_witnesses(selection)
    told = json.loads(Client().get(address("draw-record", draw.pk, 1)).content)
    record = tmp_path / "record.json"
    record.write_text(json.dumps(told | {"order": told["order"][::-1]}))

    verdict = subprocess.run([sys.executable, VERIFIER, record], capture_output=True, text=True, check=False)

    assert verdict.returncode != 0


def test_there_is_no_record_of_a_group_that_does_not_exist(selection):
    draw = draw_by_witnesses(selection)

    assert [Client().get(address("draw-record", draw.pk, group)).status_code for group in (0, 2)] == [404, 404]


def test_the_public_pages_of_a_draw_name_references_and_roles_and_nobody(selection):
    draw = draw_by_witnesses(selection)
    pages = [address("draw-detail", draw.pk), address("draw-record", draw.pk, 1)]

    for each in pages:
        shown = text_of(Client().get(each))
        assert references(selection, 2)[0] in shown
        for number in (1, 2, 3, 4):
            assert application(selection, number).organisation.name not in shown
        for seat in members_of(selection):
            assert seat.user.name not in shown


def test_the_secret_is_not_shown_before_the_draw(selection):
    draw = frozen(selection)
    shown = text_of(Client().get(address("draw-record", draw.pk, 1)))

    told = json.loads(shown)
    assert (told["reveal"], told["key"], told["order"]) == (None, None, None)
    assert re.fullmatch("[0-9a-f]{64}", told["commitment"])


def test_staff_see_references_only_on_the_page_of_the_ceremony(selection, other):
    draw_by_witnesses(selection)
    shown = text_of(other.get(page("selection-draw", selection)))

    assert references(selection, 2)[0] in shown
    assert application(selection, 2).organisation.name not in shown


def test_where_nothing_is_tied_the_page_says_so(selection, chair):
    set_cut_off(selection, value=16, reason="Only the first.", by=member(selection, 0), at=database_now())

    assert "No draw is needed" in text_of(chair.get(page("selection-draw", selection)))


@pytest.mark.parametrize(
    "name", ["selection-draw-values", "selection-draw-hold", "selection-draw-commit", "selection-draw-void"]
)
def test_pages_of_a_draw_that_is_not_announced_are_not_there(selection, chair, name):
    assert chair.get(page(name, selection)).status_code == 404
    assert chair.post(page(name, selection), {"reason": "x"}).status_code == 404


def test_there_is_no_draw_of_another_purpose(selection, chair):
    assert chair.get(page("selection-draw", selection, "revenge")).status_code == 404


@pytest.mark.parametrize("role", [Role.CONTENT_EDITOR, Role.AUDITOR])
def test_others_may_not_come_in(selection, role):
    assert client_for(make_staff(role)).get(page("selection-draw", selection)).status_code == 403


def test_a_member_of_another_panel_is_told_there_is_no_such_page(selection):
    assert client_for(make_staff(Role.PANEL_MEMBER)).get(page("selection-draw", selection)).status_code == 404
