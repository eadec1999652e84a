"""What an applicant reads of the decision about it, on its page and in the list of all: once it was told, by role."""

from datetime import timedelta

import pytest
from django.urls import reverse

from sandbox_portal.casework.models import Case
from sandbox_portal.casework.queries import decisions_told_to
from sandbox_portal.casework.working_days import day_in_london
from sandbox_portal.documents.actions import withdraw_document
from sandbox_portal.documents.models import IssuedDocument
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import User
from selection.actions.letters import release_outcome_letters
from selection.models import Application
from tests.factories.people import make_staff

from .results_scene import again, do_all_work, signed_off

SELECTED, RESERVE, NOT_SELECTED, OUT_OF_SCOPE, NOT_COMMITTED = range(5)


@pytest.fixture(scope="module")
def scene(kept_database):
    """The selection, its applications, and what each applicant had been told before the letters went."""
    selection, sent = signed_off(lead=make_staff(Role.PROGRAMME_LEAD))
    do_all_work()
    before = [told_of(application) for application in sent]
    release_outcome_letters(selection, by=make_staff(Role.PROGRAMME_LEAD), at=database_now())
    return again(selection), [Application.objects.select_related("case").get(pk=each.pk) for each in sent], before


def applicant_of(application: Application) -> User:
    return application.organisation.memberships.first().user


def told_of(application: Application):
    return decisions_told_to(applicant_of(application), at=database_now(), case=application.case)


def test_each_applicant_reads_what_was_decided_by_which_role_and_why(scene):
    selection, sent, _before = scene
    title = selection.round.title

    said = [(each.what, each.by, each.reasons) for application in sent for each in told_of(application)]

    total = "Your total is {} out of 20. The lowest total that could be selected was 12."
    enough = "You reached the score that was needed, but there were more good applications than places."
    below = "Your total was below the lowest total that could be selected."
    assert [(what, by) for what, by, _why in said] == [
        (f"You have a place in {title}", "The committee"),
        (f"You are on the reserve list of {title}", "The committee"),
        (f"You were not selected for {title}", "The committee"),
        (f"Your application does not fit {title}", "The panel"),
        (f"We were not sure that you can take part in {title}", "The panel"),
    ]
    assert said[SELECTED][2] == (total.format(19),)
    assert said[RESERVE][2] == (enough, total.format(18))
    assert said[NOT_SELECTED][2] == (below, total.format(10))
    letters = [IssuedDocument.objects.get(case=sent[each].pk, code__in=("L-04", "L-05")) for each in (3, 4)]
    assert [said[each][2] for each in (OUT_OF_SCOPE, NOT_COMMITTED)] == [
        (each.data["facts"]["reason"],) for each in letters
    ]


def test_what_can_be_done_has_its_last_day(scene):
    ways = {way.words.split(".")[0]: way.until for way in told_of(scene[1][NOT_SELECTED])[0].ways_on}

    until = ways["Tell us if you think we did not follow our own rules"]
    assert 12 <= (day_in_london(until) - day_in_london(database_now())).days <= 20
    assert ways["Read the letter"] is None


def test_what_can_no_longer_be_done_is_not_offered(scene):
    applicant = applicant_of(scene[1][NOT_SELECTED])
    later = database_now() + timedelta(days=40)

    (told,) = decisions_told_to(applicant, at=later)

    assert [way.words for way in told.ways_on] == [
        "Read the letter",
        "See your scores and the reasons",
        "Look for a later round",
    ]


def test_before_the_letters_go_nothing_is_told(scene):
    assert scene[2] == [[]] * 5


def test_a_letter_that_is_still_held_tells_nothing_even_when_the_round_is_announced(scene):
    """A reserve who moves up: the stage has changed, the new letter is not out, so the old result is what was told."""
    application = scene[1][RESERVE]
    Case.objects.filter(pk=application.pk).update(stage="selected")

    (told,) = told_of(application)

    assert told.what.startswith("You are on the reserve list")
    assert told.ways_on == ()


def test_staff_and_strangers_read_nothing_here(scene):
    case = scene[1][SELECTED].case
    others = [make_staff(Role.PROGRAMME_LEAD), make_staff(Role.COMMITTEE_MEMBER), applicant_of(scene[1][RESERVE])]

    assert [decisions_told_to(user, at=database_now(), case=case) for user in others] == [[], [], []]


def test_nobody_is_named(scene):
    names = set(User.objects.filter(memberships=None).values_list("name", flat=True))

    said = " ".join(
        f"{each.what} {each.by} {each.reasons}" for application in scene[1] for each in told_of(application)
    )

    assert [name for name in names if name in said] == []


def test_a_letter_that_was_withdrawn_is_no_decision(scene):
    application = scene[1][OUT_OF_SCOPE]
    letter = IssuedDocument.objects.get(case=application.pk, code="L-04")
    withdraw_document(letter, reason="Sent by mistake.", by=make_staff(Role.PROGRAMME_LEAD), at=database_now())

    assert told_of(application) == []


def test_the_page_of_the_application_and_the_list_show_it(scene, client):
    application = scene[1][NOT_SELECTED]
    client.force_login(applicant_of(application))

    status = client.get(reverse("application-status", args=[application.pk])).content.decode()
    listed = client.get(reverse("own-decisions")).content.decode()

    for page in (status, listed):
        assert f"You were not selected for {scene[0].round.title}" in page
        assert "The committee" in page
        assert "below the lowest total" in page
        assert "What you can do now" in page


def test_the_list_can_be_narrowed_and_says_when_nothing_fits(scene, client):
    client.force_login(applicant_of(scene[1][NOT_SELECTED]))

    assert "1 decision" in client.get(reverse("own-decisions"), {"q": "not selected", "ways": "open"}).content.decode()
    assert "Nothing matches" in client.get(reverse("own-decisions"), {"q": "zebra"}).content.decode()


def test_somebody_without_a_decision_reads_what_will_come(client, provider_user):
    client.force_login(provider_user)

    assert "Nothing has been decided yet" in client.get(reverse("own-decisions")).content.decode()
