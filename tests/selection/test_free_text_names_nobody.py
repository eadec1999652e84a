"""What somebody writes in their own words names no application to a person who is kept from it (R-005)."""

import pytest
from django.test import Client
from django.urls import reverse

from sandbox_portal.casework.events import record
from sandbox_portal.casework.queries import timeline_of
from sandbox_portal.people.clock import database_now
from selection.models import CutOff
from selection.queries.declarations import SOME_OTHER, unnamed
from tests.factories.selection import chair_of, members_of
from tests.selection.panel_scene import panel_at_step_1, say_interest
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    """A member is kept from the first of two applications, and the chair has written of both."""
    selection, (kept_from, open_one) = panel_at_step_1(2)
    member = next(each for each in members_of(selection) if not each.is_chair)
    say_interest(kept_from, member)
    names = f"{kept_from.case.reference} of {kept_from.organisation.name.upper()} and {open_one.case.reference}"
    return selection, member, kept_from, open_one, names


def test_names_and_references_are_taken_out_however_they_are_written():
    hidden = ["R5-0012", "Meadow Care (North)"]

    assert unnamed("r5-0012 and MEADOW CARE (NORTH); not R5-00123.", hidden) == (
        f"{SOME_OTHER} and {SOME_OTHER}; not R5-00123."
    )


def test_a_note_in_the_history_of_a_selection_names_no_application_its_reader_is_kept_from(scene):
    selection, member, _kept_from, open_one, names = scene
    record(selection.case, verb="cut-off set", by=chair_of(selection), at=database_now(), note=names)
    told = {who: timeline_of(selection.case, user)[0].note for who, user in people(selection, member).items()}

    assert told == {"chair": names, "member": f"{SOME_OTHER} of {SOME_OTHER} and {open_one.case.reference}"}


def people(selection, member):
    return {"chair": chair_of(selection), "member": member.user}


def test_the_reason_of_a_cut_off_names_none_either(scene):
    selection, member, kept_from, open_one, names = scene
    chair = chair_of(selection)
    CutOff.objects.create(selection=selection, value=12, reason=names, set_at=database_now(), set_by=chair)
    pages = {
        who: sign_in(Client(), user).get(reverse("selection-cut-off", args=[selection.pk])).content.decode()
        for who, user in people(selection, member).items()
    }

    assert kept_from.organisation.name.upper() in pages["chair"]
    assert kept_from.organisation.name.upper() not in pages["member"]
    assert f"{SOME_OTHER} and {open_one.case.reference}" in pages["member"]
