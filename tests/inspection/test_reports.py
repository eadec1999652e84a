"""A report: written on evidence, checked, sent, answered, published; what is said twice; what no write loses."""

import pytest
from django.db import DatabaseError, transaction

from inspection.actions import accuracy, publication, reports
from inspection.actions.scores import finish_scoring
from inspection.models import AccuracyPoint, CheckNote, Publication, ReportSection, ReviewRequest, SentDraft
from inspection.queries.report_text import missing_in, repeated_in, section_of, warnings_in
from inspection.queries.reports import moment_of_answer, points_of
from inspection.rulebook.published import numbers_in
from sandbox_portal.casework.models import Deadline, OutboxEntry
from sandbox_portal.casework.refusals import Conflict, Refused
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.register.choices import Scheme
from sandbox_portal.register.models import StatusEntry
from tests.factories.inspection import Scene, a_framework
from tests.factories.people import make_staff
from tests.factories.reports import (
    TEXTS,
    answered,
    being_checked,
    in_report,
    pointed,
    published,
    replied,
    sent,
    step,
    write,
    written,
)


@pytest.fixture(scope="module")
def drafting(kept_database) -> Scene:
    return written()


@pytest.fixture(scope="module")
def out(kept_database) -> Scene:
    return sent()[0]


@pytest.fixture(scope="module")
def answering(kept_database):
    return replied()


@pytest.fixture(scope="module")
def public(kept_database):
    return published()


def test_a_report_has_a_section_for_every_area_and_says_what_is_missing(kept_database, db):
    scene = in_report()

    assert [each.sentence for each in missing_in(scene.again())] == [
        "“Summary” is not written yet.",
        "“Safe” is not written yet.",
        "“Well-led” is not written yet.",
        "“How we came to our judgement” is not written yet.",
    ]
    with pytest.raises(Refused, match="not written yet"):
        step(reports.send_to_check, scene, by=scene.lead)


def test_every_paragraph_of_what_was_found_names_evidence_that_stands(drafting, db):
    write(drafting, "area-safe", "Carers know what to do. [E1, E99]\n\nThere are enough of them.")

    assert [each.sentence for each in missing_in(drafting.again())] == [
        "“Safe” names E99, and there is no such evidence.",
        "Paragraph 2.2 names no evidence. Add it like this: [E1].",
    ]


def test_words_of_somebody_who_did_not_agree_are_not_quoted(drafting, db):
    write(drafting, "people", "One of them said: “They always say who comes.” [E1]")

    (missing,) = missing_in(drafting.again())
    assert missing.sentence == (
        "“What people said” quotes “They always say who comes.”. Whoever said it did not agree to be quoted."
    )


def test_a_name_and_a_code_are_warned_of_and_stop_nothing(drafting, db):
    write(drafting, "how", "We met Ann Hollis and P1.")

    assert [sentence for _section, sentence in warnings_in(drafting.again())] == [
        "It seems to hold the name Ann Hollis.",
        "It holds the code P1, which readers do not know.",
    ]
    assert missing_in(drafting.again()) == []


def test_the_name_of_whom_the_report_is_about_is_no_warning(drafting, db):
    write(drafting, "how", f"We met those who lead {drafting.assessment.subject_name}.")

    assert warnings_in(drafting.again()) == []


def test_a_sentence_that_stands_twice_is_shown_with_its_places(drafting, db):
    write(drafting, "improve", "There are enough carers every day! [E1]")

    (found,) = repeated_in(drafting.again())
    assert (found.sentence, found.places, found.was_in_last) == (
        "There are enough carers every day.",
        ("2.2", "6.1"),
        False,
    )


def test_a_sentence_of_the_last_report_of_the_service_is_shown(public, db):
    first = public[0]
    step(publication.ask_review, first, by=first.owner, words="Nobody rang.")
    other = make_staff(Role.INSPECTION_MANAGER)
    step(publication.decide_review, first, by=other, outcome="not_upheld", because="They were rung.")
    step(publication.close_assessment, first, by=first.manager, because="Done.")
    service = first.assessment.service
    scene = in_report(organisation=first.assessment.organisation, service=service, value=4)
    write(scene, "how", "We read papers and spoke with people by telephone.")

    (found,) = repeated_in(scene.again())
    assert (found.places, found.was_in_last) == (("8.1",), True)
    written(scene)
    step(reports.send_to_check, scene, by=scene.lead)
    draft = step(accuracy.send_draft, scene, by=scene.manager)
    changes = {each["title"]: (each["before"], each["now"]) for each in draft.content["changes"]}
    assert changes == {
        "Overall": ("Good", "Outstanding"),
        "Safe": ("Good", "Outstanding"),
        "Well-led": ("Good", "Outstanding"),
    }


def test_two_writers_of_one_section_lose_nothing(drafting, db):
    section = section_of(drafting.again(), "summary")
    mine = {"key": "summary", "version": section.version, "at": database_now()}
    reports.save_section(drafting.assessment, text="Mine.", by=drafting.lead, **mine)

    with pytest.raises(Conflict) as conflict:
        reports.save_section(drafting.again(), text="Yours.", by=drafting.second, **mine)

    assert (conflict.value.theirs.text, conflict.value.theirs.saved_by) == ("Mine.", drafting.lead)
    earlier = section_of(drafting.again(), "summary").stored.earlier.get()
    assert (earlier.text, earlier.version) == (TEXTS["summary"], section.version)


def test_what_is_saved_while_typing_keeps_what_somebody_else_wrote_before(drafting, db):
    section = section_of(drafting.again(), "summary")

    write(drafting, "summary", "Typed by the second.", by=drafting.second, is_typing=True)
    write(drafting, "summary", "Typed by the second one.", by=drafting.second, is_typing=True)

    kept = section_of(drafting.again(), "summary").stored
    assert (kept.text, kept.version) == ("Typed by the second one.", section.version + 2)
    assert [each.text for each in kept.earlier.all()] == [TEXTS["summary"]]


def test_the_text_stands_still_while_it_is_checked_also_in_the_database(kept_database, db):
    scene = being_checked()
    with pytest.raises(Refused, match="cannot be done now"):
        write(scene, "summary", "Late.")

    with pytest.raises(DatabaseError, match="cannot be changed now"), transaction.atomic():
        ReportSection.objects.filter(assessment=scene.assessment).update(text="Late.")


def test_a_second_person_sends_it_back_with_words_for_the_text_or_for_the_scores(kept_database, db):
    scene = being_checked()
    with pytest.raises(Refused, match="what has to change"):
        step(reports.return_report, scene, by=scene.manager, because=" ")

    step(reports.return_report, scene, by=scene.manager, because="Say it shorter.")

    assert scene.again().case.stage == "draft_report"
    assert CheckNote.objects.get(assessment=scene.assessment).words == "Say it shorter."
    step(reports.send_to_check, scene, by=scene.lead)
    step(reports.return_scores, scene, by=scene.manager, because="Look at S2 again.")
    assert scene.again().case.stage == "scoring"


def test_the_organisation_gets_numbered_paragraphs_without_the_names_of_evidence(out, db):
    draft = SentDraft.objects.get(assessment=out.assessment)

    assert numbers_in(draft.content)["2.1"] == "Carers know what to do when something goes wrong."
    assert "[E1]" not in str(draft.content)
    letter = OutboxEntry.objects.filter(payload__letter__case_id=str(out.assessment.pk)).latest("created_at")
    assert letter.payload["letter"]["facts"]["subject_name"] == out.assessment.subject_name
    assert Deadline.objects.get(case=out.assessment.pk, kind="assessment_reply").reminder == "M-44"


def test_a_point_names_a_paragraph_that_is_there_and_can_be_taken_back(out, db):
    with pytest.raises(Refused, match="no paragraph of this number"):
        pointed(out, "2.9")
    point = pointed(out)
    other = pointed(out, "3.1", kind="typing", words="“The manger” should be “the manager”.")

    accuracy.take_back_point(point, by=out.owner, at=database_now())

    assert points_of(SentDraft.objects.get(assessment=out.assessment)) == [other]


def test_more_time_needs_an_exceptional_reason_and_a_later_day(out, db):
    draft = SentDraft.objects.get(assessment=out.assessment)
    with pytest.raises(Refused, match="exceptional reason"):
        step(accuracy.extend_reply, out, by=out.manager, until=draft.last_day, because="")
    with pytest.raises(Refused, match="Choose a day after"):
        step(accuracy.extend_reply, out, by=out.manager, until=draft.last_day, because="The manager died.")


def test_without_a_reply_nobody_goes_on_before_the_time_is_over(out, db):
    with pytest.raises(Refused, match="still has time"):
        step(accuracy.go_on_without, out, by=None)


def test_nobody_who_was_ever_in_the_team_answers_a_point(answering, db):
    scene, point = answering
    for person in (scene.lead, scene.second):
        with pytest.raises(Refused, match="never in the team"):
            answered(point, by=person)

    facts = {"answer": "accepted", "answer_because": "Yes", "answered_at": database_now(), "answered_by": scene.lead}
    with pytest.raises(DatabaseError, match="not in the team"), transaction.atomic():
        AccuracyPoint.objects.filter(pk=point.pk).update(**facts)


def test_nobody_replaces_the_answer_of_somebody_else_unseen(answering, db):
    scene, point = answering
    other = make_staff(Role.INSPECTION_MANAGER)
    first = answered(point, by=scene.manager)

    with pytest.raises(Refused, match=f"{scene.manager.name} answered this point meanwhile"):
        answered(point, by=other, answer="not_accepted")
    answered(point, by=scene.manager, because="The rota of May says so.")
    with pytest.raises(Refused, match="answered this point meanwhile"):
        answered(point, by=other, seen=moment_of_answer(first))
    now = AccuracyPoint.objects.get(pk=point.pk)

    assert now.answer_because == "The rota of May says so."
    assert answered(point, by=other, seen=moment_of_answer(now)).answered_by == other


def test_a_report_is_not_finished_before_every_point_is_answered(answering, db):
    scene, point = answering
    with pytest.raises(Refused, match="One point waits"):
        step(reports.finish_report, scene, by=scene.lead)

    answered(point, by=scene.manager, answer="not_accepted", because="It was in May.")

    step(reports.finish_report, scene, by=scene.lead)
    assert scene.again().case.stage == "final"


def test_scores_are_opened_again_and_the_report_comes_back_to_the_answers(answering, db):
    scene, _point = answering

    step(accuracy.reopen_scores, scene, by=scene.manager, because="Point 1 may change S1.")
    step(finish_scoring, scene, by=scene.lead)
    step(reports.send_to_check, scene, by=scene.lead)
    step(reports.return_to_answers, scene, by=scene.manager)

    assert scene.again().case.stage == "answering"


def test_publishing_enters_the_ratings_in_the_register_with_their_areas(public, db):
    scene, _publication = public

    told = StatusEntry.objects.filter(service=scene.assessment.service, scheme=Scheme.RATING).order_by("part")
    assert [(each.part, each.status, each.is_public) for each in told] == [
        ("", "good", True),
        ("safe", "good", True),
        ("well_led", "good", True),
    ]


def test_under_a_framework_on_trial_the_report_tells_and_rates_nothing(kept_database, db):
    scene, made = published(framework=a_framework(status="test"))

    assert (made.snapshot["is_rated"], made.snapshot["overall"]["rating"], made.snapshot["statements"]) == (
        False,
        "",
        [],
    )
    assert made.snapshot["sections"] != []
    assert not StatusEntry.objects.filter(service=scene.assessment.service, scheme=Scheme.RATING).exists()


def test_what_was_published_never_changes_and_a_correction_is_a_version_beside_it(public, db):
    scene, made = public
    with pytest.raises(DatabaseError, match="stays as it was said"), transaction.atomic():
        Publication.objects.filter(pk=made.pk).update(snapshot={})

    facts = {"paragraph": "2.1", "text": "Carers know what to do.", "note": "It said too much."}
    again = step(publication.correct_publication, scene, by=scene.manager, **facts)

    assert (again.version, numbers_in(again.snapshot)["2.1"]) == (2, "Carers know what to do.")
    assert numbers_in(Publication.objects.get(pk=made.pk).snapshot)["2.1"] == TEXTS["area-safe"].split(" [")[0]


def test_a_review_is_asked_for_once_in_500_words(public, db):
    scene, _made = public
    with pytest.raises(Refused, match="501 words"):
        step(publication.ask_review, scene, by=scene.owner, words="word " * 501)

    step(publication.ask_review, scene, by=scene.owner, words="word " * 500)

    with pytest.raises(Refused):
        step(publication.ask_review, scene, by=scene.owner, words="Again.")
    with pytest.raises(DatabaseError), transaction.atomic():
        ReviewRequest.objects.create(
            assessment=scene.assessment, words="Again", asked_at=database_now(), asked_by=scene.owner
        )


def test_whoever_published_does_not_decide_the_review(public, db):
    scene, _made = public
    step(publication.ask_review, scene, by=scene.owner, words="Nobody rang.")

    with pytest.raises(Refused, match="somebody else"):
        step(publication.decide_review, scene, by=scene.manager, outcome="upheld", because="True.")


def test_an_assessment_is_not_closed_while_a_review_can_be_asked_for(public, db):
    scene, _made = public

    with pytest.raises(Refused, match="can still ask"):
        step(publication.close_assessment, scene, by=scene.manager, because="Done.")


def test_a_rating_that_is_shown_is_noted_and_its_clock_ends(public, db):
    scene, _made = public
    today = day_in_london(database_now())

    step(publication.note_display, scene, by=scene.owner, where="At the door", shown_on=today)

    assert Deadline.objects.get(case=scene.assessment.pk, kind="assessment_display").done_at is not None
