"""What people with a card or a letter see, what the team sees, and that the service sees nothing (R-375)."""

import pytest
from django.test import Client
from django.urls import reverse

from inspection.models import FeedbackAnswer, FeedbackRequest
from sandbox_portal.casework.moments import day_in_words
from sandbox_portal.people.queries import address_in_letter
from sandbox_portal.people.sealing import open_marks
from tests.factories.feedback import answered, asked
from tests.factories.inspection import Scene, gathering
from tests.factories.inspection import page_of as page
from tests.house_rules.query_counts import queries_of
from tests.signing_in import sign_in


@pytest.fixture(scope="module")
def scene(kept_database) -> Scene:
    return gathering()


def typed(client: Client, address: str, **said: str) -> dict[str, str]:
    return {"once": client.get(address).context["form"].initial["once"], **said}


def test_somebody_with_a_card_answers_without_an_account(scene, client, db):
    request = asked(scene)
    found = client.post(reverse("feedback-code"), {"code": f"{request.code[:4].lower()} {request.code[4:]}"})
    client.post(found["Location"])
    address = reverse("feedback-answer", args=[request.code])
    sent = client.post(address, typed(client, address, kind="yes", more="The walks.", may_quote="on"), follow=True)

    answer = FeedbackAnswer.objects.get(request=request)
    assert (answer.answers, answer.may_quote) == ({"kind": "yes", "more": "The walks."}, True)
    assert "We have received your answers" in sent.content.decode()
    assert "The walks." not in sent.content.decode()
    assert FeedbackRequest.objects.get(pk=request.pk).opened == 1


def test_a_name_is_warned_of_once_with_everything_typed_still_there(scene, client, db):
    address = reverse("feedback-answer", args=[asked(scene).code])
    values = typed(client, address, more="Ann Hollis was kind.", reach="Ring 01632 960 001")

    warned = client.post(address, values)
    passed = client.post(address, {**values, "is_checked": "on"})

    said = warned.content.decode()
    assert (warned.status_code, passed.status_code) == (422, 302)
    assert "It seems to hold the name Ann Hollis." in said
    assert "Ann Hollis was kind.</textarea>" in said
    assert "Ring 01632 960 001" in said
    assert FeedbackAnswer.objects.get().warned_of == ["a name"]


def test_an_empty_form_says_what_to_do(scene, client, db):
    address = reverse("feedback-answer", args=[asked(scene).code])

    answer = client.post(address, typed(client, address))

    assert answer.status_code == 409
    assert "You have not answered a question yet. Answer at least one." in answer.content.decode()


def test_a_code_that_was_never_given_opens_nothing(client, db):
    typed_in = client.post(reverse("feedback-code"), {"code": "BBBB2222"})

    assert typed_in.status_code == 422
    assert "We know no such code." in typed_in.content.decode()
    assert client.get(reverse("feedback-start", args=["BBBB2222"])).status_code == 404


def test_somebody_with_a_letter_answers_question_by_question(scene, client, db):
    request = asked(scene, addresses=("ann@example.org",))
    letter = request.letters.select_related("link").get()
    path = "/" + open_marks(address_in_letter(letter.link)).partition("://")[2].partition("/")[2]
    landing = client.get(path).content.decode()
    assert f"{day_in_words(request.last_day)} at 11:59pm" in landing
    client.post(path)
    for number in range(1, 10):
        said = {1: {"kind": "no", "kind_more": "They hurry."}, 9: {"may_quote": "on", "reach": "A letter, please"}}
        client.post(reverse("link-question", args=[letter.link_id, number]), said.get(number, {}))
    check = client.get(reverse("link-check", args=[letter.link_id])).content.decode()
    client.post(reverse("link-check", args=[letter.link_id]))

    answer = FeedbackAnswer.objects.get(request=request)
    assert "never learns that we asked you, or that you answered" in landing
    assert "They hurry." in check
    assert (answer.answers, answer.may_quote) == ({"kind": "no", "kind_more": "They hurry."}, True)
    assert request.talks.get().reach == "A letter, please"


def test_the_team_asks_by_a_card_and_prints_it(scene, lead):
    values = {"group": "F", "way": "card", "until_0": "1", "until_1": "1", "until_2": "2027"}
    card = lead.post(page(scene, "feedback-ask"), values, follow=True).content.decode()

    request = FeedbackRequest.objects.get(assessment=scene.assessment, group="F")
    assert f"{request.code[:4]} {request.code[4:]}" in card
    assert "The card is for: family or friend. It works until the end of 1 January 2027." in card


def test_letters_without_an_address_are_asked_for_it(scene, lead):
    values = {
        "group": "F",
        "way": "letters",
        "addresses": "ann at home",
        "until_0": "1",
        "until_1": "1",
        "until_2": "2027",
    }

    said = lead.post(page(scene, "feedback-ask"), values).content.decode()

    assert "Line 1 is not an email address, such as name@place.uk" in said


def test_the_team_sees_how_many_and_never_who(scene, lead):
    request = asked(scene, addresses=("ann@example.org", "bo@example.org"))
    answered(request, reach="Ring 01632 960 001")

    said = lead.get(page(scene, "feedback-list")).content.decode()

    assert "Fewer than 5" in said
    assert "Ring 01632 960 001" in said
    assert "ann@example.org" not in said


def test_the_service_sees_neither_that_somebody_was_asked_nor_what_was_said(scene, lead, db):
    owner = sign_in(Client(), scene.owner)
    answered(asked(scene))
    own = owner.get(reverse("assessment-own", args=[scene.assessment.pk])).content.decode().lower()

    assert owner.get(page(scene, "feedback-list")).status_code in {403, 404}
    assert "feedback" not in own.replace(reverse("feedback-code"), "")


def test_the_page_of_the_team_asks_no_more_for_many_requests(scene, lead):
    asked(scene)
    address = page(scene, "feedback-list")
    lead.get(address)
    few = len(queries_of(lead, address))
    for number in range(8):
        answered(asked(scene, group="PC"[number % 2]), answers={"kind": "yes", "led": "yes"}, reach="Ring")

    assert len(queries_of(lead, address)) == few
