"""A second assessment of a service stands beside the one that was published before it: in charts, table and sheet."""

import csv

import pytest
from django.test import Client
from django.urls import reverse

from inspection.actions import publication
from inspection.actions.scores import finish_scoring
from inspection.choices.assessments import AssessmentStage as S
from inspection.models import Publication
from tests.factories.inspection import LEARNING, STAFFING, Scene, a_framework, gathering
from tests.factories.reports import public_at, published, step
from tests.factories.scoring import in_scoring, score
from tests.house_rules.query_counts import assert_within_budget
from tests.signing_in import sign_in

DIRECTION = "well_led.direction"


@pytest.fixture(scope="module")
def second(kept_database) -> Scene:
    """All statements had 3 in the published report; now one of safe has 4, and that of well-led has 2."""
    first = public_at(S.CLOSED, published()[0])
    place = {"organisation": first.assessment.organisation, "service": first.assessment.service}
    scene = in_scoring(gathering(**place, framework=a_framework(status="live")))
    for statement, value in ((LEARNING, 4), (STAFFING, 3), (DIRECTION, 2)):
        score(scene, statement, {"people": value, "staff": value})
    step(finish_scoring, scene, by=scene.lead)
    return scene


@pytest.fixture
def lead(second, db) -> Client:
    return sign_in(Client(), second.lead)


def test_the_page_of_charts_says_in_words_what_went_up_and_what_went_down(second, lead):
    shown = lead.get(reverse("assessment-charts", args=[second.assessment.pk])).content.decode()

    told = ("1 of 2 went up; “Well-led” went down.", "1 of 3 went up; “W1 Direction” went down.")
    assert [words in shown for words in ("The last assessment is", *told)] == [True] * 3
    assert shown.count("<svg") > 0
    assert_within_budget(lead, reverse("assessment-charts", args=[second.assessment.pk]))


def test_the_table_beside_the_chart_has_both_numbers_of_every_area_and_statement(second, lead):
    pictures = lead.get(reverse("assessment-charts", args=[second.assessment.pk])).context["pictures"]

    found = [(row.label, row.before, row.after) for row in (*pictures.areas.rows, *pictures.statements.rows)]
    assert found == [
        ("Safe", "75%", "88%"),
        ("Well-led", "75%", "50%"),
        ("S1 Learning", "3", "4"),
        ("S2 Enough staff", "3", "3"),
        ("W1 Direction", "3", "2"),
    ]


def test_the_sheet_has_them_too_and_the_ratings_in_words(second, lead):
    text = lead.get(reverse("assessment-charts-sheet", args=[second.assessment.pk])).getvalue().decode("utf-8-sig")

    rows = list(csv.reader(text.splitlines()))
    assert rows == [
        ["What", "Code", "Title", "Number", "Number last time", "Rating", "Rating last time"],
        ["Area", "S", "Safe", "88", "75", "outstanding", "good"],
        ["Statement", "S1", "Learning", "4", "3", "", ""],
        ["Statement", "S2", "Enough staff", "3", "3", "", ""],
        ["Area", "W", "Well-led", "50", "75", "requires improvement", "good"],
        ["Statement", "W1", "Direction", "2", "3", "", ""],
        ["Whole", "", "The whole", "", "", "good", "good"],
    ]


def test_the_older_report_leads_to_the_newer_one_also_once_that_was_corrected(second, client, db):
    older = Publication.objects.get(assessment__service=second.assessment.service)
    newer = published(second)[1]
    pages = {each: reverse("report-public", args=[each.assessment_id]) for each in (older, newer)}
    correction = {"paragraph": "1.1", "text": "People feel safe.", "note": "One word was wrong."}
    step(publication.correct_publication, second, by=second.manager, **correction)

    shown = {each: client.get(address).content.decode() for each, address in pages.items()}

    assert {each: "This is an older report" in words for each, words in shown.items()} == {older: True, newer: False}
    assert f'href="{pages[newer]}"' in shown[older]
