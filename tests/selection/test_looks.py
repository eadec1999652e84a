"""A step is decided by what is stored at that moment, even where a page has read something else before."""

import pytest

from sandbox_portal.casework import steps
from sandbox_portal.casework.looks import one_look
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.clock import database_now
from selection.actions.cut_offs import place_applications
from selection.choices import SelectionStage
from selection.models import CutOff
from selection.queries.standings import cut_off_in_force
from tests.factories.selection import chair_of

from .chair_scene import tied

pytestmark = pytest.mark.django_db


def place_after_another_cut_off(selection):
    """The page has read a cut-off above every tie; then one comes into force that needs a draw."""
    chair = chair_of(selection)
    with one_look():
        assert cut_off_in_force(selection).value == 16
        CutOff.objects.filter(selection=selection, replaced_at=None).update(replaced_at=database_now())
        CutOff.objects.create(selection=selection, value=12, reason="Lower.", set_at=database_now(), set_by=chair)
        return place_applications(selection, by=chair, at=database_now())


def test_a_step_inside_a_look_looks_again():
    with pytest.raises(Refused, match="A draw must decide"):
        place_after_another_cut_off(tied(cut_off=16))


def test_without_that_what_the_page_read_would_decide(monkeypatch):
    """The twin."""
    monkeypatch.setattr(steps, "nothing_remembered", one_look)

    assert place_after_another_cut_off(tied(cut_off=16)).case.stage == SelectionStage.PROPOSAL
