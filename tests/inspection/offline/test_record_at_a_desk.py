"""The record of a visit at a desk: the same parts, where each came from, and both texts where two wrote."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse

from inspection.actions.record import keep_in_record
from inspection.actions.record_entries import Said
from inspection.models import AssessmentVisit, FollowUp, RecordEntry
from inspection.queries.record import values_of
from inspection.queries.visits import newest_checklist
from inspection.rulebook.visit_record import agenda_field
from sandbox_portal.people.clock import database_now
from sandbox_portal.questions.loading import load_question_sets
from tests.factories.inspection import ANSWERS
from tests.house_rules.query_counts import assert_same_queries

from .tablet import Tablet
from .test_answers_by_their_type import TYPES

LINE = "Talk with the manager"


@pytest.fixture
def over(away):
    """The visit began two hours ago, and one thing was planned."""
    began = database_now() - timedelta(hours=2)
    AssessmentVisit.objects.filter(pk=away.visit.pk).update(starts_at=began, agenda=LINE)
    return AssessmentVisit.objects.get(pk=away.visit.pk)


@pytest.fixture
def desk(client, sign_in, away):
    return sign_in(client, away.scene.lead)


def page(visit, name="visit-detail", *more):
    return reverse(name, args=[visit.case_id, visit.pk, *more])


def form(**changes):
    return {
        "seen": "0",
        "summary": "Calm.",
        "arrived": "9.05",
        "left": "12:30",
        "agreed": "Rang back",
        "asked_who_explained": ANSWERS["who_explained"],
        "asked_agreed_to_talk": "themselves",
        "asked_urgent": "no",
        **changes,
    }


def test_the_whole_record_is_written_at_a_desk_without_javascript(over, desk):
    sent = form(agenda=LINE, follow_ups="Send the rota (by 12 12 2026)\nRing P1")

    assert desk.post(page(over, "visit-write"), sent).status_code == 302

    visit = AssessmentVisit.objects.get(pk=over.pk)
    values = values_of(visit)
    assert (visit.answers, visit.summary, visit.agreed_how) == (ANSWERS, "Calm.", "Rang back")
    assert (values["arrived"], values["left"], values[agenda_field(LINE)]) == ("09:05", "12:30", LINE)
    assert sorted(FollowUp.objects.values_list("words", flat=True)) == ["Ring P1", "Send the rota"]


def test_what_cannot_be_a_time_or_a_day_is_said_beside_it(over, desk):
    said = desk.post(page(over, "visit-write"), form(arrived="25:00", follow_ups="Send it (by 31 2 2027)"))

    words = said.content.decode()
    assert said.status_code == 422
    assert words.count("Enter a time such as 10:30 or 14:00") == 2
    assert words.count("There is no such day: Send it (by 31 2 2027)") == 2


def test_the_form_begins_with_what_tablets_brought(over, desk, tablet):
    follow = f"follow:{uuid.uuid4()}"
    tablet.sync(tablet.record("asked:seen", "The hall is bright."), tablet.record(follow, "Send the rota"))

    words = desk.get(page(over, "visit-write")).content.decode()

    assert "The hall is bright.</textarea>" in words
    assert "Send the rota</textarea>" in words


def test_whoever_writes_at_a_desk_is_shown_what_a_tablet_brought_meanwhile(over, desk, tablet):
    """E04: nothing I left alone is written over, and what both wrote is shown with both texts."""
    keep_in_record(over, said=Said("asked:seen", "Dark.", 0), by=tablet.person, at=database_now())
    seen = RecordEntry.objects.get().pk
    tablet.sync(tablet.record("asked:seen", "Bright.", base_version=1), tablet.record("asked:records", "March."))

    said = desk.post(page(over, "visit-write"), form(seen=seen, asked_seen="Half dark."))

    words = said.content.decode()
    assert (said.status_code, "Meanwhile this was written here: “Bright.”" in words) == (409, True)
    assert all(text in words for text in ("Half dark.</textarea>", "March.</textarea>", "Calm.</textarea>"))
    newest = RecordEntry.objects.latest("pk").pk
    again = form(seen=newest, asked_seen="Half dark, then bright.", asked_records="March.")
    assert desk.post(page(over, "visit-write"), again).status_code == 302
    values = values_of(AssessmentVisit.objects.get(pk=over.pk))
    assert (values["asked:seen"], values["asked:records"]) == ("Half dark, then bright.", "March.")
    assert [each.words for each in RecordEntry.objects.filter(field="asked:seen").order_by("pk")] == [
        "Dark.",
        "Bright.",
        "Half dark, then bright.",
    ]


def test_what_a_tablet_brought_stays_when_nobody_at_the_desk_touched_it(over, desk, tablet):
    """The twin: the form was opened before, and its empty field is no word."""
    keep_in_record(over, said=Said("asked:records", "March.\nApril.", 0), by=tablet.person, at=database_now())
    seen = RecordEntry.objects.get().pk
    tablet.sync(tablet.record("asked:seen", "Bright."), tablet.record("asked:records", "May.", base_version=1))

    sent = form(seen=seen, asked_records="March.\r\nApril.")
    assert desk.post(page(over, "visit-write"), sent).status_code == 302

    values = values_of(AssessmentVisit.objects.get(pk=over.pk))
    assert (values["asked:seen"], values["asked:records"]) == ("Bright.", "May.")


def test_the_page_of_the_visit_says_what_came_from_which_tablet_and_when(over, desk, away):
    ahead = Tablet(away.scene.lead, clock_ahead=timedelta(hours=5))
    ahead.take(over)
    ahead.sync(ahead.record("asked:seen", "The hall is bright."))

    words = " ".join(desk.get(page(over)).content.decode().split())

    assert f"{away.scene.lead.name}, on Tablet: saved " in words
    assert "The clock of this tablet was 5 hours ahead." in words
    assert "The record is being written: 1 of 13 questions of the checklist are answered." in words


def test_two_texts_stand_on_the_page_until_somebody_chooses_there(over, desk, away, tablet):
    keep_in_record(over, said=Said("asked:seen", "Dark.", 0), by=away.scene.second, at=database_now())
    tablet.sync(tablet.record("asked:seen", "Bright."))
    beside = RecordEntry.objects.get(standing="beside")
    choose = page(over, "visit-choose", beside.pk)
    assert choose in desk.get(page(over)).content.decode()
    assert all(text in desk.get(choose).content.decode() for text in ("Dark.", "Bright.", "What did you see"))

    assert desk.post(choose, {"chosen": "both"}).status_code == 302

    assert values_of(over)["asked:seen"] == "Dark.\n\nBright."
    assert choose not in desk.get(page(over)).content.decode()
    assert desk.post(choose, {"chosen": "beside"}).status_code == 409


def test_a_desk_asks_by_type_and_checks_as_a_tablet_is_checked(over, desk, tablet):
    load_question_sets(TYPES, database_now())
    AssessmentVisit.objects.filter(pk=over.pk).update(checklist=newest_checklist())
    tablet.sync(tablet.record("asked:drill", "", raw=["3", "9", "2026"]), tablet.record("asked:who_was_in", "A guest"))
    tablet.sync(tablet.record("asked:unsafe", "", raw={"chosen": "yes", "words": {"yes": "A rug."}}))
    shown = desk.get(page(over, "visit-write")).content.decode()
    drawn = ('"asked_drill_2" type="text" value="2026"', 'type="radio" value="yes"', "A guest</", "A rug.</textarea>")
    assert all(each in shown for each in drawn)

    chosen = {"asked_is_locked": "no", "asked_shown": ["rota", "log"], "asked_carers": "4", "asked_unsafe": "yes"}
    day = {"asked_drill_0": "31", "asked_drill_1": "2", "asked_drill_2": "2026"}
    seen = RecordEntry.objects.latest("pk").pk
    sent = form(**chosen, **day, asked_who_was_in="A guest", seen=seen)
    wrong = desk.post(page(over, "visit-write"), sent)
    said = wrong.content.decode()
    assert (wrong.status_code, said.count("Enter a real date, such as 12 9 2026")) == (422, 2)
    assert (said.count("Fill in “What was it?”"), 'href="#id_asked_unsafe__words__yes"' in said) == (2, True)
    right = {**sent, "asked_drill_0": "28", "asked_unsafe__words__yes": "A rug, and a step."}
    assert desk.post(page(over, "visit-write"), right).status_code == 302

    assert AssessmentVisit.objects.get(pk=over.pk).answers == {
        "is_locked": "No",
        "who_was_in": "A guest",
        "shown": "The rota\nThe log of incidents",
        "drill": "28 February 2026",
        "carers": "4 carers",
        "unsafe": "Yes\nA rug, and a step.",
    }


def test_a_desk_is_shown_the_answer_a_tablet_gave_meanwhile_by_its_type(over, desk, tablet):
    load_question_sets(TYPES, database_now())
    AssessmentVisit.objects.filter(pk=over.pk).update(checklist=newest_checklist())
    tablet.sync(
        tablet.record("asked:is_locked", "", raw="yes"), tablet.record("asked:drill", "", raw=["3", "9", "2026"])
    )

    said = desk.post(page(over, "visit-write"), form(seen=0, asked_is_locked="no"))

    words = said.content.decode()
    assert (said.status_code, "Meanwhile this was written here: “Yes”" in words) == (409, True)
    assert 'name="asked_drill_0" type="text" value="3"' in words


def test_the_page_of_a_visit_asks_as_much_for_many_parts_as_for_one(over, desk, tablet):
    def add(count):
        tablet.sync(*(tablet.record(f"follow:{uuid.uuid4()}", f"Thing {number}") for number in range(count)))

    assert_same_queries(desk, page(over), add=add)


def test_a_name_in_the_record_or_about_somebody_met_is_asked_about_once(over, desk):
    own = over.subject_name
    named = form(summary=f"Ann Hollis of {own} was calm.", asked_seen="P1 was calm.")
    met = {"kind": "P", "about": "The friend of Ann Hollis", "agreed_how": "said yes", "may_quote": "yes"}

    asked = [desk.post(page(over, name), sent) for name, sent in (("visit-write", named), ("visit-person", met))]
    ticked = [
        desk.post(page(over, name), {**sent, "is_checked": "on"})
        for name, sent in (("visit-person", met), ("visit-write", named))
    ]

    sentence = "This seems to hold the name Ann Hollis. Use a code, or tick the box at the end"
    assert [(each.status_code, sentence in each.content.decode()) for each in asked] == [(422, True)] * 2
    assert [each.status_code for each in ticked] == [302, 302]
