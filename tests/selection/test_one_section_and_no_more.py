"""A colleague who may see only the section they were given finds nothing of the others, on any page or file (R8)."""

import io
import zipfile
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Q
from django.test import Client
from django.urls import NoReverseMatch, reverse

from programme.actions import open_window
from sandbox_portal.casework import kinds
from sandbox_portal.casework.actions.messages import open_messages
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.documents import access, storage
from sandbox_portal.documents.actions import attach_evidence
from sandbox_portal.documents.actions.bundles import ask_for_case_bundle
from sandbox_portal.documents.actions.jobs import run_job
from sandbox_portal.documents.actions.messages import send_message
from sandbox_portal.documents.bundles import items_of
from sandbox_portal.documents.models import Attachment, IssuedDocument
from sandbox_portal.people.choices import Place, Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import User
from sandbox_portal.people.queries import people_of
from sandbox_portal.questions.actions import save_answer
from sandbox_portal.questions.actions.sections import give_section, hand_back_section, let_read_everything
from sandbox_portal.questions.choices import Rest
from sandbox_portal.questions.models import SectionHandover
from sandbox_portal.questions.queries import document_of, response_of
from selection.actions.applications import submit_application
from tests.factories.people import make_provider, make_staff
from tests.factories.rounds import make_round
from tests.factories.selection import answer_everything, make_draft
from tests.house_rules.access_table import pages
from tests.signing_in import sign_in

from .results_scene import do_all_work

pytestmark = pytest.mark.django_db
SECRET = "Zanzibar"
OWN = "understanding"
IDS = {"case", "case_id", "application_id", "pk"}


@pytest.fixture(scope="module")
def application(kept_database):
    """A sent application with the canary in every text outside one section, in a file, and in a message."""
    at = database_now()
    application = make_draft(open_window(make_round(), by=None, at=at))
    response, owner = response_of(application.case), people_of(application.organisation)[0]
    answer_everything(application)
    document, own = document_of(response.question_set), document_of(response.question_set).section_of[OWN]
    texts = [q for q in document.questions.values() if q.type == "long_text" and document.section_of[q.key] != own]
    for question in texts:
        save_answer(response, key=question.key, raw=f"{SECRET} {question.key}", version=1, by=owner, at=at)
    for key, name in (("", f"{SECRET}.txt"), (texts[0].key, f"{SECRET}-2.txt"), (OWN, "ours.txt")):
        attach_evidence(
            application.case,
            upload=SimpleUploadedFile(name, f"{SECRET if SECRET in name else 'Ours'}\n".encode()),
            question_key=key,
            by=owner,
            at=at,
        )
    lent = {"section_key": own.key, "by": owner, "at": at}
    give_section(response, holder=colleague(application, "Amira Khan"), rest=Rest.NOTHING, **lent)
    hand_back_section(response, section_key=own.key, by=User.objects.get(name="Amira Khan"), at=at)
    colleague(application, "Robin Hale")
    application = submit_application(application, key=uuid4(), by=owner, at=at)
    lead = make_staff(Role.PROGRAMME_LEAD)
    send_message(application.case, text=f"About {SECRET}", key=uuid4(), files=[], by=lead, at=at)
    open_messages(application.case, by=owner, at=database_now())
    do_all_work()
    return application


def colleague(application, name):
    return make_provider(application.organisation, place=Place.CONTRIBUTOR, name=name)


def owner_of(application):
    return people_of(application.organisation, Place.OWNER)[0]


def named(name):
    return User.objects.get(name=name)


def addresses(application):
    """Every page, file and picture that needs no more than this case in its address."""
    response = response_of(application.case)
    sections = [section.key for section in document_of(response.question_set).sections]
    for page in pages():
        ids = dict.fromkeys(set(page.parameters) & IDS, application.pk)
        others = set(page.parameters) - IDS
        if others == {"section"}:
            yield from (reverse(page.name, kwargs={**ids, "section": key}) for key in sections)
        elif not others and page.name:
            yield from reached(page.name, ids)
    for key, section in document_of(response.question_set).section_of.items():
        yield reverse("response-question", args=[application.pk, section.key, key])
        yield f"{reverse('case-evidence', args=[application.pk])}?question={key}"
    yield from (reverse("evidence-page", args=[each.pk]) for each in Attachment.objects.filter(case=application.pk))
    yield from (reverse("evidence-download", args=[each.pk]) for each in Attachment.objects.filter(case=application.pk))
    for each in IssuedDocument.objects.filter(case=application.pk):
        yield reverse("document-download", args=[each.pk])


def reached(name, ids):
    try:
        yield reverse(name, kwargs=ids)
    except NoReverseMatch:
        return


def read_by(application, user):
    """The addresses where this person reads the canary, and those that hand them a PDF of the application."""
    client = sign_in(Client(), user)
    found = {}
    for address in addresses(application):
        response = client.get(address)
        whole = b"".join(response.streaming_content) if response.streaming else response.content
        if SECRET.encode() in whole or whole.startswith(b"%PDF"):
            found[address] = response.status_code
    return found


def bundle_of(application, user):
    at = database_now()
    job = run_job(ask_for_case_bundle(application.case, left_out={}, by=user, at=at), by=user, at=at)
    with storage.open_stored(job.file_name) as content, zipfile.ZipFile(io.BytesIO(content.read())) as bundle:
        return job, b"".join(name.encode() + bundle.read(name) for name in bundle.namelist())


def test_who_sees_only_a_section_reads_nothing_else_on_any_page(application):
    amira = named("Amira Khan")
    ours = reverse("case-files", args=[application.pk])

    assert read_by(application, amira) == {}
    assert "ours.txt" in sign_in(Client(), amira).get(ours).content.decode()


def test_the_same_pages_show_it_to_a_colleague_who_may_read(application):
    found = read_by(application, named("Robin Hale"))

    pages_of_the_whole = ("application-answers", "response-check-answers", "case-files", "case-messages")
    assert {reverse(name, args=[application.pk]) for name in pages_of_the_whole} <= set(found)


def test_without_the_one_condition_their_files_and_messages_give_it_away(application, monkeypatch):
    monkeypatch.setattr(access, "_files_in_part", lambda user: Q())
    monkeypatch.setattr(kinds, "_read_in_part", lambda user: Q(pk__in=[]))
    client = sign_in(Client(), named("Amira Khan"))

    for name in ("case-files", "case-messages"):
        assert SECRET in client.get(reverse(name, args=[application.pk])).content.decode()


def test_their_bundle_holds_their_section_alone(application):
    job, bundle = bundle_of(application, named("Amira Khan"))
    _job, whole = bundle_of(application, named("Robin Hale"))

    assert (SECRET.encode() in bundle, SECRET.encode() in whole) == (False, True)
    files = [item.name for item in items_of(application.case, named("Amira Khan")) if item.folder == "03 Files"]
    assert files == ["001 ours.txt"]
    answer = sign_in(Client(), named("Amira Khan")).get(reverse("job-download", args=[job.pk]))
    assert (answer.status_code, b"".join(answer)[:2]) == (200, b"PK")


def test_a_bundle_of_the_whole_is_not_handed_out_once_they_see_only_a_section(application):
    robin, owner = named("Robin Hale"), owner_of(application)
    job, _whole = bundle_of(application, robin)
    SectionHandover.objects.create(
        response=response_of(application.case),
        section_key=document_of(response_of(application.case).question_set).section_of[OWN].key,
        holder=robin,
        rest=Rest.NOTHING,
        given_at=database_now(),
        given_by=owner,
    )

    answer = sign_in(Client(), robin).get(reverse("job-download", args=[job.pk]))

    assert answer.status_code == 409


def test_an_owner_lets_them_read_the_rest_also_after_sending(application):
    amira, owner = named("Amira Khan"), owner_of(application)
    response, at = response_of(application.case), database_now()
    with pytest.raises(Refused, match="Only an owner"):
        let_read_everything(response, holder=amira, by=named("Robin Hale"), at=at)
    section = document_of(response.question_set).sections[0].key
    client = sign_in(Client(), owner)
    assert (
        "Let Amira Khan read all the answers"
        in client.get(reverse("response-task-list", args=[application.pk])).content.decode()
    )

    client.post(reverse("response-section-let-read", args=[application.pk, section]), {"holder": str(amira.pk)})

    answers = sign_in(Client(), amira).get(reverse("application-answers", args=[application.pk]))
    assert SECRET in answers.content.decode()
    with pytest.raises(Refused, match="can read all the answers already"):
        let_read_everything(response, holder=amira, by=owner, at=at)
