"""The pages of somebody who answers, without any script."""

import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from sandbox_portal.casework.moments import in_words
from sandbox_portal.people.choices import Place
from sandbox_portal.questions.actions import lock_response, save_page
from sandbox_portal.questions.queries import answers_of
from tests.factories.people import make_provider
from tests.questions.test_saving import WHOLE

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(response):
    """`pages("task-list")` and `pages("question", "food", "diet")` are addresses of this response."""
    return lambda name, *parts: reverse(f"response-{name}", args=[response.case_id, *parts])


@pytest.fixture
def filled(response, provider_user, at):
    save_page(response, answers=WHOLE, versions={}, by=provider_user, at=at)
    return response


def hidden(answer) -> dict[str, str]:
    """The hidden fields of the page's form, as a browser would send them back."""
    found = re.findall(r'<input type="hidden" name="(version|page)" value="([^"]*)">', answer.content.decode())
    return dict(found)


def fill_in(client, address: str, **typed: object):
    """Open the page, type, press the button."""
    opened = client.get(address)
    assert opened.status_code == 200
    return client.post(address, {**hidden(opened), **typed})


def words(answer) -> str:
    """The text of a page without its tags."""
    text = re.sub(r"<(script|style).*?</\1>", " ", answer.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", text).split()).replace("&#x27;", "'").replace("&quot;", '"')


def test_the_tasks_are_listed_with_their_states(provider_client, pages):
    answer = provider_client.get(pages("task-list"))

    assert answer.status_code == 200
    shown = words(answer)
    assert "0 of 4 tasks done" in shown
    assert "People Not yet started Food Not yet started Outings Not yet started" in shown
    assert "Promise Finish the tasks above first. Cannot start yet" in shown


def test_a_task_leads_to_its_first_question_and_later_to_its_first_gap(provider_client, pages):
    assert pages("question", "people", "host_name") in provider_client.get(pages("task-list")).content.decode()

    fill_in(provider_client, pages("question", "people", "host_name"), host_name="Sam")

    shown = provider_client.get(pages("task-list"))
    assert pages("question", "people", "numbers") in shown.content.decode()
    assert "In progress" in words(shown)


def test_one_thing_is_asked_after_the_other_and_then_the_tasks_again(provider_client, pages, response):
    steps = [
        (("people", "host_name"), {"host_name": "Sam"}, ("people", "numbers")),
        (("people", "numbers"), {"adults": "4", "children": "2"}, ("people", "email")),
        (("people", "email"), {"email__not_known_yet": "on"}, None),
        (("food", "diet"), {"diet": "no_meat"}, ("food", "eggs")),
        (("food", "eggs"), {"eggs": "no"}, ("food", "sandwiches")),
        (("food", "sandwiches"), {"sandwiches": "Cheese"}, None),
    ]
    for place, typed, then in steps:
        answer = fill_in(provider_client, pages("question", *place), **typed)
        assert answer.status_code == 302
        assert answer.url == (pages("question", *then) if then else pages("task-list"))

    assert answers_of(response) == {
        "host_name": "Sam",
        "adults": "4",
        "children": "2",
        "email": {"not_known_yet": True, "typed": ""},
        "diet": "no_meat",
        "eggs": "no",
        "sandwiches": "Cheese",
    }


def test_what_the_organisation_told_us_before_stands_in_the_box(provider_client, pages, response):
    answer = provider_client.get(pages("question", "people", "host_name"))

    assert f'value="{response.case.organisation.name}"' in answer.content.decode()
    assert answers_of(response) == {}


def test_an_error_is_told_on_top_and_at_the_field_and_the_text_is_kept(provider_client, pages, response):
    answer = fill_in(provider_client, pages("question", "people", "numbers"), adults="a few", children="")

    html = answer.content.decode()
    assert answer.status_code == 200
    assert "<title>Error: How many come?" in html
    assert re.search(r'govuk-error-summary.*<a href="#id_adults">Enter a whole number, such as 12</a>', html, re.S)
    assert 'value="a few"' in html
    assert answers_of(response) == {"adults": "a few", "children": ""}


def test_after_an_error_the_page_counts_on_what_was_saved(provider_client, pages, response):
    first = fill_in(provider_client, pages("question", "people", "numbers"), adults="a few", children="")

    second = provider_client.post(
        pages("question", "people", "numbers"), {**hidden(first), "adults": "4", "children": ""}
    )

    assert second.status_code == 302
    assert answers_of(response)["adults"] == "4"


def test_a_missing_answer_is_told_with_the_question(provider_client, pages):
    answer = fill_in(provider_client, pages("question", "people", "host_name"), host_name=" ")

    assert "Answer the question “What is your name?”" in words(answer)


def test_coming_back_later_saves_without_checking(provider_client, pages, response):
    answer = fill_in(provider_client, pages("question", "people", "numbers"), adults="a few", children="", later="1")

    assert (answer.status_code, answer.url) == (302, pages("task-list"))
    assert answers_of(response)["adults"] == "a few"
    assert "There is a problem" in words(provider_client.get(pages("task-list")))


def test_a_double_click_saves_once_and_goes_on(provider_client, pages, response):
    address = pages("question", "people", "host_name")
    sent = {**hidden(provider_client.get(address)), "host_name": "Sam"}

    first, second = provider_client.post(address, sent), provider_client.post(address, sent)

    assert (
        (first.status_code, first.url)
        == (second.status_code, second.url)
        == (302, pages("question", "people", "numbers"))
    )
    assert response.answers.get().version == 1


def test_odd_text_comes_back_as_it_was_typed(provider_client, pages, response):
    text = "‮right to left‬ 👩🏽‍🦽 <b>bold</b> \n\n\tend"

    fill_in(provider_client, pages("question", "food", "sandwiches"), sandwiches=text.replace("\n", "\r\n"))

    assert answers_of(response) == {"sandwiches": text}
    html = provider_client.get(pages("question", "food", "sandwiches")).content.decode()
    assert "&lt;b&gt;bold&lt;/b&gt;" in html


@pytest.mark.parametrize("body", ["sandwiches=NUL%00inside", "sandwiches=%ED%A0%BD", "sandwiches=%FF"])
def test_text_that_nobody_can_type_is_refused_before_the_page(provider_client, pages, response, body):
    answer = provider_client.post(
        pages("question", "food", "sandwiches"), body, content_type="application/x-www-form-urlencoded"
    )

    assert answer.status_code == 400
    assert answers_of(response) == {}


def test_key_dates_are_ticked_with_a_name_each(provider_client, pages, response):
    address = pages("question", "outings", "dates")
    without_name = fill_in(provider_client, address, dates=["first"], dates__who__second="Kim")
    with_name = provider_client.post(
        address, {**hidden(without_name), "dates": ["first"], "dates__who__first": "Sam", "dates__who__second": "Kim"}
    )

    assert 'href="#id_dates__who__first">Enter who will come on 28 November 2026, first outing' in (
        without_name.content.decode()
    )
    assert with_name.status_code == 302
    assert answers_of(response)["dates"] == {
        "dates": {"first": {"coming": True, "who": "Sam"}, "second": {"coming": False, "who": "Kim"}},
        "none": False,
    }


def test_a_mandatory_date_nobody_comes_to_may_be_sent_and_is_told(provider_client, pages):
    fill_in(provider_client, pages("question", "outings", "dates"), dates=["__none"])

    shown = words(provider_client.get(pages("check-answers")))
    assert "Cannot come to any of the dates" in shown
    assert "Nobody is named for 28 November 2026, first outing." in shown


def test_check_answers_shows_each_answer_with_its_way_back(provider_client, pages, filled):
    answer = provider_client.get(pages("check-answers"))

    shown = words(answer)
    assert "Host Sam Change Host" in shown
    assert "28 November 2026, first outing: Sam 12 December 2026, second outing: cannot come" in shown
    assert f"/picnics/{filled.case_id}/send/" in answer.content.decode()
    assert "Send the plan" in shown


def test_check_answers_links_each_gap_to_its_exact_question_and_offers_no_sending(provider_client, pages):
    answer = provider_client.get(pages("check-answers"))

    html = answer.content.decode()
    assert "7 answers to go before you can send" in words(answer)
    assert (
        f'href="{pages("question", "food", "sandwiches")}?return=check">Answer the question “Which sandwiches' in html
    )
    assert "Send the plan" not in html


def test_a_change_comes_straight_back_to_check_answers(provider_client, pages, filled):
    address = pages("question", "food", "sandwiches") + "?return=check"

    answer = fill_in(provider_client, address, sandwiches="Egg")

    assert (answer.status_code, answer.url) == (302, pages("check-answers"))


def test_a_change_that_brings_up_new_questions_asks_them_first(provider_client, pages, filled):
    first = fill_in(provider_client, pages("question", "food", "diet") + "?return=check", diet="no_meat")
    second = fill_in(provider_client, first.url, eggs="yes")
    third = fill_in(provider_client, second.url, egg_kind=["boiled"])

    assert first.url == pages("question", "food", "eggs") + "?return=check&changed=diet"
    assert second.url == pages("question", "food", "egg_kind") + "?return=check&changed=diet"
    assert third.url == pages("check-answers")


def test_a_change_that_brings_up_nothing_new_asks_nothing_else(provider_client, pages):
    answer = fill_in(provider_client, pages("question", "food", "diet") + "?return=check", diet="anything")

    assert answer.url == pages("check-answers")


def test_the_way_back_of_each_page(provider_client, pages, filled):
    def back(address: str) -> str:
        return re.search(r'<a href="([^"]*)" class="govuk-back-link"', provider_client.get(address).content.decode())[1]

    assert back(pages("question", "people", "host_name")) == pages("task-list")
    assert back(pages("question", "people", "numbers")) == pages("question", "people", "host_name")
    assert back(pages("question", "food", "sandwiches")) == pages("question", "food", "diet")
    assert back(pages("question", "food", "diet") + "?return=check") == pages("check-answers")


def test_a_text_over_its_guide_is_kept_whole_and_only_told(provider_client, pages, response):
    long = "cheese " * 400

    answer = fill_in(provider_client, pages("question", "food", "sandwiches"), sandwiches=long)

    assert answer.status_code == 302
    assert answers_of(response) == {"sandwiches": long}
    assert "This is 400 words. About 10 is enough" in words(provider_client.get(pages("check-answers")))


def test_a_question_that_is_not_asked_is_not_found(provider_client, pages):
    assert provider_client.get(pages("question", "food", "eggs")).status_code == 404
    assert provider_client.get(pages("question", "food", "drinks")).status_code == 404
    assert provider_client.get(pages("question", "people", "diet")).status_code == 404


PLACES = [("task-list",), ("check-answers",), ("blank-form",), ("question", "food", "diet")]


@pytest.mark.parametrize("place", PLACES)
def test_another_organisation_finds_nothing(sign_in, pages, place, response):
    stranger = sign_in(Client(), make_provider())

    assert stranger.get(pages(*place)).status_code == 404
    assert stranger.post(pages("question", "food", "diet"), {"diet": "anything"}).status_code == 404
    assert answers_of(response) == {}


@pytest.mark.parametrize("place", PLACES)
def test_a_case_that_does_not_exist_is_not_found(provider_client, place):
    assert provider_client.get(reverse(f"response-{place[0]}", args=[uuid.uuid4(), *place[1:]])).status_code == 404


def test_a_reader_sees_the_answers_and_no_way_to_change_them(sign_in, pages, organisation, filled):
    reader = sign_in(Client(), make_provider(organisation, place=Place.READER))

    assert reader.get(pages("question", "food", "diet")).url == pages("check-answers")
    shown = words(reader.get(pages("check-answers")))
    assert "You may read this plan, not change it." in shown
    assert "Host Sam" in shown
    assert "Change" not in shown
    assert "Send the plan" not in shown


def test_a_question_says_who_changed_it_last_and_when(sign_in, pages, organisation, filled):
    reader = sign_in(Client(), make_provider(organisation, name="Amira Khan"))

    answer = reader.get(pages("question", "food", "sandwiches"))

    stored = filled.answers.get(question_key="sandwiches")
    assert f"Last changed by {stored.answered_by.name} at {in_words(stored.answered_at)}." in words(answer)
    assert "Last changed" not in words(reader.get(pages("question", "outings", "map")))


def test_a_refused_save_keeps_the_typed_text_on_the_page(sign_in, pages, organisation, filled, provider_user, at):
    client = sign_in(Client(), provider_user)
    opened = client.get(pages("question", "food", "sandwiches"))
    lock_response(filled, by=provider_user, at=at)

    answer = client.post(pages("question", "food", "sandwiches"), {**hidden(opened), "sandwiches": "My long text"})

    assert answer.status_code == 409
    assert "These answers have been sent and are closed." in words(answer)
    assert "My long text" in answer.content.decode()


def test_locked_answers_are_shown_as_they_were(provider_client, pages, filled, provider_user, at):
    lock_response(filled, by=provider_user, at=at)

    shown = words(provider_client.get(pages("check-answers")))
    assert "These answers have been sent and are closed." in shown
    assert "28 November 2026, first outing: Sam" in shown


def test_the_blank_form_prints_every_question_and_when_it_is_asked(provider_client, pages):
    shown = words(provider_client.get(pages("blank-form")))

    assert "Are eggs fine? Only if you answered “No meat” to “What do people eat?”. ☐ Yes ☐ No" in shown
    assert "☐ 28 November 2026, first outing" in shown


def test_anybody_reads_the_blank_form_of_a_published_set(client, response):
    assert "Which sandwiches would you like?" in words(client.get(reverse("question-set-blank-form", args=["picnic"])))
    assert client.get(reverse("question-set-blank-form", args=["nothing"])).status_code == 404
