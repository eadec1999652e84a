"""A seat of the panel that is emptied and filled again passes on no declaration: interests are a person's (R-161)."""

import pytest
from django.db import IntegrityError, connection, transaction

from programme.actions import confirm_panel_member, empty_panel_seat, open_window
from programme.models import PanelMember
from sandbox_portal.casework.models import Event
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.refusals import Refused
from selection.actions.declarations import declare
from selection.models import ConflictDeclaration, Selection
from selection.queries.applications import applications_visible_to
from tests.factories.people import make_staff
from tests.factories.rounds import make_round, seat_panel
from tests.factories.selection import make_application

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    """A round whose window is open: a member has declared an interest in one application and none in another."""
    round_ = open_window(make_round(), by=None, at=database_now())
    first, second = make_application(round_), make_application(round_)
    seat_panel(round_, lead=make_staff(Role.PROGRAMME_LEAD))
    seat = PanelMember.objects.filter(round=round_, is_chair=False, user__isnull=False).order_by("position")[0]
    declare(first, has_conflict=True, interest="My brother works there.", by=seat.user, at=database_now())
    declare(second, has_conflict=False, interest="", by=seat.user, at=database_now())
    return Selection.objects.get(round=round_), seat, second


def refill(seat):
    lead, newcomer = make_staff(Role.PROGRAMME_LEAD), make_staff(Role.PANEL_MEMBER)
    former = seat.user
    seat = empty_panel_seat(seat, by=lead, at=database_now())
    return former, confirm_panel_member(seat, user=newcomer, by=lead, at=database_now())


def test_who_takes_an_emptied_seat_has_declared_nothing(scene):
    selection, seat, cleared = scene
    former, seat = refill(seat)

    assert not ConflictDeclaration.objects.filter(member=seat).exists()
    kept = Event.objects.get(case=selection.case, verb="declarations set aside").data
    assert (kept["member"], [row["has_conflict"] for row in kept["declared"]]) == (str(former.pk), [True, False])
    declared = declare(cleared, has_conflict=True, interest="I used to lead it.", by=seat.user, at=database_now())
    assert (declared.member, applications_visible_to(seat.user).filter(pk=cleared.pk).exists()) == (seat, False)


def test_who_left_a_seat_declares_nothing_more(scene):
    _selection, seat, cleared = scene
    former, _seat = refill(seat)

    with pytest.raises(Refused, match="Only members of this panel"):
        declare(cleared, has_conflict=True, interest="x", by=former, at=database_now())


def hand_over(seat):
    with transaction.atomic():
        PanelMember.objects.filter(pk=seat.pk).update(user=make_staff(Role.PANEL_MEMBER))


def test_the_database_itself_passes_no_declaration_on(scene):
    _selection, seat, _cleared = scene

    with pytest.raises(IntegrityError, match="does not pass to another person"):
        hand_over(seat)


def test_twin_without_the_trigger_the_newcomer_would_inherit_it(scene):
    _selection, seat, _cleared = scene
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE programme_panelmember DISABLE TRIGGER a_seat_passes_nothing_on")

    hand_over(seat)

    assert ConflictDeclaration.objects.filter(member=seat, has_conflict=True).exists()
