"""Add another: a list, one question a page for each item, change and remove; works without a script."""

import pytest
from django.urls import reverse

from sandbox_portal.casework.refusals import Refused
from sandbox_portal.questions import hosts
from sandbox_portal.questions.actions import save_draft, save_page
from sandbox_portal.questions.actions.items import add_item, remove_item
from sandbox_portal.questions.hosts import Host
from sandbox_portal.questions.loading import load_question_sets
from sandbox_portal.questions.models import Answer
from sandbox_portal.questions.queries import read_response
from tests.questions.kinds import PICNIC, begin_answers
from tests.questions.test_every_type import TYPES

pytestmark = pytest.mark.django_db


@pytest.fixture
def begun(organisation, provider_user, at):
    hosts.register(Host(kind=PICNIC.kind))
    load_question_sets(TYPES, at)
    return begin_answers(organisation, by=provider_user, at=at, set_code="everything")


@pytest.fixture
def listed(begun):
    return reverse("response-group", args=[begun.case_id, "people", "partners"])


def items(begun, group="partners"):
    answer = Answer.objects.filter(response=begun, question_key=group).first()
    return answer.raw if answer else None


def item_page(begun, item, key):
    return reverse("response-question", args=[begun.case_id, "people", f"partners--{item}--{key}"])


def test_one_is_added_asked_about_and_listed(begun, listed, provider_client):
    assert "You have not added any yet" in provider_client.get(listed).content.decode()

    first = provider_client.post(listed, {"another": "yes"})
    (item,) = items(begun)
    assert first["Location"] == item_page(begun, item, "full_name")
    second = provider_client.post(first["Location"], {first["Location"].split("/")[-2]: "Robin"})
    assert second["Location"] == item_page(begun, item, "is_paid")
    last = provider_client.post(second["Location"], {f"partners--{item}--is_paid": "no"})

    assert last["Location"] == listed
    shown = provider_client.get(listed).content.decode()
    assert "Partner 1" in shown
    assert "Robin" in shown
    assert "Do you need to add another partner?" in shown


def test_a_question_of_the_group_itself_leads_to_its_list(begun, listed, provider_client):
    address = reverse("response-question", args=[begun.case_id, "people", "partners"])

    assert provider_client.get(f"{address}?return=check")["Location"] == f"{listed}?return=check"
    assert provider_client.post(address, {"partners": "x"}).status_code == 404


def test_a_follow_up_inside_an_item_looks_at_its_own_item(begun, provider_user, at):
    save_page(begun, answers={"partners": ["aaaa", "bbbb"]}, versions={}, by=provider_user, at=at)
    answers = {"partners--aaaa--is_paid": "yes", "partners--bbbb--is_paid": "no"}
    save_page(begun, answers=answers, versions={}, by=provider_user, at=at)

    asked = [question.key for question in read_response(begun).asked if question.key.endswith("--pay")]
    assert asked == ["partners--aaaa--pay"]


def test_no_more_than_asked_for_may_be_left_out(begun, listed, provider_client):
    refused = provider_client.post(listed, {"another": "no"})

    assert "Add at least 1 partner" in refused.content.decode()
    assert [problem.question.key for problem in read_response(begun).problems if problem.question.key == "partners"]


def test_an_optional_group_is_passed_over_with_no(begun, provider_client):
    listed = reverse("response-group", args=[begun.case_id, "people", "jobs"])

    provider_client.post(listed, {"another": "no"})

    assert items(begun, "jobs") == []


def test_removing_asks_first_and_keeps_what_was_said_in_the_history(begun, listed, provider_client, provider_user, at):
    save_page(begun, answers={"partners": ["aaaa", "bbbb"]}, versions={}, by=provider_user, at=at)
    save_page(begun, answers={"partners--aaaa--full_name": "Robin"}, versions={}, by=provider_user, at=at)
    remove = reverse("response-item-remove", args=[begun.case_id, "people", "partners", "aaaa"])

    assert "Do you want to remove Partner 1?" in provider_client.get(remove).content.decode()
    assert items(begun) == ["aaaa", "bbbb"]
    assert provider_client.post(remove)["Location"] == listed

    assert items(begun) == ["bbbb"]
    assert Answer.objects.get(question_key="partners--aaaa--full_name").raw == "Robin"
    assert "partners--aaaa--full_name" not in read_response(begun).document.questions
    assert provider_client.get(remove).status_code == 404
    assert provider_client.get(item_page(begun, "aaaa", "full_name")).status_code == 404


def test_a_removed_item_takes_no_more_answers(begun, provider_user, at):
    save_page(begun, answers={"partners": ["aaaa"]}, versions={}, by=provider_user, at=at)
    remove_item(begun, group="partners", item="aaaa", by=provider_user, at=at)

    with pytest.raises(Refused, match="removed this one"):
        save_draft(
            begun, answers={"partners--aaaa--full_name": "Robin"}, versions={}, by=provider_user, at=at, page="open"
        )


def test_a_double_click_adds_one(begun, provider_user, at):
    first = add_item(begun, group="partners", by=provider_user, at=at)

    assert add_item(begun, group="partners", by=provider_user, at=at) == first
    assert items(begun) == [first]


def test_there_is_room_for_as_many_as_the_set_says(begun, listed, provider_client, provider_user, at):
    full = ["aaaa", "bbbb", "cccc", "dddd"]
    save_page(begun, answers={"partners": full}, versions={}, by=provider_user, at=at)
    save_page(begun, answers={"partners--dddd--full_name": "Robin"}, versions={}, by=provider_user, at=at)

    assert "as many as we need" in provider_client.get(listed).content.decode()
    with pytest.raises(Refused, match=r"no room"):
        add_item(begun, group="partners", by=provider_user, at=at)


def test_answers_of_an_item_save_themselves_while_typed(begun, provider_client, provider_user, at):
    save_page(begun, answers={"partners": ["aaaa"]}, versions={}, by=provider_user, at=at)
    values = {"partners--aaaa--full_name": "Rob", "version": "partners--aaaa--full_name:0"}

    answer = provider_client.post(item_page(begun, "aaaa", "full_name"), values, headers={"X-Fragment": "1"})

    assert answer.json()["version"] == "partners--aaaa--full_name:1"


@pytest.mark.parametrize(
    "key", ["partners--aaaa--nothing", "nobody--aaaa--full_name", "partners--A!--full_name", "a--b"]
)
def test_a_name_that_no_question_has_is_refused(begun, provider_user, at, key):
    save_page(begun, answers={"partners": ["aaaa"]}, versions={}, by=provider_user, at=at)

    with pytest.raises(Refused, match="not in this form"):
        save_page(begun, answers={key: "x"}, versions={}, by=provider_user, at=at)


def test_a_warning_without_its_reason_stops_the_form_and_goes_when_the_answer_changes(begun, provider_user, at):
    save_page(begun, answers={"fee": "61"}, versions={}, by=provider_user, at=at)
    assert "why--high_fee" in [problem.question.key for problem in read_response(begun).problems]

    save_page(begun, answers={"fee": "60"}, versions={"fee": 1}, by=provider_user, at=at)
    assert "why--high_fee" not in read_response(begun).document.questions
    assert "why--high_fee" not in [problem.question.key for problem in read_response(begun).problems]


def test_a_warning_about_an_item_asks_why_for_that_item(begun, provider_user, at):
    save_page(begun, answers={"partners": ["aaaa", "bbbb"]}, versions={}, by=provider_user, at=at)
    answers = {
        f"partners--{item}--{key}": value
        for item, pay in (("aaaa", "11.99"), ("bbbb", "12"))
        for key, value in (("is_paid", "yes"), ("pay", pay))
    }
    save_page(begun, answers=answers, versions={}, by=provider_user, at=at)

    whys = [key for key in read_response(begun).document.questions if key.startswith("why--")]
    assert whys == ["why--aaaa--paid_enough"]
    save_page(begun, answers={"why--aaaa--paid_enough": "A student"}, versions={}, by=provider_user, at=at)
    assert not [problem for problem in read_response(begun).problems if problem.question.key.startswith("why--")]


def test_what_two_pages_say_against_each_other_is_told_when_the_second_is_saved(
    begun, provider_client, provider_user, at
):
    save_page(begun, answers={"people": "36"}, versions={}, by=provider_user, at=at)
    page = reverse("response-question", args=[begun.case_id, "numbers", "ages"])

    shown = provider_client.post(page, {"ages__younger__now": "10", "ages__older__now": "25"}).content.decode()

    assert "The ages must add up to 36, and they add up to 35. Check both numbers." in shown
    assert 'href="#id_ages__younger__now"' in shown
