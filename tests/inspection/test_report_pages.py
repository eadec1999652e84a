"""Pages of reports: what is public and what never is, both texts of a conflict, the draft on a phone, the register."""

import io
import json
import re

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse

from inspection.actions import publication
from inspection.actions.printing import ask_for_export, issue_report
from inspection.models import AccuracyPoint, Publication, ReportSection, SentDraft
from inspection.queries.published import find_published
from inspection.queries.report_text import section_of
from inspection.queries.reports import publications_of
from sandbox_portal.documents import storage
from sandbox_portal.documents.actions import run_job
from sandbox_portal.documents.models import IssuedDocument
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from tests.documents.test_pdf import words_of
from tests.factories.inspection import Scene, load_words
from tests.factories.people import make_provider, make_staff
from tests.factories.reports import SUMMARY, published_with_secrets, sent, step, write, written
from tests.factories.worlds import MARK, World
from tests.signing_in import sign_in


@pytest.fixture(scope="module")
def public(kept_database) -> Scene:
    """Published, with a mark in every private field, and a review that is open."""
    load_words()
    people = {
        "inspection_manager": make_staff(Role.INSPECTION_MANAGER, name="Manuela Gray"),
        "inspector": make_staff(Role.INSPECTOR, name="Leo Dunn"),
        "provider": make_provider(),
    }
    return published_with_secrets(World("A", database_now(), people=people))


@pytest.fixture(scope="module")
def out(kept_database) -> Scene:
    return sent()[0]


@pytest.fixture(scope="module")
def drafting(kept_database) -> Scene:
    return written()


def page(scene: Scene, name: str, *more: object) -> str:
    return reverse(name, args=[scene.assessment.pk, *more])


def read(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def secrets_in(words: str, scene: Scene) -> list[str]:
    people = (scene.lead.name, scene.second.name, scene.manager.name, scene.owner.name, scene.owner.email)
    return [secret for secret in (MARK, "[E1]", "Evidence 1", *people) if secret in words]


def test_nothing_that_is_never_public_is_on_a_public_page(public, client, db):
    service = public.assessment.service
    pages = [
        page(public, "report-public"),
        page(public, "report-public-data"),
        reverse("report-list"),
        reverse("service-detail", args=[service.pk]),
        reverse("service-data", args=[service.pk]),
    ]

    assert [(each, secrets_in(read(client, each), public)) for each in pages] == [(each, []) for each in pages]
    assert MARK in str(list(AccuracyPoint.objects.values_list("words", "evidence", "answer_because")))


def test_nothing_that_is_never_public_is_in_the_published_pdf(public, db, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path

    document = issue_report(Publication.objects.get(assessment=public.assessment), by=None, at=database_now())

    with storage.open_stored(document.stored_name) as file:
        made = file.read()
    words = " ".join(words_of(made, tmp_path).split())
    assert secrets_in(words, public) == []
    assert SUMMARY in words
    assert "Requires improvement" in words
    assert (document.code, document.audience) == ("L-30", "public")
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert "pdfuaid:part" in str(pdf.open_metadata())


def test_the_snapshot_has_the_fields_that_may_be_public_and_no_other(public, client, db):
    told = json.loads(read(client, page(public, "report-public-data")))

    assert sorted(told) == sorted(
        [
            *("kind", "subject", "subject_word", "organisation", "reference", "framework", "evidence_from"),
            *("evidence_until", "is_rated", "overall", "rule", "areas", "statements", "breaches", "sections"),
            *(
                "before_on",
                "changes",
                "easy_read_file",
                "version",
                "published_on",
                "correction_note",
                "is_under_review",
            ),
        ]
    )
    assert {name for each in told["areas"] for name in each} == {
        *("key", "title", "rating", "label", "percent", "position", "limiters", "by_judgement", "rated_on"),
        "is_carried_over",
    }
    assert {name for each in told["statements"] for name in each} == {"area", "code", "title", "score", "label"}
    assert told["breaches"] == [{"area": "Safe", "regulation": "Regulation 17"}]


def test_ratings_stand_beside_the_narrative_and_the_areas_come_first(public, client, db):
    words = read(client, page(public, "report-public"))

    assert words.index("Our judgement") < words.index("Overall") < words.index(SUMMARY)
    assert "made today" in words
    assert "A review of this report was asked for" in words
    assert "breach" in words.lower()


def test_the_register_shows_the_areas_with_day_and_age_and_what_was_found(public, client, db):
    words = read(client, reverse("service-detail", args=[public.assessment.service.pk]))

    assert words.index("What we found") < words.index("Safe") < words.index("Today")
    assert "made today" in words
    assert SUMMARY in words


def test_before_publication_nothing_of_a_report_is_public(out, client, db):
    assert client.get(page(out, "report-public")).status_code == 404
    assert client.get(page(out, "report-public-data")).status_code == 404
    assert out.assessment.subject_name not in read(client, reverse("report-list"))


def test_a_list_of_reports_is_searched_by_name_and_by_kind(public, client, db):
    name = public.assessment.subject_name
    asked = {"q": name[:9], "kind": "provider"}

    found = read(client, reverse("report-list") + "?q=" + name[:9].replace(" ", "+"))
    assert name in found
    card = publications_of(public.assessment.pk)[0].snapshot
    ratings = ", ".join(f"{each['title']}: {each['label'].lower()}" for each in card["areas"])
    assert (SUMMARY in found, bool(ratings), ratings in found) == (True, True, True)
    assert name not in read(client, reverse("report-list") + "?kind=local_authority")
    assert name in client.get(reverse("report-list"), asked).content.decode()
    assert "No report matches" in read(client, reverse("report-list") + "?q=zzzz")


def test_the_list_never_reads_the_words_of_a_report(public, db):
    """Thirty reports of sixty pages would be read for thirty cards."""
    assert [each.get_deferred_fields() for each in find_published()] == [{"snapshot"}]


def test_a_corrected_report_shows_both_versions(public, client, db):
    scene = public
    other = make_staff(Role.INSPECTION_MANAGER)
    step(publication.decide_review, scene, by=other, outcome="not_upheld", because="They were rung.")
    facts = {"paragraph": "1.1", "text": "People are safe here.", "note": "They did not say that they know who comes."}
    step(publication.correct_publication, scene, by=scene.manager, **facts)

    now, before = read(client, page(scene, "report-public")), read(client, page(scene, "report-public") + "?version=1")

    assert "They did not say that they know who comes." in now
    assert (SUMMARY in now, SUMMARY in before) == (False, True)
    assert "This version was corrected" in before
    assert client.get(page(scene, "report-public") + "?version=7").status_code == 404


def test_what_is_typed_is_saved_and_a_conflict_shows_both_texts(drafting, db):
    lead, second = sign_in(Client(), drafting.lead), sign_in(Client(), drafting.second)
    address, version = page(drafting, "report-section", "how"), section_of(drafting.again(), "how").version
    typed = lead.post(address, {"text": "Typed.", "version": version}, headers={"X-Fragment": "1"})
    assert (typed.status_code, typed.json()["version"]) == (200, version + 1)

    late = second.post(address, {"text": "Mine.", "version": version}, headers={"X-Fragment": "1"})
    both = second.post(address, {"text": "Mine.", "version": version})

    assert (late.status_code, late.json()["changed_by"]) == (409, drafting.lead.name)
    words = both.content.decode()
    assert both.status_code == 409
    assert "Typed." in words
    assert "Mine." in words
    saved = second.post(address, {"text": "Typed. Mine.", "version": version + 1})
    assert saved.url == page(drafting, "report-desk")
    assert ReportSection.objects.get(assessment=drafting.assessment, kind="how").text == "Typed. Mine."


def test_the_page_of_a_section_gives_each_writer_a_key_of_their_own_for_what_their_browser_keeps(drafting, db):
    pages = [
        sign_in(Client(), person).get(page(drafting, "report-section", "how")).content.decode()
        for person in (drafting.lead, drafting.lead, drafting.second)
    ]

    first, again, other = [re.findall(r'data-keep-here="([^"]{44})"', each) for each in pages]

    assert (len(first), first == again, first == other) == (1, True, False)


def test_the_button_over_ones_own_save_of_this_moment_keeps_the_newer_words_of_a_section(drafting, db):
    lead, address = sign_in(Client(), drafting.lead), page(drafting, "report-section", "how")
    opened = lead.get(address).context["form"]
    sent = {"version": opened["version"].value(), "open_page": opened["open_page"].value()}

    typed = lead.post(address, {"text": "We", **sent}, headers={"X-Fragment": "1"})  # the page has not heard back
    saved = lead.post(address, {"text": "We asked.", **sent})
    late = lead.post(address, {"text": "We as", **sent}, headers={"X-Fragment": "1"})  # was still on its way
    other = sign_in(Client(), drafting.second).post(address, {"text": "Mine.", **sent})

    assert [each.status_code for each in (typed, saved, late, other)] == [200, 302, 409, 409]
    assert section_of(drafting.again(), "how").text == "We asked."


def test_the_desk_says_what_to_put_right_and_the_preview_leaves_evidence_out(drafting, db):
    write(drafting, "area-safe", "No evidence here.")
    lead = sign_in(Client(), drafting.lead)

    assert "Paragraph 2.1 names no evidence." in read(lead, page(drafting, "report-desk"))
    assert "[E1]" not in read(lead, page(drafting, "report-preview"))


def test_an_organisation_says_what_is_wrong_by_paragraph_and_sends_it(out, db):
    owner = sign_in(Client(), out.owner)
    draft = read(owner, page(out, "report-own-draft"))
    assert "Say what is wrong in 2.1" in draft
    assert "[E1]" not in draft

    said = {"kind": "fact", "words": "It was in March.", "evidence": ""}
    owner.post(page(out, "report-say-point", 2, 1), said)
    empty = owner.post(page(out, "report-say-point", 2, 1), {})
    assert (empty.status_code, "Say what is wrong, and what it should say" in empty.content.decode()) == (422, True)
    assert owner.get(page(out, "report-say-point", 2, 9)).status_code == 404
    assert "You made point 1 about this." in read(owner, page(out, "report-own-draft"))

    owner.post(page(out, "report-send-points"))

    assert SentDraft.objects.get(assessment=out.assessment).replied_by == out.owner
    manager = sign_in(Client(), out.manager)
    point = AccuracyPoint.objects.get(draft__assessment=out.assessment)
    assert "It was in March." in read(manager, page(out, "report-points"))
    manager.post(page(out, "report-answer", point.pk), {"answer": "accepted", "because": "The rota says so."})
    write(out, "area-safe", "Carers know what to do when something happens. [E1]")
    changes = read(manager, page(out, "report-changes"))
    assert "goes" in changes
    assert "<ins>" in changes
    assert "</del><ins>" not in changes
    assert "The rota says so." not in read(owner, page(out, "report-own-draft"))


def test_people_of_another_organisation_meet_no_draft(out, db):
    stranger = sign_in(Client(), make_provider())

    assert stranger.get(page(out, "report-own-draft")).status_code == 404


def test_what_is_published_offers_no_draft_of_it(out, public, db):
    waiting, done = (read(sign_in(Client(), each.manager), page(each, "report-desk")) for each in (out, public))

    assert page(out, "report-export") in waiting
    assert page(public, "report-export") not in done


def test_any_draft_becomes_a_pdf_that_says_it_is_one(drafting, db, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    before = IssuedDocument.objects.count()

    job = run_job(ask_for_export(drafting.again(), by=drafting.lead, at=database_now()), by=None, at=database_now())

    with storage.open_stored(job.file_name) as file:
        assert "This is a draft. It is not published" in " ".join(words_of(file.read(), tmp_path).split())
    assert IssuedDocument.objects.count() == before
