"""The pages on which a round is run."""

from datetime import timedelta

import pytest
from django.urls import reverse

from programme.choices import ActivityState, PanelGroup, RoundStage
from programme.models import KeyDate, PanelMember, Pause, Phase, PhaseActivity, Round
from sandbox_portal.casework.models import Event
from sandbox_portal.casework.queries import cases_visible_to
from sandbox_portal.casework.reason_lists import load_reasons
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now, travelled_to
from tests.factories.people import make_provider, make_staff
from tests.factories.rounds import make_round, round_at, seat_panel
from tests.house_rules.query_counts import assert_within_budget, queries_of
from tests.programme.test_public_pages import words_of

pytestmark = pytest.mark.django_db


def address(name: str, round_: Round, *more: object) -> str:
    return reverse(name, args=[round_.slug, *more])


def manage(client, round_: Round):
    return client.get(address("round-manage", round_))


def stage_of(round_: Round) -> str:
    return Round.objects.get(pk=round_.pk).case.stage


def test_the_page_offers_what_can_be_done_and_greys_what_cannot_with_the_reason(lead_client):
    html = manage(lead_client, round_at(RoundStage.OPEN)).content.decode()

    assert "The closing time has not come yet." in html
    assert html.count(" disabled") == 1
    assert [label for label in ("Give more time to apply", "Give up the round", "Start the work") if label in html] == [
        "Give more time to apply",
        "Give up the round",
    ]


def test_other_staff_read_the_page_and_are_offered_nothing(client, sign_in):
    sign_in(client, make_staff(Role.AUDITOR))

    html = manage(client, round_at(RoundStage.OPEN)).content.decode()

    assert [
        word for word in ("What you can do now", "Change", "Take off", "It has started") if f">{word}" in html
    ] == []
    assert "Key dates" in html


def test_a_lead_pauses_a_round_and_the_public_reads_why(client, lead_client):
    round_ = round_at(RoundStage.RUNNING)

    answer = lead_client.post(address("round-pause", round_), {"reason": "We moved staff.", "what_stops": "Reminders."})

    assert (answer.status_code, answer["Location"]) == (302, address("round-manage", round_))
    assert (stage_of(round_), Pause.objects.get(round=round_).what_stops) == (RoundStage.PAUSED, "Reminders.")
    assert "We moved staff." in words_of(client.get(address("round-detail", round_)))


def test_a_form_without_its_answer_comes_back_with_the_error_and_what_was_typed(lead_client):
    round_ = round_at(RoundStage.RUNNING)

    answer = lead_client.post(address("round-pause", round_), {"reason": "", "what_stops": "Reminders."})

    html = answer.content.decode()
    assert (answer.status_code, stage_of(round_)) == (422, RoundStage.RUNNING)
    assert "There is a problem" in html
    assert "Reminders." in html
    assert "<title>Error: " in html


def test_a_refused_step_comes_back_with_its_reason_and_what_was_typed(lead_client):
    round_ = round_at(RoundStage.OPEN)
    sooner = round_.closes_at - timedelta(days=5)
    answers = {
        "closes_on_0": sooner.day, "closes_on_1": sooner.month, "closes_on_2": sooner.year, "closes_time": "5pm",
        "reason": "We have enough.",
    }  # fmt: skip

    answer = lead_client.post(address("round-extend-window", round_), answers)

    html = answer.content.decode()
    assert answer.status_code == 409
    assert "An open window can only be made longer." in html
    assert "We have enough." in html


def test_more_time_is_given_in_london_time(lead_client):
    round_ = round_at(RoundStage.OPEN)
    answers = {
        "closes_on_0": "1", "closes_on_1": "July", "closes_on_2": "2030", "closes_time": "5pm", "reason": "A strike.",
    }  # fmt: skip

    lead_client.post(address("round-extend-window", round_), answers)

    assert Round.objects.get(pk=round_.pk).closes_at.isoformat() == "2030-07-01T16:00:00+00:00"


def test_a_step_that_is_not_offered_now_answers_with_its_reason(lead_client):
    answer = lead_client.get(address("round-resume", round_at(RoundStage.RUNNING)))

    assert answer.status_code == 409
    assert "cannot be done now" in answer.content.decode()


def test_opening_twice_by_a_double_click_opens_once(lead_client):
    round_ = make_round()

    answers = [lead_client.post(address("round-open-window", round_)).status_code for _ in range(2)]

    assert answers == [302, 409]
    assert Event.objects.filter(case=round_.pk, verb="window opened").count() == 1


def test_going_on_asks_what_happens_to_the_dates(lead_client):
    with travelled_to(database_now() - timedelta(days=10)):
        round_ = round_at(RoundStage.PAUSED)
    before = Phase.objects.get(round=round_, number=6).planned_end

    lead_client.post(address("round-resume", round_), {"dates": "shifted"})

    assert stage_of(round_) == RoundStage.RUNNING
    assert Phase.objects.get(round=round_, number=6).planned_end == before + timedelta(days=10)


def test_a_key_date_is_changed_on_its_own_page(lead_client):
    round_ = round_at(RoundStage.OPEN)
    answers = {"day_0": "3", "day_1": "3", "day_2": "2031", "clock": "", "place": "Online", "reason": "The hall burnt."}

    shown = lead_client.get(address("key-date-change", round_, "workshop-1")).content.decode()
    lead_client.post(address("key-date-change", round_, "workshop-1"), answers)

    workshop = KeyDate.objects.get(round=round_, code="workshop-1")
    assert 'value="10:00"' in shown
    assert (workshop.starts_at.isoformat(), workshop.is_all_day, workshop.place) == (
        "2031-03-03T00:00:00+00:00",
        True,
        "Online",
    )


def test_an_activity_is_ticked_from_the_page(lead_client):
    round_ = round_at(RoundStage.OPEN)
    activity = PhaseActivity.objects.filter(phase__round=round_).order_by("pk")[0]

    answer = lead_client.post(address("activity-tick", round_, activity.pk), {"state": "done"})

    activity.refresh_from_db()
    assert (activity.state, answer["Location"]) == (ActivityState.DONE, f"{address('round-manage', round_)}#phase-1")


def test_an_activity_of_another_round_is_not_found(lead_client):
    round_, other = round_at(RoundStage.OPEN), round_at(RoundStage.OPEN)
    activity = PhaseActivity.objects.filter(phase__round=other).order_by("pk")[0]

    assert lead_client.post(address("activity-tick", round_, activity.pk), {"state": "done"}).status_code == 404


def test_a_phase_is_started_and_its_gate_passed(lead_client):
    round_ = round_at(RoundStage.OPEN)
    day = {"on_0": "1", "on_1": "5", "on_2": "2030"}

    lead_client.post(address("phase-start", round_, 1), {**day, "reason": ""})
    lead_client.post(address("gate-pass", round_, 1), {"note": "Six said yes."})

    phase = Phase.objects.get(round=round_, number=1)
    assert (phase.actual_start.isoformat(), phase.gate_passed_at is not None) == ("2030-05-01", True)


def test_the_panel_is_seated_on_its_pages(lead_client):
    round_, person = make_round(), make_staff(Role.PANEL_MEMBER)
    seat = PanelMember.objects.filter(round=round_).order_by("position")[0]

    lead_client.post(address("panel-seat-fill", round_, seat.pk), {"user": person.pk})
    lead_client.post(address("panel-chair-name", round_), {"seat": seat.pk})
    lead_client.post(address("panel-seat-add", round_), {"user": "", "group": "expert_by_experience"})

    seats = list(PanelMember.objects.filter(round=round_).order_by("position"))
    assert (seats[0].user, seats[0].is_chair) == (person, True)
    assert (seats[-1].user, seats[-1].group) == (None, PanelGroup.EXPERT_BY_EXPERIENCE)

    lead_client.post(address("panel-seat-empty", round_, seat.pk))

    assert PanelMember.objects.get(pk=seat.pk).user is None


def test_somebody_without_the_role_cannot_be_chosen(lead_client):
    round_ = make_round()
    seat = PanelMember.objects.filter(round=round_).order_by("position")[0]

    answer = lead_client.post(address("panel-seat-fill", round_, seat.pk), {"user": make_staff(Role.INSPECTOR).pk})

    assert answer.status_code == 422
    assert PanelMember.objects.get(pk=seat.pk).user is None


def test_the_case_of_a_round_is_seen_by_staff_and_by_no_provider():
    round_ = round_at(RoundStage.OPEN)

    assert list(cases_visible_to(make_staff(Role.INSPECTOR)).filter(pk=round_.pk)) == [round_.case]
    assert list(cases_visible_to(make_provider()).filter(pk=round_.pk)) == []


def test_the_page_asks_the_database_as_often_for_a_full_panel_as_for_an_empty_one(lead_client, programme_lead):
    round_ = round_at(RoundStage.OPEN)
    page = address("round-manage", round_)
    queries_of(lead_client, page)
    empty = queries_of(lead_client, page)
    seat_panel(round_, lead=programme_lead)

    assert len(queries_of(lead_client, page)) == len(empty)
    assert len(empty) <= 20


def test_beginning_to_write_a_decision_asks_at_most_twelve(lead_client, settings):
    load_reasons(settings.CONTENT_ROOT, database_now())
    round_ = round_at(RoundStage.OPEN)

    assert_within_budget(lead_client, reverse("decision-draft", args=[round_.case_id, "give_up_round"]))
