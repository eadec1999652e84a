"""What the public may read of a selection, and when (R-187, R-188)."""

import csv
import io
import json
import re

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from sandbox_portal.documents.models import Job
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.queries import people_of
from selection.actions.letters import release_outcome_letters
from selection.actions.publication import ask_for_scores
from selection.queries.results import names_published
from tests.factories.people import make_staff
from tests.house_rules.query_counts import queries_of
from tests.signing_in import sign_in

from ..results_scene import again, do_all_work, signed_off

pytestmark = pytest.mark.django_db
BEFORE = ("application-scores", "application-scores-file")


def owner_of(application):
    return people_of(application.organisation)[0]


def address(name, selection):
    return reverse(name, args=[selection.round.slug])


def test_before_the_letters_are_sent_nobody_learns_a_name_or_a_number(client, held):
    selection, sent = held.selection, held.sent

    pages = [client.get(address(name, selection)).content.decode() for name in ("round-results", "round-statistics")]
    files = [
        client.get(address(name, selection)).status_code for name in ("round-statistics-data", "round-statistics-sheet")
    ]

    assert [each.organisation.name for each in sent for page in pages if each.organisation.name in page] == []
    assert ["There are no results yet" in pages[0], "are published when" in pages[1]] == [True, True]
    assert files == [404, 404]


def test_before_the_letters_are_sent_every_applicant_reads_the_same(held):
    """Selected, reserve, not selected, out of scope, not able to commit: their pages differ in nothing."""
    first, *others = [said_to(each) for each in held.sent]

    assert [(here, there) for other in others for here, there in zip(first, other, strict=True) if here != there] == []


def test_after_the_letters_are_sent_they_differ(told):
    """The twin."""
    assert len({said_to(each) for each in told.sent}) == len(told.sent)


def said_to(application):
    """Status page, timeline, case list and front page of the applicant, without what names the applicant itself."""
    client = sign_in(Client(), owner_of(application))
    pages = [
        client.get(reverse("application-status", args=[application.pk])),
        client.get(reverse("case-timeline", args=[application.pk])),
        client.get(reverse("case-documents", args=[application.pk])),
        client.get(reverse("application-withdraw", args=[application.pk])),
        client.get(reverse("my-actions")),
        client.get(reverse("home")),
    ]
    codes = [client.get(reverse(name, args=[application.pk])).status_code for name in BEFORE]
    return (*codes, *((page.status_code, words_of(page, application)) for page in pages))


def words_of(page, application):
    """The words a person reads, numbers and own names taken out."""
    text = re.sub(r"<[^>]*>|\d+", " ", page.content.decode().split("<main", 1)[-1].split("</main>")[0])
    for own in (application.organisation.name, owner_of(application).name):
        text = text.replace(re.sub(r"\d+", " ", own), " ")
    return " ".join(text.split())


def test_only_names_with_consent_are_published_and_the_others_are_counted(client, told):
    selection, sent = told.selection, told.sent

    page = client.get(address("round-results", selection)).content.decode()

    assert [each.organisation.name for each in names_published(selection.round)] == [sent[0].organisation.name]
    assert [each.organisation.name in page for each in sent] == [True, False, False, False, False]


def test_the_statistics_are_the_same_on_the_page_in_the_csv_and_in_the_json(client, told):
    selection = told.selection

    data = client.get(address("round-statistics-data", selection)).json()
    rows = list(csv.reader(io.StringIO(client.get(address("round-statistics-sheet", selection)).content.decode())))

    assert data["results"]["rows"] == [
        ["Received", 5],
        ["Selected", 1],
        ["On the reserve list", 1],
        ["Not selected", 1],
        ["Not able to commit", 1],
        ["Out of scope", 1],
        ["Withdrawn", 0],
    ]
    assert [row[1:] for row in data["gates"]["rows"]] == [[0, 5], [1, 4], [1, 3]]
    assert data["totals"] == {
        "columns": ["Total", "Applications"],
        "rows": [],
        "note": "Fewer than 5 applications were scored, so we do not show how their totals spread.",
    }
    assert [[row[1], int(row[3])] for row in rows if row[0] == "results"] == data["results"]["rows"]


def test_sending_the_letters_makes_the_statistics_as_a_public_document(client, told):
    selection = told.selection

    job = Job.objects.get(kind="selection.statistics_pdf")

    assert (job.state, job.result.audience, job.result.code) == ("done", "public", f"STATS-{selection.round.number}")
    response = client.get(reverse("document-download", args=[job.result.pk]))
    assert b"".join(response.streaming_content).startswith(b"%PDF-")


def test_own_scores_are_there_for_their_own_organisation_and_for_nobody_else(told):
    sent = told.sent
    pages = [reverse("application-scores", args=[sent[0].pk]), reverse("application-scores-file", args=[sent[0].pk])]

    mine, theirs = sign_in(Client(), owner_of(sent[0])), sign_in(Client(), owner_of(sent[1]))

    assert [mine.get(page).status_code for page in pages] == [200, 200]
    assert [theirs.get(page).status_code for page in pages] == [404, 404]


def test_own_scores_can_be_computed_again(tmp_path, capsys, told):
    sent = told.sent
    client = sign_in(Client(), owner_of(sent[0]))
    facts = tmp_path / "facts.json"
    facts.write_bytes(client.get(reverse("application-scores-file", args=[sent[0].pk])).content)

    call_command("recompute", "selection", str(facts))

    answer = json.loads(capsys.readouterr().out)
    reference = sent[0].case.reference
    assert answer["applications"] == {reference: {"s2": 8, "total": 19, "outcome": "PROPOSED"}}


def test_own_scores_as_a_pdf_hold_nobody_elses(told):
    sent = told.sent

    job = ask_for_scores(sent[2], by=owner_of(sent[2]), at=database_now())
    do_all_work()

    job.refresh_from_db()
    own, others = sent[2].case.reference, [each.case.reference for each in sent if each != sent[2]]
    assert (job.state, own in job.result.title) == ("done", True)
    assert [reference for reference in others if reference in str(job.result.data)] == []


def test_the_letters_page_and_the_file_ask_no_more_for_more_letters():
    lead = make_staff(Role.PROGRAMME_LEAD)
    selection, sent = signed_off(lead=lead)
    client = sign_in(Client(), lead)
    letters = reverse("selection-letters", args=[selection.pk])
    queries_of(client, letters)

    before = len(queries_of(client, letters))
    do_all_work()
    release_outcome_letters(again(selection), by=lead, at=database_now())
    after = len(queries_of(client, letters))

    assert before == after
    assert after <= 16
    assert len(queries_of(client, reverse("application-file", args=[sent[0].pk]))) <= 24


def test_the_pages_of_an_applicant_ask_little(told):
    selection, sent = told.selection, told.sent
    client = sign_in(Client(), owner_of(sent[0]))
    pages = ["application-status", "application-scores", "application-sent"]
    queries_of(client, reverse("home"))

    counts = {name: len(queries_of(client, reverse(name, args=[sent[0].pk]))) for name in pages}
    counts |= {
        name: len(queries_of(Client(), address(name, selection))) for name in ("round-results", "round-statistics")
    }

    assert {name: count for name, count in counts.items() if count > 12} == {}
