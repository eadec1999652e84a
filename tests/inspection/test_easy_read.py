"""Easy read as a file: examined, sent out with the report, and read by everybody once it is published (R-407)."""

import io

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from inspection.actions import accuracy, easy_read, publication, reports
from inspection.queries.snapshots import snapshot_of
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.choices import Place, Role
from sandbox_portal.people.clock import database_now
from tests.factories.inspection import Scene
from tests.factories.people import make_provider, make_staff
from tests.factories.reports import step, written
from tests.signing_in import sign_in


def pdf(*, is_tagged: bool = True) -> SimpleUploadedFile:
    made, content = pikepdf.new(), io.BytesIO()
    made.add_blank_page()
    if is_tagged:
        made.Root.MarkInfo = pikepdf.Dictionary(Marked=True)
        made.Root.StructTreeRoot = pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot)
        made.Root.Lang = "en-GB"
    made.save(content)
    return SimpleUploadedFile("easy read.pdf", content.getvalue(), content_type="application/pdf")


@pytest.fixture(scope="module")
def drafting(kept_database) -> Scene:
    return written()


def page(scene: Scene, name: str) -> str:
    return reverse(name, args=[scene.assessment.pk])


def answers_to(tabs: list[Client], address: str) -> list[int]:
    answers = [tab.get(address) for tab in tabs]
    assert all(each.getvalue() for each in answers if each.streaming)
    return [each.status_code for each in answers]


def test_a_file_is_put_to_the_report_replaced_and_taken_away(drafting, db):
    lead, where = sign_in(Client(), drafting.lead), page(drafting, "report-easy-read")

    sent = lead.post(where, {"file": pdf()})
    shown = lead.get(where).content.decode()
    told = snapshot_of(drafting.again()).easy_read_file
    lead.post(where, {"remove_easy_read": "yes"})

    assert (sent.status_code, "“easy read.pdf” of" in shown, told.name) == (302, True, "easy read.pdf")
    assert snapshot_of(drafting.again()).easy_read_file is None


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (lambda: pdf(is_tagged=False), "a screen reader cannot follow"),
        (lambda: SimpleUploadedFile("easy.csv", b"a,b\n1,2\n"), "not a paper people can read here"),
        (lambda: SimpleUploadedFile("easy.pdf", b"no PDF at all"), "not what its ending"),
    ],
)
def test_what_is_no_paper_for_everybody_is_refused_with_a_sentence(drafting, file, words, db):
    answer = sign_in(Client(), drafting.lead).post(page(drafting, "report-easy-read"), {"file": file()})

    assert (answer.status_code, words in answer.content.decode()) == (409, True)


def test_during_the_check_exactly_those_who_read_the_draft_open_its_file(drafting, client, db):
    read, open_file = page(drafting, "report-own-draft"), page(drafting, "report-own-easy-read")
    contributor = make_provider(drafting.assessment.organisation, place=Place.CONTRIBUTOR)
    others = [make_provider(), drafting.lead, drafting.manager, make_staff(Role.AUDITOR)]
    everybody = [drafting.owner, contributor, *others]
    tabs = [*(sign_in(Client(), each) for each in everybody), client]

    step(easy_read.add_easy_read, drafting, upload=pdf(), by=drafting.lead)
    step(reports.send_to_check, drafting, by=drafting.lead)
    before = answers_to(tabs, open_file)
    step(accuracy.send_draft, drafting, by=drafting.manager)
    opened = answers_to(tabs, open_file)

    assert 200 not in before
    assert opened == answers_to(tabs, read)
    assert opened[:3] == [200, 200, 404]
    assert 200 not in opened[3:]
    shown, file = tabs[0].get(read).content.decode(), tabs[0].get(open_file)
    assert (open_file in shown, file["Content-Disposition"]) == (True, 'attachment; filename="easy read.pdf"')
    assert file.getvalue()[:5] == b"%PDF-"


def test_a_draft_without_a_file_names_none(drafting, db):
    step(reports.send_to_check, drafting, by=drafting.lead)
    step(accuracy.send_draft, drafting, by=drafting.manager)
    owner = sign_in(Client(), drafting.owner)

    assert "Easy read as a file" not in owner.get(page(drafting, "report-own-draft")).content.decode()
    assert owner.get(page(drafting, "report-own-easy-read")).status_code == 404


def test_once_published_everybody_reads_it_and_it_changes_no_more(drafting, client, db):
    public = page(drafting, "report-public-easy-read")
    step(easy_read.add_easy_read, drafting, upload=pdf(), by=drafting.lead)
    before = client.get(public).status_code
    step(reports.send_to_check, drafting, by=drafting.lead)
    draft = step(accuracy.send_draft, drafting, by=drafting.manager)
    step(accuracy.send_points, drafting, by=drafting.owner)
    step(reports.finish_report, drafting, by=drafting.lead)
    step(publication.publish, drafting, by=drafting.manager)

    shown = client.get(page(drafting, "report-public")).content.decode()
    file = client.get(public)
    content = file.getvalue()

    assert (before, draft.content["easy_read_file"]["name"], public in shown) == (404, "easy read.pdf", True)
    assert (file.status_code, file["Content-Type"], content[:5]) == (200, "application/pdf", b"%PDF-")
    assert file["Content-Disposition"] == 'attachment; filename="easy read.pdf"'
    with pytest.raises(Refused, match="cannot be done now"):
        easy_read.remove_easy_read(drafting.again(), by=drafting.lead, at=database_now())
