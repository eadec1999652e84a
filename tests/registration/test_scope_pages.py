"""“Do you need to register?” on its pages: no account, back and forth, and nothing kept of anybody (R-200…R-209)."""

import uuid

import pytest
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from registration.actions.scope import save_scope_run
from registration.loading import load_scope
from registration.models import ScopeCount, ScopeRun, ScopeTree
from registration.queries.scope import newest_scope_run, outcome_counts, questions_of, scope_runs_visible_to
from sandbox_portal.casework.content import FaultyContent
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.choices import Place, Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.queries import people_of
from sandbox_portal.recompute.answers import answer as recompute
from tests.factories.people import make_organisation, make_provider, make_staff, make_user
from tests.factories.registration import ASSISTANT, GARDENING, UMBRELLA, make_scope_run
from tests.house_rules.query_counts import assert_same_queries, queries_of
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db
NOT_PLANNED = "There is no plan to make every personal assistant register"


def address(question, number=1):
    return reverse("scope-question", args=[number, question])


def fields(question, answer):
    if isinstance(answer, str):
        return {question: answer}
    codes = [f"IND-{number}" for number in range(1, 9)] + [f"NOT-{number}" for number in range(1, 5)]
    return {f"{question}_{code}": answer.get(code, "no") for code in codes}


def send(client, question, answer, number=1):
    return client.post(address(question, number), fields(question, answer))


def answer_all(client, answers, number=1):
    for question, given in answers.items():
        response = send(client, question, given, number)
    return response


def words(response):
    return response.content.decode()


def counted(tree):
    return {outcome.code: count for outcome, count in outcome_counts(tree, questions_of(tree)) if count}


def test_each_answer_leads_to_the_next_question_and_the_last_to_the_result(client, tree):
    came_to = [send(client, question, given)["Location"] for question, given in ASSISTANT.items()]

    assert came_to == [*(address(f"Q{number}") for number in range(2, 8)), reverse("scope-result")]


def test_the_result_tells_headline_reasons_law_gaps_and_that_it_is_guidance_only(client, tree):
    answer_all(client, ASSISTANT)

    page = words(client.get(reverse("scope-result")))

    for told in (
        "You need not register as a personal assistant",
        "One worker whom the person directs in everything",
        "schedule 1, paragraph 1",
        "Nobody checks for them who is suitable",
        "Somebody may be an employer without knowing it",
        "It is not a legal decision",
        "is an offence",
        NOT_PLANNED,
    ):
        assert told in page


@pytest.mark.parametrize("name", ["scope-start", "scope-question", "scope-result"])
def test_every_page_says_what_is_neither_planned_nor_proposed(client, tree, name):
    answer_all(client, GARDENING)

    page = client.get(address("Q1") if name == "scope-question" else reverse(name))

    assert NOT_PLANNED in words(page)


def test_a_doubt_is_explained_and_nothing_is_lost(client, tree):
    send(client, "Q1", "yes")

    page = send(client, "Q2", "unsure")

    assert (page.status_code, "Think of an ordinary day" in words(page)) == (200, True)
    assert client.get(reverse("scope-start")).context["go_on_url"] == address("Q2")


def test_nothing_chosen_is_told_and_a_list_asks_for_every_line(client, tree):
    empty = client.post(address("Q1"))
    answer_all(client, {key: UMBRELLA[key] for key in ("Q1", "Q2", "Q3", "Q4", "Q5", "Q6")})
    one_missing = client.post(address("Q10"), {**fields("Q10", {}), "Q10_IND-4": ""})

    assert (empty.status_code, "Choose one of the answers" in words(empty)) == (422, True)
    assert (one_missing.status_code, "Say yes, no or not sure: You plan the rota" in words(one_missing)) == (422, True)


def test_back_shows_what_was_answered_and_going_on_loses_nothing(client, tree):
    answer_all(client, {key: ASSISTANT[key] for key in ("Q1", "Q2", "Q3")})

    back = client.get(address("Q2"))

    assert back.context["form"]["Q2"].initial == "yes"
    assert back.context["back_url"] == address("Q1")
    assert send(client, "Q2", "yes")["Location"] == address("Q4")


def test_a_changed_answer_comes_straight_back_or_asks_what_follows_anew(client, tree):
    answer_all(client, ASSISTANT)

    follows = send(client, "Q6", "d")
    again = send(client, "Q6", "a")

    assert follows["Location"] == address("Q9")
    assert again["Location"] == address("Q7")
    assert send(client, "Q7", "no")["Location"] == reverse("scope-result")
    assert send(client, "Q2", "yes")["Location"] == reverse("scope-result")


def test_nobody_skips_ahead_and_strange_addresses_lead_somewhere(client, tree):
    assert client.get(address("Q7"))["Location"] == address("Q1")
    assert send(client, "Q7", "yes")["Location"] == address("Q1")
    assert client.get(address("Q77")).status_code == 404
    assert client.get(address("Q1", 3))["Location"] == reverse("scope-start")
    assert client.get(reverse("scope-result"))["Location"] == reverse("scope-start")


def test_several_services_are_listed_and_only_the_one_that_needs_it_registers(client, tree):
    """EX-E16."""
    answer_all(client, GARDENING)
    answer_all(client, UMBRELLA, number=2)

    page = client.get(reverse("scope-result"))

    assert page.context["to_register"] == [2]
    assert "Register for the services that need it." in words(page)
    client.post(reverse("scope-remove", args=[1]))
    assert [each.outcome.code for each in client.get(reverse("scope-result")).context["services"]] == [
        "REGISTER_UMBRELLA"
    ]


def test_an_unfinished_service_is_finished_before_the_result(client, tree):
    answer_all(client, GARDENING)
    send(client, "Q1", "yes", number=2)

    assert client.get(reverse("scope-result"))["Location"] == address("Q2", 2)


def test_looking_leaves_no_cookie_and_answering_only_the_session(client, tree):
    client.get(reverse("scope-start"))
    client.get(address("Q1"))
    before = set(client.cookies)

    send(client, "Q1", "no")

    assert (before, set(client.cookies)) == ({"csrftoken"}, {"csrftoken", "sessionid"})
    assert Session.objects.get().get_decoded()["scope"] == {
        "version": 1,
        "services": [{"answers": {"Q1": "no"}, "is_counted": True}],
    }
    assert client.session.get_expiry_age() <= 12 * 60 * 60


def test_start_again_forgets_everything(client, tree):
    answer_all(client, GARDENING)

    client.post(reverse("scope-again"))

    assert "scope" not in client.session


def test_each_service_is_counted_once_at_its_first_result_and_nothing_says_whose_it_is(client, tree):
    answer_all(client, ASSISTANT)
    send(client, "Q7", "no")
    answer_all(Client(), GARDENING)

    assert counted(tree) == {"EXEMPT_PA": 1, "NOT_PERSONAL_CARE": 1}
    assert {field.name for field in ScopeCount._meta.fields} == {"id", "tree", "outcome", "month", "slot", "count"}


def test_a_visitor_who_has_begun_stays_on_their_version(client, tree):
    send(client, "Q1", "yes")
    ScopeTree.objects.create(code=tree.code, version=2, content={**tree.content, "version": 2})

    answer_all(client, {"Q2": "no"})

    assert client.get(reverse("scope-result")).context["version"] == 1
    assert "version 2" not in words(client.get(reverse("scope-result")))


def test_signing_in_keeps_the_answers_and_saving_pins_them(client, tree):
    owner = make_provider(make_organisation("Riverside Circles"), name="Dana Bell")
    answer_all(client, UMBRELLA)

    sign_in(client, owner)
    form = client.get(reverse("scope-save")).context["form"]
    sent = {"name": "Our plans", "key": form.initial["key"]}
    saved = client.post(reverse("scope-save"), sent, follow=True)
    client.post(reverse("scope-save"), sent)

    run = ScopeRun.objects.get()
    assert saved.redirect_chain == [(reverse("scope-run-detail", args=[run.pk]), 302)]
    assert (run.organisation.name, run.saved_by, run.tree) == ("Riverside Circles", owner, tree)
    assert [(each["outcome"], each["indicators"], each["doubtful"]) for each in run.services] == [
        ("REGISTER_UMBRELLA", ["IND-1", "IND-6"], ["IND-7"])
    ]
    assert newest_scope_run(run.organisation) == run


def test_somebody_without_an_organisation_makes_it_first_and_comes_back(client, tree):
    answer_all(client, GARDENING)
    sign_in(client, make_user())

    response = client.get(reverse("scope-save"))

    assert response["Location"] == f"{reverse('organisation-create')}?next=%2Fdo-i-need-to-register%2Fsave%2F"


def test_somebody_who_only_reads_cannot_save(client, tree):
    organisation = make_organisation()
    reader = make_provider(organisation, place=Place.READER)
    answer_all(client, GARDENING)
    sign_in(client, reader)

    page = client.get(reverse("scope-save"))

    assert "You cannot save a result" in words(page)
    with pytest.raises(Refused, match="lets you read, not write"):
        save(tree, organisation, GARDENING, by=reader)


def save(tree, organisation, *services, by, key=None):
    facts = {"organisation": organisation, "name": "x", "key": key or uuid.uuid4()}
    return save_scope_run(tree, services=services, **facts, by=by, at=database_now())


def test_a_result_with_open_questions_is_not_saved(tree):
    organisation = make_organisation()

    with pytest.raises(Refused, match="Some questions have no answer yet"):
        save(tree, organisation, {"Q1": "yes"}, by=people_of(organisation)[0])


def test_the_key_of_somebody_elses_result_is_refused(tree):
    theirs = make_scope_run()
    organisation = make_organisation()

    with pytest.raises(Refused, match="This page is damaged"):
        save(tree, organisation, GARDENING, by=people_of(organisation)[0], key=theirs.key)


def test_only_the_organisation_itself_reads_its_results(tree):
    run = make_scope_run()
    make_scope_run()

    readers = [people_of(run.organisation)[0], make_user(), make_staff(Role.REGISTRATION_MANAGER)]

    assert [list(scope_runs_visible_to(each)) for each in readers] == [[run], [], []]


def test_the_facts_of_a_saved_result_compute_again_to_the_same(client, tree):
    run = make_scope_run(None, GARDENING, UMBRELLA)
    sign_in(client, people_of(run.organisation)[0])

    facts = client.get(reverse("scope-run-facts", args=[run.pk]))

    results = recompute("scope", facts.content)
    assert [each["outcome"] for each in results["streams"]] == [each["outcome"] for each in run.services]
    assert results["register"] == [2]


@pytest.mark.parametrize("table", ["registration_scopetree", "registration_scoperun"])
def test_the_database_refuses_to_change_what_was_published_or_saved(tree, table):
    make_scope_run()

    for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
        with pytest.raises(IntegrityError, match="rows are only ever added"), transaction.atomic():
            connection.cursor().execute(statement)


def test_a_published_version_that_was_changed_is_not_loaded(tree, tmp_path, settings):
    root = tmp_path / "content"
    (root / "scope").mkdir(parents=True)
    file = settings.CONTENT_ROOT / "scope" / "umbrella-scope-1.yaml"
    changed = file.read_text(encoding="utf-8").replace("Is the support given in England?", "Do you help in England?")
    (root / "scope" / file.name).write_text(changed, encoding="utf-8")

    with pytest.raises(FaultyContent, match=r"line \d+: Version 1 is in use and cannot change"):
        load_scope(root, database_now())


def test_the_list_of_saved_results_asks_no_more_for_thirty(client, tree):
    organisation = make_organisation()
    sign_in(client, people_of(organisation)[0])

    def add(count):
        for number in range(count):
            make_scope_run(organisation, GARDENING, name=f"Result {number}")

    assert_same_queries(client, reverse("scope-run-list"), add=add, at_most=12)
    found = client.get(reverse("scope-run-list"), {"words": "Result 17"})
    assert [run.name for run, _headlines in found.context["rows"]] == ["Result 17"]
    assert "No saved result has this name" in words(client.get(reverse("scope-run-list"), {"words": "zebra"}))


def test_the_result_and_the_saving_of_it_ask_few_questions(client, tree):
    for number in range(1, 6):
        answer_all(client, GARDENING, number=number)
    assert len(queries_of(client, reverse("scope-result"))) <= 12
    sign_in(client, make_provider())

    assert len(queries_of(client, reverse("scope-save"))) <= 12


def test_staff_try_a_version_and_nothing_is_kept_or_counted(client, tree):
    sign_in(client, make_staff(Role.REGISTRATION_MANAGER))
    there = reverse("scope-tree-try", args=[1])

    asked = client.get(there, {"Q1": "yes", "asked": "Q1"})
    result = client.get(there, {"Q1": "no", "asked": "Q1"})
    nothing = client.get(there, {"asked": "Q1"})

    assert asked.context["question"].code == "Q2"
    form = asked.content.decode().partition('<form method="get" novalidate>')[2].partition("</form>")[0]
    assert ('name="asked"' in form, "csrfmiddlewaretoken" in form) == (True, False)  # it would stand in an address
    assert [each.outcome.code for each in result.context["services"]] == ["OUT_OF_JURISDICTION"]
    assert nothing.status_code == 422
    assert counted(tree) == {}
    assert "scope" not in client.session


def test_staff_read_the_numbers_as_a_table_and_as_csv(client, tree):
    for _visit in range(3):
        answer_all(Client(), GARDENING)
    sign_in(client, make_staff(Role.REGISTRATION_MANAGER))

    page = client.get(reverse("scope-tree-detail", args=[1]))
    sheet = b"".join(client.get(reverse("scope-counts-sheet")).streaming_content).decode("utf-8-sig").splitlines()

    bars = {bar.label: bar.text for bar in page.context["bars"]}
    assert bars["What you describe is not personal care"] == "3"
    assert sheet == ["Version,Month,Result,Services", f"1,{database_now():%Y-%m},NOT_PERSONAL_CARE,3"]


def test_without_questions_the_first_page_says_so(client, db):
    assert "These questions are not ready" in words(client.get(reverse("scope-start")))
    assert client.get(address("Q1"))["Location"] == reverse("scope-start")


def test_the_front_page_leads_everybody_there(client, tree):
    run = make_scope_run()

    nobody = words(client.get("/"))
    owner = words(sign_in(Client(), people_of(run.organisation)[0]).get("/"))

    assert reverse("scope-start") in nobody
    assert "See your 1 saved result" in owner
