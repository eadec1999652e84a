"""The pages of scoring: what they show, what is typed in, and how many questions they put to the database."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from inspection.actions.limits import ask_departure, note_limiter, sign_departure
from inspection.actions.scores import CategoryEntry, score_statement
from inspection.models import Assessment, CategoryScore, Departure, NotedLimiter
from inspection.queries.evidence import content_of
from inspection.rulebook.way_of_rating import way_of_rating
from sandbox_portal.casework.moments import day_in_words
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from tests.factories.inspection import LEARNING, Scene, a_framework
from tests.factories.inspection import page_of as page
from tests.factories.people import make_staff
from tests.factories.scoring import WHY, in_scoring, score, score_everything
from tests.house_rules.query_counts import assert_within_budget
from tests.signing_in import sign_in

PAGES = (
    "assessment-scores",
    "assessment-trace",
    "assessment-what-if",
    "assessment-beside",
    "assessment-charts",
    "assessment-charts-sheet",
    "assessment-rating-file",
)


@pytest.fixture(scope="module")
def scene(kept_database) -> Scene:
    return score_everything(in_scoring())


def typed(**changes: object) -> dict[str, object]:
    """The form of the first statement as it stands, with what somebody typed."""
    kept = {"PE_score": 3, "PE_words": WHY, "PE_seen": 1, "SL_score": 3, "SL_words": WHY, "SL_seen": 1}
    return {**kept, "PR_score": "none", "PR_words": "", "PR_seen": 0, **changes}


@pytest.mark.parametrize("name", [*PAGES, "assessment-detail"])
def test_no_page_asks_more_than_its_budget_while_there_is_most_to_show(scene, lead, name):
    at = database_now()
    facts = {"code": "BREACH", "area": "safe", "regulation": "Regulation 17", "words": "No audits."}
    note_limiter(scene.again(), **facts, by=scene.lead, at=at)
    asked = ask_departure(
        scene.again(), about="well_led", rating="outstanding", reason="All say so.", by=scene.manager, at=at
    )
    sign_departure(asked, by=make_staff(Role.INSPECTION_MANAGER), at=at)

    assert_within_budget(lead, page(scene, name))


@pytest.mark.parametrize(
    ("name", "more"),
    [("assessment-score-statement", ["S1"]), ("assessment-judge-area", ["safe"]), ("assessment-limiter-note", [])],
)
def test_no_form_asks_more_than_its_budget(scene, lead, name, more):
    assert_within_budget(lead, page(scene, name, *more))


def test_a_statement_shows_its_evidence_its_levels_and_what_was_kept(scene, lead):
    shown = lead.get(page(scene, "assessment-score-statement", "S1")).content.decode()

    found = [words in shown for words in ("They always say who comes.", "An exceptional standard", WHY, "Next: S2")]
    assert found == [True] * 4


def test_looking_at_what_a_score_would_change_keeps_nothing(scene, lead):
    before = CategoryScore.objects.count()

    answer = lead.post(
        page(scene, "assessment-score-statement", "S1"), typed(PE_score=1, SL_score=1, look="yes", changed_because="")
    )

    assert [str((each.title, each.before, each.after)) for each in answer.context["effects"]] == [
        "('S1 Learning', '3', '1')",
        "('Safe', 'good', 'requires improvement')",
    ]
    assert (answer.status_code, CategoryScore.objects.count()) == (200, before)


def test_scores_are_kept_with_their_reasons_and_the_next_look_shows_them(scene, lead):
    where = page(scene, "assessment-score-statement", "S1")

    answer = lead.post(where, typed(PE_score=2, PR_score="x", PR_words="No records yet", changed_because="P1 rang us."))

    rows = CategoryScore.objects.filter(statement=LEARNING).order_by("category", "version")
    assert (answer.status_code, answer["Location"]) == (302, where)
    assert [(each.category, each.version, each.score, each.not_sought_because) for each in rows] == [
        ("people", 1, 3, ""),
        ("people", 2, 2, ""),
        ("processes", 1, None, "No records yet"),
        ("staff", 1, 3, ""),
    ]


def test_what_is_typed_stays_when_it_is_refused(scene, lead):
    score(scene, LEARNING, {"people": 4}, because="A letter came.", by=scene.second)

    answer = lead.post(
        page(scene, "assessment-score-statement", "S1"), typed(PE_score=1, PE_words="Too slow", changed_because="Slow")
    )

    shown = answer.content.decode()
    assert (answer.status_code, "Too slow" in shown, f"{scene.second.name} changed" in shown) == (409, True, True)


def test_a_kind_that_nobody_looked_for_needs_a_reason(scene, lead):
    answer = lead.post(page(scene, "assessment-score-statement", "S1"), typed(PR_score="x"))

    assert (answer.status_code, "say why nobody looked" in answer.content.decode()) == (422, True)


def test_a_breach_is_noted_limits_the_rating_and_is_taken_back(scene, lead):
    values = {"code": "BREACH", "area": "safe", "regulation": "Regulation 17", "words": "No audits since spring."}

    lead.post(page(scene, "assessment-limiter-note"), values)

    row = NotedLimiter.objects.get()
    shown = lead.get(page(scene, "assessment-scores")).content.decode()
    assert "A regulation is breached. So the rating is at most requires improvement." in shown
    lead.post(page(scene, "assessment-limiter-end", row.pk), {"because": "The audits were in another book."})
    row.refresh_from_db()
    assert (row.ended_by, row.ended_because) == (scene.lead, "The audits were in another book.")


def test_a_departure_is_asked_by_one_manager_and_signed_by_another(scene, manager):
    manager.post(page(scene, "assessment-departure-ask"), {"move": "safe.outstanding", "reason": "All of them say so."})
    row = Departure.objects.get()

    waits = "Safe: a change from good to outstanding was asked for. It waits for a second signature"
    asked = manager.get(page(scene, "assessment-trace")).content.decode()
    own = manager.post(page(scene, "assessment-departure-sign", row.pk))
    second = sign_in(Client(), make_staff(Role.INSPECTION_MANAGER))
    other = second.post(page(scene, "assessment-departure-sign", row.pk))

    assert (own.status_code, other.status_code) == (409, 302)
    told = manager.get(page(scene, "assessment-trace")).content.decode()
    assert (waits in asked, waits in told) == (True, False)
    assert "What was worked out is good. By professional judgement it is outstanding." in told


def test_what_if_shows_what_other_scores_would_change(scene, lead):
    answer = lead.get(page(scene, "assessment-what-if"), {"W1.PE": "1", "W1.SL": "1"})

    assert [(each.title, each.after) for each in answer.context["effects"]] == [
        ("W1 Direction", "1"),
        ("Well-led", "inadequate"),
        ("The whole", "requires improvement"),
    ]


def test_what_if_says_when_no_rating_would_be_different(scene, lead):
    where, word = page(scene, "assessment-what-if"), "No rating would be different."

    shown = [
        lead.get(where, tried).content.decode()
        for tried in ({"S1.PE": "2", "S1.SL": "2"}, {"W1.PE": "1", "W1.SL": "1"})
    ]

    assert [word in each for each in shown] == [True, False]


def test_what_if_says_what_nobody_looked_for(scene, lead):
    entries = [CategoryEntry("staff", not_sought_because="There is no staff yet.", seen=1)]
    facts = {"categories": entries, "changed_because": "They have left."}
    score_statement(scene.again(), statement=LEARNING, **facts, by=scene.lead, at=database_now())

    shown = lead.get(page(scene, "assessment-what-if")).content.decode()

    assert shown.count("As it is: nobody looked for it") == 1


def test_what_was_picked_in_another_area_goes_along_unseen(scene, lead):
    answer = lead.get(page(scene, "assessment-what-if"), {"area": "well_led", "S1.PE": "1", "S1.SL": "1"})

    shown = answer.content.decode()
    assert [each.title for each in answer.context["effects"]][:2] == ["S1 Learning", "Safe"]
    assert '<input type="hidden" name="S1.PE" value="1">' in shown
    assert ['<select class="govuk-select" id="id_W1.PE"' in shown, 'id="id_S1.PE"' in shown] == [True, False]


def test_each_statement_and_its_evidence_are_told_on_the_page_of_its_area(scene, lead):
    where = page(scene, "assessment-trace")

    whole, of_area = (lead.get(address).content.decode() for address in (where, f"{where}?area=safe"))

    asked = (
        "S1 Learning",
        "?statement=safe.learning&amp;category=people",
        "Each statement of “Safe”, and the evidence",
    )
    assert [words in whole for words in asked] == [False, False, True]
    assert [words in of_area for words in asked] == [True, True, False]
    assert ["How the rating of “Safe” came about" in each for each in (whole, of_area)] == [False, True]


def test_the_trace_says_what_it_rests_on_and_from_which_days(scene, lead):
    items = scene.assessment.evidence.filter(replaced_at=None)
    day = day_in_words(day_in_london(items.first().seen_at))

    shown = lead.get(page(scene, "assessment-trace")).content.decode()

    asked = (way_of_rating(content_of(scene.assessment)), "3 of 3 statements", f"{items.count()} piece", day)
    assert [words in shown for words in asked] == [True] * 4


def test_an_area_that_keeps_its_last_rating_leads_to_no_statements(scene, lead):
    Assessment.objects.filter(pk=scene.assessment.pk).update(statements=[LEARNING])

    shown = lead.get(page(scene, "assessment-trace")).content.decode()

    assert ["?area=safe" in shown, "?area=well_led" in shown] == [True, False]


def test_the_file_of_a_rating_is_reckoned_again_by_the_command(scene, lead):
    from sandbox_portal.recompute.answers import answer

    text = lead.get(page(scene, "assessment-rating-file")).content
    whole = json.loads(text)

    assert (whole["level"], whole["given"]["category_scores"][LEARNING]) == ("assessment", {"people": 3, "staff": 3})
    assert "overall" in answer("rating", json.dumps({**whole, "framework": "PROV-SAF-1", "given": {}}).encode())


def test_an_auditor_reads_and_does_not_score_and_others_find_nothing(scene, db):
    where = page(scene, "assessment-score-statement", "S1")
    auditor, lead_of_programme = (sign_in(Client(), make_staff(role)) for role in (Role.AUDITOR, Role.PROGRAMME_LEAD))

    looked = [auditor.get(where).status_code, auditor.post(where, typed()).status_code]
    refused = [lead_of_programme.get(page(scene, name)).status_code for name in PAGES]

    assert (looked, set(refused)) == ([200, 404], {403})


def test_an_area_is_judged_on_its_page_beside_the_notes_of_its_statements(db):
    scene = in_scoring(framework=a_framework(scoring_mode="key_question_judgement", limiters=["BREACH"]))
    lead, where = sign_in(Client(), scene.lead), page(scene, "assessment-judge-area", "safe")
    note = {"reasons": "Worries are shared across circles.", "seen": 0}

    noted = lead.post(page(scene, "assessment-score-statement", "S1"), note)
    without = lead.post(where, {"rating": "good", "reasons": "", "seen": 0})
    judged = lead.post(where, {"rating": "good", "reasons": "Everybody says so.", "seen": 0})

    assert (noted.status_code, without.status_code, judged.status_code) == (302, 409, 302)
    shown = lead.get(where).content.decode()
    assert [words in shown for words in ("Worries are shared across circles.", "Everybody says so.")] == [True, True]
    assert "Safe: good" in lead.get(page(scene, "assessment-scores")).content.decode()
    told = lead.get(page(scene, "assessment-trace"), {"area": "safe"}).content.decode()
    assert [words in told for words in ("Worries are shared across circles.", "Everybody says so.")] == [True, True]
    assert lead.get(page(scene, "assessment-charts")).status_code == 200
    assert lead.get(page(scene, "assessment-what-if"), {"S": "inadequate"}).context["effects"][0].after == "inadequate"


def test_a_statement_that_is_scored_as_a_whole_has_one_score_and_reasons_for_what_nobody_looked_for(db):
    scene = in_scoring(framework=a_framework(scoring_mode="statement_direct"))
    lead, where = sign_in(Client(), scene.lead), page(scene, "assessment-score-statement", "S1")
    kinds = {
        "PE_words": "",
        "PE_seen": 0,
        "SL_words": "There is no staff yet.",
        "SL_seen": 0,
        "PR_words": "",
        "PR_seen": 0,
    }

    without = lead.post(where, {"score": 3, "reasons": "", "seen": 0, **kinds})
    kept = lead.post(where, {"score": 3, "reasons": "The letter says so.", "seen": 0, **kinds})

    assert (without.status_code, kept.status_code) == (422, 302)
    shown = lead.get(where).content.decode()
    assert "The inspector gave 3: a good standard." in shown
    assert "The letter says so." in lead.get(page(scene, "assessment-trace"), {"area": "safe"}).content.decode()


def test_the_history_of_a_case_tells_of_scores_only_those_who_read_them(scene, lead, manager):
    where = reverse("case-timeline", args=[scene.assessment.pk])
    programme_lead = sign_in(Client(), make_staff(Role.PROGRAMME_LEAD))

    told = ["tatement scored" in each.get(where).content.decode() for each in (lead, manager, programme_lead)]

    assert told == [True, True, False]
