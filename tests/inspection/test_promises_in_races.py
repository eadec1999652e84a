"""Two people at once on feedback, a review and the end of a plan; each with the twin that has no protection."""

from datetime import timedelta

import pytest

from inspection.actions import improvement, publication
from inspection.actions.assessments import close_evidence
from inspection.actions.feedback import Given, end_feedback, give_feedback_by_letter
from inspection.actions.plan_opening import open_plan_after_report
from inspection.models import (
    FeedbackAnswer,
    FeedbackRequest,
    ImprovementPlan,
    ProgressReview,
    ReviewRequest,
)
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.actions import answer_link
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import Link
from tests.factories.feedback import ANSWERS, answered, asked
from tests.factories.inspection import Scene, gathering
from tests.factories.people import make_staff
from tests.factories.reports import published, step
from tests.factories.scoring import finished

from .racing import at_once
from .test_council_races import without_trigger
from .test_improvement import under_way

pytestmark = pytest.mark.django_db(transaction=True)
FAILED = "error of the database: IntegrityError"
NOT_MORE = {
    "We have received an answer already. You need not send it again.",
    "This link does not work any more.",
    "This cannot be answered any more.",
}


def test_a_letter_is_answered_once_and_what_comes_as_the_evidence_is_closed_is_evidence_or_refused_and_twins():
    scene = gathering()
    a_letter_answered_twice_while_its_request_is_ended_is_one_answer_and_the_twin_has_two(scene)
    request, late = asked(scene), asked(scene, group="C")

    ends = at_once(lambda: answered(request), lambda: close(scene))

    refused = [each for each in ends if each != "done"]
    assert refused in ([], ["This cannot be answered any more."])
    assert FeedbackAnswer.objects.filter(taken_in_at=None).count() == 0
    assert FeedbackAnswer.objects.filter(request=request).exists() is (refused == [])

    assert at_once(lambda: answer_carelessly(late)) == [FAILED]
    with without_trigger("inspection_feedbackanswer", "feedback_is_open"):
        assert at_once(lambda: answer_carelessly(late)) == ["done"]  # the twin: it waits, and nobody ever takes it in
    assert FeedbackAnswer.objects.filter(taken_in_at=None).count() == 1


def a_letter_answered_twice_while_its_request_is_ended_is_one_answer_and_the_twin_has_two(scene: Scene) -> None:
    request = asked(scene, addresses=("ann@example.org", "bo@example.org"))
    letters = request.letters.select_related("link", "request__assessment__case")
    first, second = letters

    def use() -> None:
        link = Link.objects.get(pk=first.link_id)
        answer_link(link, answers=ANSWERS, by=None, at=database_now())

    ends = at_once(use, use, lambda: end_feedback(request, by=scene.lead, at=database_now()))

    assert [end for end in ends if end != "done" and end not in NOT_MORE] == []
    assert FeedbackAnswer.objects.count() == ends.count("done") - 1 in (0, 1)
    before = FeedbackAnswer.objects.count()

    FeedbackRequest.objects.filter(pk=request.pk).update(ended_at=None, ended_by=None)
    given = lambda: give_feedback_by_letter(second, given=Given(ANSWERS), by=None, at=database_now())  # noqa: E731
    assert at_once(given, given) == ["done", "done"]  # the twin: a letter whose link nobody used up
    assert FeedbackAnswer.objects.count() == before + 2


def close(scene: Scene) -> None:
    close_evidence(scene.again(), gaps_because="It is small.", by=scene.lead, at=database_now())


def answer_carelessly(request: FeedbackRequest) -> None:
    """Whoever looked before the evidence was closed, and writes after it."""
    FeedbackAnswer.objects.create(request=request, answers=ANSWERS, may_quote=True, answered_on=request.asked_at)


def test_of_two_who_are_named_for_a_review_at_once_one_is_and_the_twin_names_somebody_of_the_team():
    scene, _publication = published()
    step(publication.ask_review, scene, by=scene.owner, words="Nobody rang the families.")
    managers = [scene.manager, make_staff(Role.INSPECTION_MANAGER)]
    people = [make_staff(Role.PROGRAMME_LEAD) for _each in range(2)]

    def name(manager, person):
        facts = {"reviewer": person, "because": "There is no other manager."}
        return lambda: step(publication.name_reviewer, scene, by=manager, **facts)

    ends = at_once(*map(name, managers, people))

    review = ReviewRequest.objects.select_related("reviewer").get()
    told = f"{review.reviewer.name} was named meanwhile, and has the case. Read the page again."
    assert sorted(ends) == sorted(["done", told])
    assert review.reviewer == scene.again().case.owner
    other = next(each for each in people if each != review.reviewer)
    step(
        publication.name_reviewer,
        scene,
        by=managers[1],
        reviewer=other,
        because="Ill.",
        instead_of=str(review.reviewer_id),
    )
    assert ReviewRequest.objects.get().reviewer == other

    decide = {"outcome": "upheld", "decided_because": "Nobody rang.", "decided_at": database_now()}
    rows = ReviewRequest.objects.filter(pk=scene.assessment.pk)
    assert at_once(lambda: rows.update(**decide, decided_by=scene.lead)) == [FAILED]
    assert at_once(lambda: rows.update(reviewer=scene.second)) == [FAILED]
    with without_trigger("inspection_reviewrequest", "review_by_another"):
        assert at_once(lambda: rows.update(reviewer=scene.second)) == ["done"]
        assert at_once(lambda: rows.update(**decide, decided_by=scene.lead)) == ["done"]


def test_a_review_is_held_once_and_not_while_its_plan_ends_and_the_twin_writes_into_a_plan_that_is_over():
    scene = finished(value=1)[0]
    plan = open_plan_after_report(scene.again(), by=scene.manager, at=database_now())
    assert plan is not None
    next_year = day_in_london(database_now()) + timedelta(days=365)
    improvement.plan_review(under_way(plan, scene), due_on=next_year, by=scene.lead, at=database_now())
    first, second, third = (each.pk for each in plan.reviews.all()[:3])

    def hold(review, person, words="It goes well."):
        facts = {"verdict": "on_track", "words": words, "support": "", "by": person, "at": database_now()}
        mine = ProgressReview.objects.select_related("plan__case", "plan__assessment__case").get(pk=review)
        return improvement.hold_review(mine, **facts)

    ends = at_once(lambda: hold(first, scene.lead), lambda: hold(first, scene.second, "It is late."))
    assert ends == ["This review was held already.", "done"]
    assert plan.case.events.filter(verb="progress reviewed").count() == 1

    def end() -> None:
        mine = ImprovementPlan.objects.select_related("case", "organisation", "assessment__case").get(pk=plan.pk)
        improvement.end_plan(mine, because="The service closed.", by=scene.manager, at=database_now())

    ends = at_once(lambda: hold(second, scene.lead), end)
    assert [each for each in ends if each != "done"] in (
        [],
        ["This cannot be done now: it is at “Ended without sign-off”."],
    )
    assert ProgressReview.objects.filter(pk=second, held_at=None).exists() is (ends != ["done", "done"])

    late = {"verdict": "on_track", "words": "Too late.", "held_at": database_now(), "held_by": scene.lead}
    row = ProgressReview.objects.filter(pk=third)
    ended = ImprovementPlan.objects.filter(pk=plan.pk)
    assert at_once(lambda: row.update(**late), lambda: ended.update(ended_because="Other words.")) == [FAILED] * 2
    with without_trigger("inspection_progressreview", "ALL"), without_trigger("inspection_improvementplan", "ALL"):
        assert at_once(lambda: row.update(**late), lambda: ended.update(ended_because="Other words.")) == ["done"] * 2
