"""The record of a visit on a tablet in a real browser: written without signal, finished, and shown where two wrote."""

from datetime import date, timedelta

import pytest

from inspection.actions.record import keep_in_record
from inspection.actions.record_entries import Said
from inspection.models import AssessmentVisit, FollowUp, RecordEntry
from inspection.queries.record import values_of
from sandbox_portal.people.clock import database_now
from sandbox_portal.questions.loading import load_question_sets
from tests.factories.inspection import ANSWERS, a_visit, gathering
from tests.house_rules.axe import LAYOUT, problems_on

from .on_the_page import ANY, all_sent, open_capture, words_say
from .test_answers_by_their_type import TYPES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scene():
    return gathering()


@pytest.fixture
def visit(scene):
    """At somebody's home, an hour ago by now, with two things planned."""
    visit = a_visit(scene, mode="home", agenda="Talk with P1\nLook at the rota")
    AssessmentVisit.objects.update(starts_at=database_now() - timedelta(hours=1))
    return visit


def answer(page, label, words):
    page.get_by_label(label).fill(words)


def asked(page, key):
    return page.locator(f"[data-field='asked:{key}']")


def state_of(page, field):
    return page.locator(f"[data-field='{field}'] .app-field-state")


def test_a_whole_record_is_written_without_signal_and_finished(open_page, scene, visit):
    page = open_capture(open_page(scene.lead), visit)
    page.wait_for_selector("#ready[data-is-ready=yes]")
    page.context.set_offline(True)
    answer(page, "Who explained the visit, and to whom?", "Ann Hollis to P1")
    page.locator(".app-field-warning", has_text="This seems to hold the name Ann Hollis").wait_for()
    answer(page, "Who explained the visit, and to whom?", ANSWERS["who_explained"])
    asked(page, "agreed_to_talk").get_by_label(ANSWERS["agreed_to_talk"]).check()
    page.get_by_label("Look at the rota").check()
    page.fill("#record-arrived", "10:05")
    page.get_by_role("button", name="Add something that has to follow").click()
    page.get_by_label("What has to follow", exact=True).fill("Send the rota")
    page.get_by_label("By which day, if any").fill("2026-12-12")
    page.locator("[data-field^='follow:'] .app-field-state", has_text="Kept on this tablet.").wait_for()
    asked(page, "urgent").get_by_label("Yes").check()
    asked(page, "urgent").locator("textarea").press_sequentially("A loose ru")
    state_of(page, "asked:urgent").get_by_text("Kept on this tablet.").wait_for()
    page.reload()  # nothing was saved by a button, and the focus never left the last field
    page.wait_for_selector(ANY)
    assert asked(page, "urgent").locator("textarea").input_value() == "A loose ru"
    assert (page.get_by_label("Look at the rota").is_checked(), page.input_value("#record-arrived")) == (True, "10:05")
    page.get_by_text("3 of 13 questions of the checklist are answered.").wait_for()

    page.get_by_role("button", name="The record is finished").click()
    page.get_by_role("link", name="Not written yet: What did you find, as a whole?").wait_for()
    assert (problems_on(page), problems_on(page, LAYOUT)) == ([], [])
    asked(page, "urgent").locator("textarea").fill("A loose rug. L1 was told at once.")
    answer(page, "What did you find, as a whole?", "Calm and kind.")
    answer(page, "How did they agree to the visit?", "Said yes at the door")
    page.click("#record-left-now")
    page.get_by_role("button", name="The record is finished").click()
    page.get_by_text("You said that the record is finished. It waits on this tablet for signal.").wait_for()
    page.context.set_offline(False)
    all_sent(page)
    page.get_by_text(f"This visit was written down by {scene.lead.name}").wait_for()

    visit = AssessmentVisit.objects.get(pk=visit.pk)
    values = values_of(visit)
    said = {**ANSWERS, "urgent": "Yes\nA loose rug. L1 was told at once."}
    assert (visit.answers, visit.summary, visit.done_by) == (said, "Calm and kind.", scene.lead)
    assert (visit.agreed_how, values["arrived"], len(values["left"])) == ("Said yes at the door", "10:05", 5)
    assert [words for field, words in values.items() if field.startswith("agenda:")] == ["Look at the rota"]
    assert FollowUp.objects.values_list("words", "due_on").get() == ("Send the rota", date(2026, 12, 12))


def answer_by_type(page):
    """A day there is not is among the answers."""
    asked(page, "is_locked").get_by_label("No", exact=True).check()
    asked(page, "shown").get_by_label("The rota").check()
    asked(page, "shown").get_by_label("None of these").check()
    for name, said in (("Day", "31"), ("Month", "2"), ("Year", "2026")):
        asked(page, "drill").get_by_label(name).fill(said)
    answer(page, "How many carers were there? (optional)", "12")
    state_of(page, "asked:carers").get_by_text("Kept on this tablet.").wait_for()


def test_answers_by_their_type_and_where_two_wrote_both_texts_are_shown_by_their_part_until_i_choose(open_page, scene):
    load_question_sets(TYPES, database_now())
    visit = a_visit(scene)
    page = open_capture(open_page(scene.lead, phone=True), visit)
    page.wait_for_selector("#ready[data-is-ready=yes]")
    page.context.set_offline(True)
    answer_by_type(page)
    page.reload()
    page.wait_for_selector(ANY)
    page.get_by_text("4 of 11 questions of the checklist are answered.").wait_for()
    assert [box.input_value() for box in asked(page, "drill").locator("input").all()] == ["31", "2", "2026"]
    assert asked(page, "shown").locator(":checked").evaluate_all("all => all.map((box) => box.value)") == ["none"]
    assert (problems_on(page), problems_on(page, LAYOUT)) == ([], [])
    answer(page, "What did you see for yourself?", "The hall is bright.")
    answer(page, "Which records did you look at, and what do they show?", "The rota of March.")
    said = Said("asked:seen", "The stairs are dark.", 0)
    keep_in_record(visit, said=said, by=scene.second, at=database_now())
    page.locator("#title").click()
    page.context.set_offline(False)

    card = page.locator("#kept-list li[data-state=conflict]")
    card.wait_for()
    assert all(
        words in card.inner_text() for words in ("What did you see", "The stairs are dark.", "The hall is bright.")
    )
    state_of(page, "asked:seen").get_by_text("Somebody else wrote here too").wait_for()
    state_of(page, "asked:records").get_by_text("Sent.").wait_for()
    state_of(page, "asked:drill").get_by_text("Not taken: Enter a real date, such as 12 9 2026.").wait_for()
    asked(page, "drill").get_by_label("Day").fill("28")
    page.locator("#title").click()
    state_of(page, "asked:drill").get_by_text("Sent.").wait_for()
    card.get_by_role("button", name="Keep both").click()
    all_sent(page)

    together = "The stairs are dark.\n\nThe hall is bright."
    assert page.get_by_label("What did you see for yourself?").input_value() == together
    found = RecordEntry.objects.filter(field="asked:seen").order_by("pk").values_list("words", "standing")
    assert list(found) == [
        ("The stairs are dark.", "earlier"),
        ("The hall is bright.", "settled"),
        (together, "stands"),
    ]
    words_say(page, "All evidence has been sent.")
    chosen = {name: values_of(visit)[f"asked:{name}"] for name in ("is_locked", "shown", "drill", "carers")}
    assert chosen == {"is_locked": "No", "shown": "None of these", "drill": "28 February 2026", "carers": "12 carers"}
