"""What a kind of case has without a line of its own: every test here uses pages and actions of the ground alone."""

import io
import uuid
import zipfile
from datetime import timedelta

import pytest
from django.test import Client, override_settings
from django.urls import reverse
from openpyxl import load_workbook

from inspection.actions.visits import VisitPlan, Written, endorse_visit, note_person_met, plan_visit, write_visit
from sandbox_portal.casework.actions.assigning import take_next_case
from sandbox_portal.casework.actions.holds import put_on_hold
from sandbox_portal.casework.actions.messages import write_message
from sandbox_portal.casework.kinds import kind_of
from sandbox_portal.casework.models import Case, Deadline, Event, OutboxEntry, Reminder
from sandbox_portal.casework.outbox import load_handlers
from sandbox_portal.casework.printing import printed
from sandbox_portal.casework.relay import drain
from sandbox_portal.casework.reminders import remind
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.documents.actions.bundles import ask_for_case_bundle
from sandbox_portal.documents.models import IssuedDocument
from sandbox_portal.documents.queries import documents_of
from sandbox_portal.people.choices import Place, Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.questions.actions.returns import flag_answer, return_to_applicant, say_it_stands, send_back
from sandbox_portal.questions.actions.sections import give_section
from sandbox_portal.questions.queries import response_of
from sandbox_portal.register.models import StatusEntry
from tests.factories.people import make_organisation, make_provider, make_staff
from tests.house_rules.truth_tables import assert_truth_table, truth_table
from tests.signing_in import sign_in

from .actions import send_letter
from .case_kinds import LIST_REQUEST_KIND
from .factory import decided, draft_of, load_words, sent_by
from .models import ListRequest
from .workflow import LIST_REQUEST

pytestmark = pytest.mark.django_db


class Scene:
    def __init__(self) -> None:
        load_words()
        load_handlers()
        self.organisation = make_organisation("Harbour Kitchen")
        self.owner = make_provider(self.organisation)
        self.lead, self.second = make_staff(Role.PROGRAMME_LEAD), make_staff(Role.PROGRAMME_LEAD)
        self.stranger = make_provider()
        self.sent = sent_by(self.owner, self.organisation)


@pytest.fixture(scope="module")
def scene(kept_database, tmp_path_factory):
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        yield Scene()


@pytest.fixture(autouse=True)
def own_media():
    """The scene's files stay where it put them."""


@pytest.fixture
def as_lead(scene):
    return sign_in(Client(), scene.lead)


@pytest.fixture
def as_owner(scene):
    return sign_in(Client(), scene.owner)


def again(request: ListRequest) -> ListRequest:
    return ListRequest.objects.select_related("case").get(pk=request.pk)


def words(response) -> str:
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_its_cases_stand_in_the_queue_are_found_by_search_and_are_taken_as_the_next_one(scene, as_lead):
    assert "CL-0001" in words(as_lead.get("/cases/?kind=list_request"))
    assert "CL-0001" in words(as_lead.get("/cases/?search=harbour"))

    case = take_next_case(by=scene.lead, at=database_now())

    assert (case.pk, case.owner) == (scene.sent.pk, scene.lead)


def test_people_of_the_organisation_and_staff_have_it_as_their_next_action(scene, as_lead, as_owner):
    draft_of(scene.organisation, scene.owner)

    assert "finish the answers and send the request" in words(as_owner.get("/my-actions/"))
    assert "decide with a second person" in words(as_lead.get("/my-actions/"))


def test_a_case_nobody_took_is_stuck(scene, as_lead):
    long_ago = database_now() - timedelta(days=6)
    Case.objects.filter(pk=scene.sent.pk).update(stage_since=long_ago, person_wanted_by=long_ago + timedelta(days=5))

    assert "CL-0001" in words(as_lead.get("/cases/stuck/"))


def test_it_has_a_desk_with_flags_notes_and_holds(scene, as_lead, as_owner):
    desk = reverse("case-desk", args=[scene.sent.pk])
    as_lead.post(reverse("case-take", args=[scene.sent.pk]))
    as_lead.post(reverse("flag-raise", args=[scene.sent.pk]), {"code": "urgent", "reason": "They open next week."})
    as_lead.post(reverse("note-write", args=[scene.sent.pk]), {"text": "Rang twice."})
    until = day_in_london(database_now()) + timedelta(days=20)
    said = {"told": "We wait for the court.", "staff_reason": ""}
    put_on_hold(scene.sent.case, reason="court_or_police", until=until, **said, by=scene.lead, at=database_now())

    page = words(as_lead.get(desk))

    assert [text in page for text in ("They open next week.", "Rang twice.", "We wait for the court.")] == [True] * 3
    assert "We wait for the court." in words(as_owner.get(reverse("list-request", args=[scene.sent.pk])))


def test_it_is_visited_by_one_line(scene, as_lead, as_owner):
    desk, at = reverse("list-request", args=[scene.sent.pk]), database_now()
    plan = VisitPlan(at + timedelta(seconds=1), 60, "base", scene.lead, [], agenda="The kitchen")
    offered = reverse("visit-plan", args=[scene.sent.pk]) in words(as_lead.get(desk))
    visit = plan_visit(scene.sent.case, plan=plan, by=scene.lead, at=at)
    answer = reverse("visit-answer", args=[scene.sent.pk, visit.pk])
    seen = words(as_owner.get(desk))
    as_owner.post(answer, {"suits": "yes", "words": "Ring twice."})
    after = visit.starts_at + timedelta(seconds=1)
    note_person_met(visit, kind="C", about="", agreed_how="said yes", may_quote=True, by=scene.lead, at=after)
    found = {"who_explained": "The cook", "agreed_to_talk": "Yes", "urgent": "Nothing"}
    written = write_visit(visit, written=Written(found, "Clean."), by=scene.lead, at=after)
    endorsed = endorse_visit(written, note="", by=scene.second, at=after)

    assert (offered, reverse("visit-detail", args=[scene.sent.pk, visit.pk]) in words(as_lead.get(desk))) == (
        True,
        True,
    )
    assert ("Tell us whether it suits you" in seen, "Ring twice." in endorsed.agreed_how) == (True, True)
    assert (endorsed.endorsed_by, "Over" in words(as_owner.get(desk))) == (scene.second, True)


def test_both_sides_write_to_each_other(scene, as_lead, as_owner):
    write_message(scene.sent.case, text="Where do you cook?", key=uuid.uuid4(), by=scene.lead, at=database_now())

    assert "1 new" in words(as_owner.get(reverse("list-request", args=[scene.sent.pk])))
    assert "Where do you cook?" in words(as_lead.get(reverse("case-messages", args=[scene.sent.pk])))


def test_two_people_decide_the_letter_is_held_until_it_is_sent_and_the_register_says_so(scene, as_owner):
    request = decided(scene.sent, scene.lead, scene.second)
    drain()
    letters = IssuedDocument.objects.filter(case=request.case, code="L-90")
    before = [letter.released_at for letter in letters], list(documents_of(request.case, scene.owner))
    page = words(as_owner.get(reverse("list-request", args=[request.pk])))

    send_letter(request, by=scene.lead, at=database_now())

    assert before == ([None], [])
    assert "Decided, letter to be sent" not in page
    told = [str(each.title) for each in documents_of(request.case, scene.owner)]
    entry = StatusEntry.objects.get(case=request.case)
    assert told == ["Our answer to your request CL-0001"]
    assert (entry.service.organisation, entry.status) == (scene.organisation, "accredited")
    assert Case.objects.get(pk=request.pk).closed_at is not None


def test_its_deadline_reminds_once_those_who_decide(scene):
    deadline = Deadline.objects.get(case=scene.sent.case, kind="decision")
    week_before = deadline.due_at - timedelta(days=7)
    Deadline.objects.filter(pk=deadline.pk).update(created_at=deadline.due_at - timedelta(days=20))

    counts = [remind(deadline.pk, at=week_before) for _ in range(2)]

    assert counts == [2, 0]
    assert set(Reminder.objects.filter(deadline=deadline).values_list("recipient", flat=True)) == {
        scene.lead.email,
        scene.second.email,
    }
    assert OutboxEntry.objects.filter(name="reminders/list_request").count() == 2


def test_its_page_shows_answers_files_history_and_the_way_to_decide(scene, as_lead):
    page = words(as_lead.get(reverse("list-request", args=[scene.sent.pk])))

    expected = ("We cook for people at home", "Decide on the list", "All files", "Download everything", "Started")
    assert [text for text in expected if text not in page] == []
    assert "insurance.txt" in words(as_lead.get(reverse("case-files", args=[scene.sent.pk])))


def test_the_whole_case_comes_as_one_download(scene, as_lead):
    job = ask_for_case_bundle(scene.sent.case, left_out={}, by=scene.lead, at=database_now())
    drain()

    answer = as_lead.get(reverse("job-download", args=[job.pk]))

    names = zipfile.ZipFile(io.BytesIO(b"".join(answer))).namelist()
    assert [part for part in ("insurance", ".json", ".csv") if not any(part in name for name in names)] == []


def test_the_organisation_has_a_task_list_a_spreadsheet_and_a_page_to_check(scene, as_owner):
    draft = draft_of(scene.organisation, scene.owner)
    at = {"args": [draft.pk]}

    assert "Your work" in words(as_owner.get(reverse("response-task-list", **at)))
    assert reverse("list-request-send", **at) in words(as_owner.get(reverse("response-check-answers", **at)))
    file = as_owner.get(reverse("response-sheet-file", args=[draft.pk, "your-work"]))
    assert "We cook for people at home" in {
        cell.value for row in load_workbook(io.BytesIO(b"".join(file))).active.iter_rows() for cell in row
    }


def test_a_section_is_given_to_a_colleague(scene):
    draft = draft_of(scene.organisation, scene.owner)
    colleague = make_provider(scene.organisation, place=Place.READER)
    given = {"section_key": "your-work", "holder": colleague, "by": scene.owner, "at": database_now()}

    give_section(response_of(draft.case), **given)

    client = sign_in(Client(), colleague)
    assert words(client.get(reverse("response-question", args=[draft.pk, "your-work", "what_you_do"])))


def test_an_answer_goes_back_to_the_applicant_and_comes_again(scene, as_owner):
    response = response_of(scene.sent.case)
    asked = {"key": "people", "reason": "unclear_fact", "words": "Is this all of them?"}
    flag_answer(response, **asked, by=scene.lead, at=database_now())
    return_to_applicant(response, days=5, by=scene.lead, at=database_now())
    stage = again(scene.sent).case.stage
    asked_page = words(as_owner.get(reverse("response-asked-again", args=[scene.sent.pk])))

    say_it_stands(response, key="people", because="Yes, it is.", by=scene.owner, at=database_now())
    send_back(response, by=scene.owner, at=database_now())

    assert (stage, again(scene.sent).case.stage) == ("asked_again", "sent")
    assert "Is this all of them?" in asked_page


def test_the_timeline_tells_each_reader_what_is_theirs(scene):
    request = decided(scene.sent, scene.lead, scene.second)
    address = reverse("case-timeline", args=[request.pk])
    ours, theirs = (words(sign_in(Client(), user).get(address)) for user in (scene.lead, scene.owner))

    assert ("Decision signed" in ours, "Decision signed" in theirs) == (True, False)
    assert [event.verb for event in Event.objects.filter(case=request.case).order_by("pk")][:1] == ["started"]


def test_strangers_find_none_of_it(scene):
    client = sign_in(Client(), scene.stranger)
    names = ("list-request", "case-timeline", "case-files", "case-bundle", "case-messages", "response-task-list")

    codes = {client.get(reverse(name, args=[scene.sent.pk])).status_code for name in names}

    assert codes == {404}


MEANT = truth_table(  # of kind list_request
    send=[("draft", "owner")],
    ask_again=[("sent", "lead")],
    answer_again=[("asked_again", "owner")],
    go_on=[("asked_again", "lead"), ("asked_again", "clock")],
    decide=[("sent", "lead")],
    put_on_list=[("decided", "lead")],
    decline=[("decided", "lead")],
)


def test_the_truth_table_of_requests(scene):
    people = {
        "owner": scene.owner,
        "reader": make_provider(scene.organisation, place=Place.READER),
        "lead": scene.lead,
        "auditor": make_staff(Role.AUDITOR),
        "clock": None,
    }

    def at_stage(code: str) -> ListRequest:
        Case.objects.filter(pk=scene.sent.pk).update(stage=code)
        return again(scene.sent)

    assert_truth_table(LIST_REQUEST, MEANT, people=people, subject_at=at_stage)


def test_its_workflow_is_printed():
    page = printed(LIST_REQUEST_KIND)

    assert "sent --> decided: Decide" in page
    assert "| Send the request | Being written | To be decided |" in page


def test_the_ground_knows_the_kind_only_by_its_registration(scene):
    assert kind_of(scene.sent.case) is LIST_REQUEST_KIND
