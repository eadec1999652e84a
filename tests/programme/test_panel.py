"""Who sits on a panel: three counts, warnings, and changes until the sift starts."""

import pytest

from programme.actions import confirm_panel_member, empty_panel_seat, seat_panel_member, set_chair
from programme.choices import PanelGroup, RoundStage
from programme.models import PanelMember
from programme.permissions import chairs_panel, sits_on_panel
from programme.queries import GroupCount, panel_of, people_to_seat
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from tests.factories.people import make_staff
from tests.factories.rounds import make_round, round_at, seat_of_group, seat_panel

pytestmark = pytest.mark.django_db
NO_INDEPENDENT = "Nobody independent of the regulator is confirmed on this panel."
NO_EXPERT = "No one who draws on care, or cares for a family member, is confirmed on this panel."
TOO_FEW = "The panel can only agree scores with 3 confirmed members or more."
NO_CHAIR = "The panel has no confirmed chair."


def test_a_new_round_has_its_seats_to_be_confirmed():
    panel = panel_of(make_round(like=3))

    assert panel.counts == (
        GroupCount(PanelGroup.REGULATOR, 6, 0),
        GroupCount(PanelGroup.INDEPENDENT, 2, 0),
        GroupCount(PanelGroup.EXPERT_BY_EXPERIENCE, 0, 0),
    )
    assert panel.warnings == (NO_INDEPENDENT, NO_EXPERT, TOO_FEW, NO_CHAIR)


def test_a_full_panel_has_its_three_counts_and_nothing_to_warn_of(programme_lead):
    round_ = make_round()

    seats = seat_panel(round_, lead=programme_lead)

    panel = panel_of(round_)
    assert [count.confirmed for count in panel.counts] == [4, 2, 1]
    assert (panel.warnings, panel.chair) == ((), seats[0])


def test_round_3_as_planned_still_lacks_a_person_who_draws_on_care(programme_lead):
    round_ = make_round(like=3)

    seat_panel(round_, lead=programme_lead)

    assert panel_of(round_).warnings == (NO_EXPERT,)


def test_a_seat_may_be_added_and_filled(programme_lead):
    round_, expert = make_round(like=3), make_staff(Role.PANEL_MEMBER)

    seat = seat_panel_member(
        round_, user=expert, group=PanelGroup.EXPERT_BY_EXPERIENCE, by=programme_lead, at=database_now()
    )

    assert (seat.position, seat.user, sits_on_panel.test(expert, round_)) == (9, expert, True)


def test_only_somebody_with_the_role_can_sit(programme_lead):
    seat = seat_of_group(make_round(), PanelGroup.INDEPENDENT)

    with pytest.raises(Refused, match="does not have the role"):
        confirm_panel_member(seat, user=make_staff(Role.INSPECTOR), by=programme_lead, at=database_now())


def test_nobody_sits_twice(programme_lead):
    round_ = make_round()
    seats = seat_panel(round_, lead=programme_lead)

    with pytest.raises(Refused, match="on this panel already"):
        seat_panel_member(round_, user=seats[0].user, group=PanelGroup.REGULATOR, by=programme_lead, at=database_now())


def test_a_taken_seat_is_not_given_twice(programme_lead):
    seats = seat_panel(make_round(), lead=programme_lead)

    with pytest.raises(Refused, match="is taken by"):
        confirm_panel_member(seats[0], user=make_staff(Role.PANEL_MEMBER), by=programme_lead, at=database_now())


def test_naming_another_chair_leaves_one_chair(programme_lead):
    round_ = make_round()
    seats = seat_panel(round_, lead=programme_lead)

    set_chair(seats[3], by=programme_lead, at=database_now())

    assert [seat.pk for seat in PanelMember.objects.filter(round=round_, is_chair=True)] == [seats[3].pk]
    assert [chairs_panel.test(seat.user, round_) for seat in (seats[0], seats[3])] == [False, True]


def test_an_empty_seat_cannot_be_the_chair(programme_lead):
    seat = seat_of_group(make_round(), PanelGroup.INDEPENDENT)

    with pytest.raises(Refused, match="Fill the seat first"):
        set_chair(seat, by=programme_lead, at=database_now())


def test_before_the_sift_a_member_may_leave(programme_lead):
    round_ = round_at(RoundStage.OPEN)
    seats = seat_panel(round_, lead=programme_lead)

    empty_panel_seat(seats[4], by=programme_lead, at=database_now())

    assert PanelMember.objects.get(pk=seats[4].pk).user is None


def test_after_the_sift_has_started_nobody_leaves(programme_lead):
    round_ = round_at(RoundStage.SIFTING)
    seats = seat_panel(round_, lead=programme_lead)

    with pytest.raises(Refused, match="cannot be done now"):
        empty_panel_seat(seats[4], by=programme_lead, at=database_now())


def test_after_the_sift_has_started_people_are_added_with_a_reason(programme_lead):
    round_, person = round_at(RoundStage.SIFTING), make_staff(Role.PANEL_MEMBER)
    seat = seat_of_group(round_, PanelGroup.EXPERT_BY_EXPERIENCE)

    with pytest.raises(Refused, match="Write why the panel changes now"):
        confirm_panel_member(seat, user=person, by=programme_lead, at=database_now())
    confirm_panel_member(seat, user=person, reason="One member is ill.", by=programme_lead, at=database_now())

    assert PanelMember.objects.get(pk=seat.pk).user == person


def test_people_to_seat_are_those_with_the_role_who_do_not_sit_yet(programme_lead):
    round_, other = make_round(), make_round()
    seat_panel(round_, lead=programme_lead)
    free = make_staff(Role.PANEL_MEMBER)

    assert list(people_to_seat(round_)) == [free]
    assert people_to_seat(other).count() == 8
