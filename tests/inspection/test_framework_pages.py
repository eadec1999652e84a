"""The pages of frameworks: read, compared and tried by everybody, prepared by staff."""

import json

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from inspection.loading import load_frameworks
from inspection.models import Framework
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from tests.factories.frameworks import make_framework, small_content
from tests.factories.people import make_staff
from tests.house_rules.query_counts import assert_same_queries
from tests.signing_in import sign_in


@pytest.fixture(scope="module")
def frameworks(kept_database):
    """The frameworks of content/, loaded."""
    load_frameworks(settings.CONTENT_ROOT, database_now())


@pytest.fixture
def pages(db, frameworks, client):
    """Open a page and give its words."""

    def words(name, *args, status=200, **asked):
        response = client.get(reverse(name, args=args), asked)
        assert response.status_code == status
        return " ".join(response.content.decode().split())

    return words


def send_file(client, text):
    file = SimpleUploadedFile("framework.json", text.encode(), content_type="application/json")
    return client.post(reverse("framework-import"), {"file": file})


def test_everybody_reads_what_is_no_draft(pages, client):
    assert "ASC-2026-DRAFT" not in pages("framework-list")
    pages("framework-detail", "asc-2026", 1, status=404)

    sign_in(client, make_staff(Role.INSPECTOR))
    assert "ASC-2026-DRAFT" in pages("framework-list")
    page = pages("framework-detail", "asc-2026", 1)
    assert "Its statements are still missing" in page
    assert "nobody can be assessed by it, and it cannot be put on trial or into use." in page
    assert "Try scores and see the rating" not in page


def test_the_list_is_narrowed_and_an_empty_one_says_so(pages):
    found = pages("framework-list", subject_kind="local_authority", scoring_mode="statement_direct")

    assert ("LA-SAF-2" in found, "LA-SAF-1" in found, "PROV-SAF-2" in found) == (True, False, False)
    assert "No framework is like that." in pages("framework-list", words="hospital")


def test_a_version_shows_what_belongs_to_a_statement(pages):
    page = pages("framework-detail", "la-saf", 1)

    assert "Care Act 2014, sections 34 to 36 (still to be confirmed)" in page
    assert "Evidence to expect: How things are done" in page
    assert "Supporting adult carers, NICE, 2021" in page


def test_what_is_downloaded_can_be_brought_in_again(pages, client):
    sent = json.loads(client.get(reverse("framework-file", args=["ub-test", 1])).content)
    assert sent == Framework.objects.get(code="UB-TEST-1").content

    editor = make_staff(Role.CONTENT_EDITOR)
    sign_in(client, editor)
    response = send_file(client, json.dumps(sent | {"version": 2, "code": "UB-TEST-2"}))

    row = Framework.objects.get(code="UB-TEST-2")
    assert response["Location"] == reverse("framework-detail", args=["ub-test", 2])
    assert (row.status, row.loaded_by) == ("draft", editor)


def test_a_faulty_file_is_refused_with_every_place(pages, client):
    sign_in(client, make_staff(Role.CONTENT_EDITOR))
    content = small_content()
    content["areas"][0]["statements"][1]["required"] = []
    content["bands"][0]["lowest"] = 0
    response = send_file(client, json.dumps(content))

    page = response.content.decode()
    assert response.status_code == 422
    assert "area S, statement S2: Name the kinds of evidence that must be there, one or more." in page
    assert "band 1: The first band begins at 25, the lowest that can come out." in page
    assert not Framework.objects.filter(slug="small").exists()


def test_a_version_in_use_is_not_replaced_by_a_file(pages, client):
    sign_in(client, make_staff(Role.CONTENT_EDITOR))
    response = send_file(client, json.dumps(Framework.objects.get(code="LA-SAF-1").content))

    assert response.status_code == 409
    assert "LA-SAF-1 is no draft any more and cannot change." in response.content.decode()


def test_two_versions_stand_side_by_side_and_can_be_narrowed(pages):
    both = {"before": "LA-2022", "after": "LA-SAF-1"}

    assert "New: 1; Renamed: 1; Other words or evidence: 8." in pages("framework-compare", **both)
    only_new = pages("framework-compare", **both, kind="added")
    assert ("T1.3 Equity" in only_new, "T2.1 Care" in only_new) == (True, False)
    assert "No statement is like that." in pages("framework-compare", **both, words="hospital")
    assert "Choose two versions" in pages("framework-compare")
    assert "Choose two versions" in pages("framework-compare", before="LA-2022", after="ASC-2026-DRAFT")


def test_scores_are_tried_and_every_step_is_told(pages):
    scores = {f"S{number}": "3" for number in range(1, 9)} | {"S4": "1", "C1": "x"}
    page = pages("framework-try", "prov-saf", 2, **scores)

    assert "Safe: requires improvement" in page
    assert "S4 scored 1, and one score of 1 is enough. So the rating is at most requires improvement." in page
    assert "One point more at S4 would make Safe “good”." in page
    assert "Still missing: Effective, Caring, Responsive and Well-led." in page


def test_kinds_of_evidence_are_tried_where_they_get_the_scores(pages):
    page = pages("framework-try", "prov-saf", 1, **{"S1.PE": "3", "S1.SL": "2", "S1.FP": "x", "S1.PR": "3"})

    assert "That is 66.67%, rounded to 67%. From 63% to 87% gives the score 3: a good standard." in page


def test_another_version_reads_the_same_scores(pages):
    scores = {f"S{number}.{code}": "3" for number in range(1, 9) for code in ("PE", "SL", "FP", "PR", "OU")}
    page = pages("framework-try", "prov-saf", 1, **scores, beside="PROV-SAF-2")
    alone = pages("framework-try", "prov-saf", 1, **scores, beside="LA-SAF-1")

    row = '<td class="govuk-table__cell" data-label="PROV-SAF-1">good</td><td class="govuk-table__cell" '
    assert row + 'data-label="PROV-SAF-2">good</td>' in page
    assert "The same scores by two versions" not in alone


def test_everybody_finds_the_way_to_the_frameworks(client, db):
    address = f'href="{reverse("framework-list")}"'
    assert address in client.get("/").content.decode()

    sign_in(client, make_staff(Role.INSPECTOR))
    assert address in client.get("/").content.decode()


def test_ratings_are_tried_where_there_are_no_scores(pages, client):
    sign_in(client, make_staff(Role.INSPECTOR))
    ratings = dict.fromkeys("SECR", "good") | {"W": "outstanding", "breach": ["caring"]}
    page = pages("framework-try", "asc-2026", 1, **ratings)

    assert "Without the breach the whole would be good." in page
    assert "The whole: requires improvement" in page


def test_what_means_nothing_is_left_out_of_a_try(pages):
    page = pages("framework-try", "prov-saf", 2, S1="7", S2="", breach="nowhere", limit="WELL_LED")

    assert "What comes out" not in page


def test_a_manager_takes_a_version_out_of_use(pages, client):
    sign_in(client, make_staff(Role.INSPECTION_MANAGER))
    address = reverse("framework-status", args=["la-saf", 1])
    refused = client.post(address, {"status": "draft"})
    response = client.post(address, {"status": "retired"})

    assert (refused.status_code, response.status_code) == (422, 302)
    assert Framework.objects.get(code="LA-SAF-1").status == "retired"
    assert "“No longer used”" in pages("framework-detail", "la-saf", 1)


def test_the_list_asks_as_much_for_many_as_for_one(client, db):
    numbers = iter(range(1, 100))

    def add(count):
        for number in (next(numbers) for _ in range(count)):
            make_framework(version=number, code=f"SMALL-{number}")

    assert_same_queries(client, reverse("framework-list"), add=add)
