"""What is typed of scores and reports is kept before it is sent, through an expired login and a refusal (R-371)."""

from types import SimpleNamespace as Page

import pytest
from django.test import Client
from django.urls import reverse

from inspection.actions.drafts import keep_typed
from inspection.choices.assessments import AssessmentStage
from inspection.models import CategoryScore, TypedDraft
from inspection.tasks import clear_drafts
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from tests.factories.inspection import LEARNING, Scene, a_framework
from tests.factories.people import make_staff
from tests.factories.reports import public_at, published, replied, sent
from tests.factories.scoring import WHY, in_scoring, score, score_everything
from tests.signing_in import sign_in

SAVING = {"HTTP_X_FRAGMENT": "1"}
TYPED = "They ring when they are late, said P1, and"


@pytest.fixture(scope="module")
def scored(kept_database) -> Scene:
    return score_everything(in_scoring())


@pytest.fixture(scope="module")
def judged(kept_database) -> Scene:
    return in_scoring(framework=a_framework(scoring_mode="key_question_judgement", limiters=["BREACH"]))


@pytest.fixture(scope="module")
def answering(kept_database):
    return replied()


@pytest.fixture(scope="module")
def out(kept_database) -> Scene:
    return sent()[0]


@pytest.fixture(scope="module")
def public(kept_database) -> Scene:
    return published()[0]


@pytest.fixture(scope="module")
def reviewed(kept_database) -> Scene:
    """A review is asked for, and somebody who had no part in the assessment decides about it."""
    scene = public_at(AssessmentStage.REVIEW_REQUESTED, published()[0])
    scene.other = make_staff(Role.INSPECTION_MANAGER)
    return scene


def a_page(scene: Scene, person, name: str, *more: object, **values: object) -> Page:
    """A page, who types there, the form as it is typed so far, and the form with what its action refuses."""
    refused, missing = values.pop("refused"), values.pop("missing", {})
    address = reverse(name, args=[scene.assessment.pk, *more])
    return Page(address=address, person=person, values=values, refused=refused, missing=missing)


def first_statement(scene: Scene) -> str:
    return reverse("assessment-score-statement", args=[scene.assessment.pk, "S1"])


OF_A_PUBLISHED_REPORT = ["ask review", "decide review", "correct"]


@pytest.fixture(
    params=["score", "note", "judgement", "limiter", "departure", "answer", "point", *OF_A_PUBLISHED_REPORT]
)
def page(request, scored, judged, answering, out, public, reviewed, db) -> Page:
    pages = {
        "score": lambda: a_page(
            scored, scored.lead, "assessment-score-statement", "S1",
            PE_score="2", PE_words=TYPED, PE_seen=1, SL_score="3", SL_words=WHY, SL_seen=1, PR_score="none",
            PR_words="", PR_seen=0, refused={"changed_because": ""},
        ),
        "note": lambda: a_page(
            judged, judged.lead, "assessment-score-statement", "S1", reasons=TYPED, seen=0, refused={"reasons": ""}
        ),
        "judgement": lambda: a_page(
            judged, judged.lead, "assessment-judge-area", "safe", rating="none", reasons=TYPED, seen=0, refused={}
        ),
        "limiter": lambda: a_page(
            scored, scored.lead, "assessment-limiter-note", code="BREACH", words=TYPED, refused={"area": ""}
        ),
        "departure": lambda: a_page(
            scored, scored.manager, "assessment-departure-ask", reason=TYPED, refused={"move": ""}
        ),
        "answer": lambda: a_page(
            answering[0], answering[0].manager, "report-answer", answering[1].pk, because=TYPED, refused={"answer": ""}
        ),
        "point": lambda: a_page(out, out.owner, "report-say-point", 2, 1, words=TYPED, refused={"kind": ""}),
        "ask review": lambda: a_page(public, public.owner, "report-ask-review", words=TYPED, refused={"words": ""}),
        "decide review": lambda: a_page(
            reviewed, reviewed.other, "report-decide-review", because=TYPED, refused={},
            missing={"outcome": "upheld"},
        ),
        "correct": lambda: a_page(
            public, public.manager, "report-correct", text=TYPED, refused={},
            missing={"paragraph": "2.1", "note": "A word was wrong."},
        ),
    }  # fmt: skip
    return pages[request.param]()


def test_what_is_typed_is_there_again_after_an_expired_login_and_a_refusal(page):
    tab = sign_in(Client(), page.person)
    first = tab.post(page.address, {**page.values, "version": 0}, **SAVING)
    tab.logout()
    expired = tab.post(page.address, {**page.values, "version": 1}, **SAVING)
    again = sign_in(Client(), page.person)
    there = again.get(page.address).content.decode()
    refused = again.post(page.address, {**page.values, **page.refused})

    assert (first.status_code, first.json()["version"], expired.status_code) == (200, 1, 302)
    assert [TYPED in there, 'name="version" value="1"' in there, "data-autosave" in there] == [True] * 3
    assert "nobody else can read it" in there
    assert (refused.status_code in (409, 422), TypedDraft.objects.count()) == (True, 1)


def test_a_page_that_was_saved_elsewhere_meanwhile_is_told_so(page):
    tab = sign_in(Client(), page.person)
    tab.post(page.address, {**page.values, "version": 0}, **SAVING)
    late = tab.post(page.address, {**page.values, "version": 0}, **SAVING)

    assert (late.status_code, late.json()["version"]) == (409, 1)


@pytest.mark.parametrize("page", OF_A_PUBLISHED_REPORT, indirect=True)
def test_what_is_typed_about_a_published_report_is_kept_by_a_button_and_no_draft_once_it_is_sent(page):
    tab = sign_in(Client(), page.person)
    later = tab.post(page.address, {**page.values, "version": 0, "keep_for_later": "yes"})
    shown = tab.get(page.address)
    name = {"open_page": shown.context["form"].open_page}
    sent = tab.post(page.address, {**page.values, **page.missing, **name})
    late = tab.post(page.address, {**page.values, "version": 1, **name}, **SAVING)

    assert (later.status_code, TYPED in shown.content.decode()) == (302, True)
    assert (sent.status_code, late.status_code, TypedDraft.objects.filter(sent_at=None).count()) == (302, 409, 0)


def test_without_a_script_a_button_keeps_a_score_and_sending_it_ends_the_draft(scored, db):
    lead, where = sign_in(Client(), scored.lead), first_statement(scored)
    values = {"PE_score": "2", "PE_words": TYPED, "PE_seen": 1, "SL_score": "3", "SL_words": WHY, "SL_seen": 1}
    values |= {"PR_score": "none", "PR_words": "", "PR_seen": 0, "changed_because": "P1 rang."}

    lead.post(where, {**values, "version": 0, "keep_for_later": "yes"})
    other = sign_in(Client(), scored.second).get(where).content.decode()
    kept = TypedDraft.objects.filter(person=scored.lead).count()
    lead.post(where, values)

    assert (TYPED in other, kept, TypedDraft.objects.exists()) == (False, 1, False)
    changed = CategoryScore.objects.get(assessment=scored.assessment, version=2)
    assert (changed.category, changed.reasons) == ("people", TYPED)


def test_a_draft_of_what_somebody_changed_meanwhile_is_told_so_once_and_then_its_writer_decides(scored, db):
    lead, where = sign_in(Client(), scored.lead), first_statement(scored)
    values = {"PE_score": "1", "PE_words": TYPED, "PE_seen": 1, "SL_score": "3", "SL_words": WHY, "SL_seen": 1}
    values |= {"PR_score": "none", "PR_words": "", "PR_seen": 0, "changed_because": "P1 rang."}
    score(scored, LEARNING, {"people": 4}, because="A letter came.", by=scored.second)

    refused = lead.post(where, values)
    seen = refused.context["form"]["PE_seen"].value()
    kept = lead.post(where, {**values, "PE_seen": seen})

    rows = CategoryScore.objects.filter(assessment=scored.assessment, statement=LEARNING, category="people")
    assert (refused.status_code, TYPED in refused.content.decode(), kept.status_code) == (409, True, 302)
    assert [(each.version, each.score) for each in rows.order_by("version")] == [(1, 3), (2, 4), (3, 1)]


def test_what_was_typed_can_still_be_read_once_scoring_has_ended(answering, db):
    scene = answering[0]
    keep_typed(scene.again(), page="score:S1", typed={"PE_words": [TYPED]}, version=0, by=scene.lead, at=database_now())

    shown = sign_in(Client(), scene.lead).get(first_statement(scene))

    assert [words in shown.content.decode() for words in (TYPED, "Scoring has ended")] == [True, True]


def test_drafts_of_scores_outlive_closed_evidence_and_those_of_evidence_do_not(scored, db):
    for name in ("score:S1", "evidence", "visit:1"):
        keep_typed(scored.again(), page=name, typed={}, version=0, by=scored.lead, at=database_now())

    gone = clear_drafts(at=database_now())

    assert (gone, [each.page for each in TypedDraft.objects.all()]) == (2, ["score:S1"])
