"""The form as an organisation sees it: what to put right, what was noticed, its statement of purpose, what to get."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from registration.actions.managers import change_manager_part, take_out_manager
from registration.actions.purpose import ask_for_statement, issue_statement
from registration.queries.applications import managers_of
from registration.queries.found import found_for_staff, found_in_application, found_in_manager
from sandbox_portal.casework.models import Assistance
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.casework.voices import voice_of
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.documents.models import Attachment
from sandbox_portal.people.choices import Place, Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.questions.actions import lock_response, save_page
from sandbox_portal.questions.actions.attempts import answer_anew
from sandbox_portal.questions.actions.noticed import confirm_warnings_read
from sandbox_portal.questions.actions.sections import give_section
from sandbox_portal.questions.noticed import digest_of_warnings, what_hinders
from sandbox_portal.questions.queries import read_response, response_of
from sandbox_portal.register.actions import record_status
from sandbox_portal.register.choices import Scheme
from tests.factories.people import make_provider, make_staff
from tests.house_rules.query_counts import assert_within_budget
from tests.registration.form_scene import Scene, answered, begun, load_words, takes_part, with_a_manager
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def scene(kept_database) -> Scene:
    """A whole application with its manager's part, of an organisation that takes part in a round."""
    load_words()
    scene = begun()
    takes_part(scene.organisation, scene.owner)
    return with_a_manager(answered(scene))


@pytest.fixture
def client(scene) -> Client:
    client = Client()
    client.force_login(scene.owner)
    return client


def address(name: str, scene: Scene) -> str:
    return reverse(name, args=[scene.application.pk])


def change(scene: Scene, **answers) -> None:
    """Say something else; the transaction of the test takes it back."""
    for key, raw in answers.items():
        scene.response.answers.filter(question_key=key).update(raw=raw)


def rules(scene: Scene) -> list[str]:
    return [finding.rule for finding in found_in_application(read_response(scene.response))]


def test_the_whole_application_has_one_thing_to_read_and_nothing_to_put_right(scene):
    assert rules(scene) == ["S1.1"]


def test_without_a_place_in_a_round_the_trial_is_refused(scene):
    service = scene.organisation.services.get()
    record_status(
        service,
        scheme=Scheme.SANDBOX,
        status="left",
        from_day=day_in_london(scene.at),
        is_public=True,
        reason="Round 4",
        case=None,
        by=scene.owner,
        at=database_now(),
    )

    assert rules(scene) == ["S1.1", "V-08"]


def test_what_is_wrong_is_told_on_check_answers_with_the_way_to_its_question(scene, client):
    change(scene, viability_on=["1", "1", "2020"])

    page = client.get(address("response-check-answers", scene)).content.decode()

    assert "1 thing to put right" in page
    assert re.search(
        r'<a class="govuk-link" href="[^"]*/money/viability/\?return=check">The letter about your money is more than',
        page,
    )
    assert "Continue to send" not in page


def test_a_section_with_something_to_put_right_is_told_among_the_tasks(scene, client):
    change(scene, viability_on=["1", "1", "2020"])

    page = client.get(address("response-task-list", scene)).content.decode()

    assert "There is a problem" in page
    assert "13 of 14 tasks done" in page


def test_a_missing_document_makes_a_section_unfinished_and_not_wrong(scene, client):
    change(scene, **{"documents--chrt--covers": ["doc_19"]})

    tasks = client.get(address("response-task-list", scene)).content.decode()

    assert "1 answer to go." in tasks
    assert "There is a problem" not in tasks
    page = client.get(address("response-check-answers", scene)).content.decode()
    assert "No document covers this yet: chart of who answers to whom" in page


def test_the_task_list_says_what_is_missing_beside_the_answers_and_who_has_it(scene, client):
    """Every answer is there: no “1 answer to go” that nobody here can give."""
    [manager] = managers_of(scene.application)
    change_manager_part(manager, by=manager.person, at=database_now())
    page = client.get(address("response-task-list", scene)).content.decode()
    waits = "Ann Hollis has not finished their part as registered manager"

    assert "Your answers are all there. This is still missing" in page
    assert f'<a class="govuk-link" href="{address("registration-managers", scene)}">{waits}</a>' in page
    assert "Only they can fill it in and declare it. Remind them." in page
    assert "to go" not in page
    assert what_hinders(scene.response) == f"{waits}. Only they can fill it in and declare it. Remind them."


def test_with_an_answer_missing_too_both_are_said_apart(scene, client):
    """The twin."""
    [manager] = managers_of(scene.application)
    change_manager_part(manager, by=manager.person, at=database_now())
    change(scene, funding="")
    page = client.get(address("response-task-list", scene)).content.decode()

    assert ("1 answer to go." in page, "Also missing, beside your answers" in page) == (True, True)
    assert what_hinders(scene.response) == "1 answer needs your attention before you can go on."


def test_one_who_works_alone_is_told_of_the_manager_and_not_of_an_answer(scene, client):
    """V-04 stands at a question, but no answer to it is missing."""
    [manager] = managers_of(scene.application)
    take_out_manager(manager, reason="She has left.", by=scene.owner, at=database_now())
    change(scene, legal_form={"chosen": "individual"})
    own = {"own_dbs_kind": "countersigned", "own_dbs_number": "001700112233", "own_dbs_lists": ["adults"]}
    day = day_in_london(scene.at)
    answers = {
        "provider_person": {"given_names": "Amina", "family_name": "Rook", "birth_date": ["3", "5", "1971"]},
        "in_day_to_day_charge": "no",
        "own_dbs_on": [str(day.day), str(day.month), str(day.year)],
        **own,
    }
    save_page(scene.response, answers=answers, versions={}, by=scene.owner, at=scene.at)
    page = client.get(address("response-task-list", scene)).content.decode()

    assert "You do not run the service yourself, so it needs a registered manager" in page


def test_what_was_noticed_is_read_before_the_way_to_sending_opens(scene, client):
    url = address("response-check-answers", scene)
    assert what_hinders(scene.response) == "Read what we noticed under “Check your answers” before you go on."
    before = client.get(url).content.decode()
    digest = digest_of_warnings(read_response(scene.response))

    unticked = client.post(url, {"shown": digest})
    read = client.post(url, {"shown": digest, "read": "yes"})
    after = client.get(url).content.decode()

    assert "What we noticed" in before
    assert "Continue to send" not in before
    assert unticked.status_code == 422
    assert "Tick the box when you have read what we noticed." in unticked.content.decode()
    assert read.status_code == 302
    assert "Continue to send" in after
    assert what_hinders(scene.response) is None
    event = scene.application.case.events.get(verb="what we noticed was read")
    assert (event.by, event.note) == (scene.owner, "S1.1")


def test_another_warning_is_read_again(scene, client):
    digest = digest_of_warnings(read_response(scene.response))
    confirm_warnings_read(scene.response, shown=digest, by=scene.owner, at=database_now())
    change(scene, safe="Her number is 943 476 5919.")

    again = client.post(address("response-check-answers", scene), {"shown": digest, "read": "yes"})

    assert again.status_code == 409
    assert "This answer seems to hold an NHS number" in again.content.decode()
    with pytest.raises(Refused, match="have changed since you opened this page"):
        confirm_warnings_read(scene.response, shown=digest, by=scene.owner, at=database_now())


def test_saying_twice_that_it_was_read_is_kept_once(scene):
    digest = digest_of_warnings(read_response(scene.response))

    first = confirm_warnings_read(scene.response, shown=digest, by=scene.owner, at=database_now())
    second = confirm_warnings_read(scene.response, shown=digest, by=scene.owner, at=database_now())

    assert first == second


def test_only_whoever_may_send_the_form_says_that_everything_was_read(scene):
    digest = digest_of_warnings(read_response(scene.response))
    colleague = make_provider(scene.organisation, place=Place.CONTRIBUTOR)
    typist = make_staff(Role.REGISTRATION_INSPECTOR)
    give_section(scene.response, section_key="money", holder=colleague, by=scene.owner, at=database_now())
    typing = Assistance(case=scene.application.case, organisation=scene.organisation, typist=typist)

    told = {}
    for name, person in {"lent": colleague, "typist": voice_of(typist, typing)}.items():
        with pytest.raises(Refused) as refused:
            confirm_warnings_read(scene.response, shown=digest, by=person, at=database_now())
        told[name] = refused.value.sentence
    lent = sign_in(Client(), colleague).get(address("response-check-answers", scene)).content.decode()

    assert told == {
        "lent": "You were given a part of this form. Whoever sends it reads what we noticed.",
        "typist": "Only the organisation itself can say that it has read what we noticed.",
    }
    assert "I have read what you noticed" not in lent


def test_the_statement_of_purpose_shows_all_five_items_from_the_answers(scene, client):
    page = client.get(address("registration-statement", scene)).content.decode()

    titles = re.findall(r"<h2[^>]*>([1-5]\. [^<]+)</h2>", page)
    assert titles == [
        "1. Aims and objectives",
        "2. The services and the needs they meet",
        "3. Who provides it, and how to reach them",
        "4. Legal status",
        "5. Where it is run from",
    ]
    for words in ("people in our valley", "Community interest company", "Ann Hollis", "4 Weir Lane, Bath, BA1 1AA"):
        assert words in page
    assert "It does not say everything yet" not in page


def test_the_statement_of_purpose_names_what_it_lacks_and_the_way_there(scene, client):
    change(scene, aims="")

    page = client.get(address("registration-statement", scene)).content.decode()

    assert re.search(r'href="[^"]*/statement-of-purpose/aims/">It does not say what you want to achieve</a>', page)


def test_the_statement_of_purpose_becomes_a_pdf_for_whoever_asks(scene):
    job = ask_for_statement(scene.application, by=scene.owner, at=database_now())

    document = issue_statement(scene.application, request=str(job.pk), by=scene.owner, at=database_now())

    assert document.title == "Statement of purpose of Riverside Circles CIC"
    assert [part["number"] for part in document.data["parts"]] == [1, 2, 3, 4, 5]


def test_what_to_have_ready_follows_the_answers(scene, client):
    page = client.get(address("registration-to-have-ready", scene)).content.decode()

    assert "Criminal record check of Josh Tarn" in page
    assert "Ann Hollis: part of the manager, with two referees" in page
    there, wanted = map(int, re.search(r"([0-9]+) of ([0-9]+) are ready", page).groups())
    assert (there, wanted) == (26, 27)  # all but a saved result of “Do you need to register?”


def test_a_form_nobody_has_begun_has_its_list_and_its_empty_statement():
    fresh = begun("Fresh Start")
    client = Client()
    client.force_login(fresh.owner)

    statement = client.get(address("registration-statement", fresh))
    ready = client.get(address("registration-to-have-ready", fresh))

    assert statement.content.decode().count("Nothing has been said about this yet.") == 5
    assert ready.status_code == 200


def test_nobody_else_reads_the_statement_or_the_list(scene):
    stranger = Client()
    stranger.force_login(make_provider())

    pages = ("registration-statement", "registration-to-have-ready")
    assert [stranger.get(address(name, scene)).status_code for name in pages] == [404, 404]


@pytest.mark.parametrize(
    "name", ["response-task-list", "response-check-answers", "registration-statement", "registration-to-have-ready"]
)
def test_a_page_of_the_whole_form_asks_the_database_twelve_questions_at_most(scene, client, name):
    assert_within_budget(client, address(name, scene))


def test_a_manager_is_told_of_what_is_wrong_in_their_own_part(scene):
    manager = managers_of(scene.application)[0]
    part = response_of(manager.case)
    assert found_in_manager(read_response(part)) == ()

    scene.response.answers.filter(question_key="people_served").update(raw=["older", "children"])

    assert [(each.rule, each.question) for each in found_in_manager(read_response(part))] == [("V-14", "dbs_lists")]


def test_staff_see_every_answer_that_was_changed_after_the_application_came_back(scene):
    lock_response(scene.response, by=scene.owner, at=database_now())
    scene.application.attempt = 2
    answer_anew(scene.response, by=scene.owner, at=database_now())
    newest = response_of(scene.application.case)
    save_page(newest, answers={"aims": "Something else"}, versions={"aims": 1}, by=scene.owner, at=database_now())

    found = [each.question for each in found_for_staff(scene.application) if each.rule == "V-30"]

    assert found == ["aims"]


def test_two_people_who_change_one_answer_are_shown_both_and_nothing_is_lost(scene, client):
    question = reverse("response-question", args=[scene.application.pk, "five-questions", "safe"])
    sent = re.findall(
        r'<input type="hidden" name="(version|page)" value="([^"]*)">', client.get(question).content.decode()
    )
    colleague = sign_in(Client(), make_provider(scene.organisation))
    colleague.post(question, {**dict(sent), "safe": "Ann looks at the rota each evening."})

    answer = client.post(question, {**dict(sent), "safe": "Two people look at the rota."})

    said = re.sub(r"<[^>]+>", "", answer.content.decode())
    assert answer.status_code == 409
    assert "Two people changed this answer" in said
    assert all(words in said for words in ("Ann looks at", "each evening", "Two people look at"))


def test_a_policy_that_is_a_renamed_program_is_refused_and_the_others_are_kept(scene, client):
    files = f"{reverse('case-evidence', args=[scene.application.pk])}?question=viability_file"
    program = SimpleUploadedFile("Consent policy.pdf", b"MZ\x90\x00" * 40)
    before = Attachment.objects.count()

    answer = client.post(files, {"files": [program, SimpleUploadedFile("Letter.txt", b"It will last.")]})

    assert (answer.status_code, Attachment.objects.count()) == (422, before + 1)
    assert "“Consent policy.pdf” is not what its ending .pdf says." in answer.content.decode()
