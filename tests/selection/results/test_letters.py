"""Letters of results: held together, sent together, and in each nothing but its own applicant's result (R-186)."""

import shutil
import subprocess
from datetime import timedelta

import pytest
from django.core import mail

from programme.queries import key_dates
from sandbox_portal.casework.models import OutboxEntry
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.documents import storage
from sandbox_portal.documents.models import IssuedDocument
from sandbox_portal.documents.reading import letter_as_page
from sandbox_portal.people.choices import Place, Role
from sandbox_portal.people.clock import database_now, travelled_to
from sandbox_portal.people.queries import people_of
from selection.actions.applications import withdraw_application
from selection.actions.letters import release_outcome_letters
from selection.actions.promotions import decide_promotion, offer_promotion
from selection.choices import ApplicationStage, SelectionStage
from selection.models import Application
from selection.queries.letters import LetterState, first_workshop_in, letter_rows
from tests.factories.people import make_staff
from tests.factories.selection import chair_of, make_selection

from ..results_scene import again, do_all_work, signed_off

pytestmark = pytest.mark.django_db

CODES = [["L-06", "L-10"], ["L-07"], ["L-08"], ["L-04"], ["L-05"]]


def codes_of(application):
    letters = IssuedDocument.objects.filter(case=application.pk, code__startswith="L-").exclude(code="L-03")
    return sorted(letters.values_list("code", flat=True))


def owners_of(application):
    return set(people_of(application.organisation, Place.OWNER).values_list("email", flat=True))


def test_each_result_gets_its_own_letters_and_they_are_held(held):
    assert [codes_of(each) for each in held.sent] == CODES
    assert {row.state for row in letter_rows(held.selection)} == {LetterState.HELD}
    waiting = OutboxEntry.objects.filter(name="documents/letter_waiting")
    assert {entry.payload["context"]["number"][:3] for entry in waiting} == {"REC"}


def test_letters_cannot_go_while_one_is_still_being_made():
    lead = make_staff(Role.PROGRAMME_LEAD)
    selection, _sent = signed_off(lead=lead)

    with pytest.raises(Refused) as refused:
        release_outcome_letters(selection, by=lead, at=database_now())

    assert refused.value.sentence == (
        "6 letters are not ready yet. All letters go together, so please wait until every one is made."
    )
    assert again(selection).case.stage == SelectionStage.SIGNED_OFF


def test_released_letters_are_told_to_the_owners_and_to_nobody_else(held):
    selection, sent = held.selection, held.sent

    release_outcome_letters(again(selection), by=held.lead, at=database_now())
    do_all_work()

    assert {row.state for row in letter_rows(selection)} == {LetterState.SENT}
    told = {message.to[0] for message in mail.outbox if "letter from us" in message.subject}
    assert told == set.union(*[owners_of(each) for each in sent])


def test_no_letter_says_anything_of_another_applicant(told):
    sent = told.sent
    names = {each.pk: (each.organisation.name, str(each.case.reference)) for each in sent}

    leaks = [
        (document.number, word)
        for document in IssuedDocument.objects.filter(case__in=names)
        for other, words in names.items()
        if other != document.case_id
        for word in words
        if word in whole_text(document)
    ]

    assert leaks == []


def test_the_search_for_other_applicants_finds_what_is_there(told):
    """The twin: the reader of documents really reads names and references."""
    sent = told.sent
    letter = IssuedDocument.objects.get(case=sent[0].pk, code="L-06")

    assert sent[0].organisation.name in whole_text(letter)
    assert "As the answers show." not in whole_text(letter)  # what one member wrote alone
    assert "The panel agreed." in whole_text(letter)


def whole_text(document):
    """All that a document was made from and is read as; and the text of its PDF where this machine can read one."""
    page = letter_as_page(document) if document.template else ""
    with storage.open_stored(document.stored_name) as stored:
        printed = pdf_text(stored.read())
    return f"{document.title} {document.data} {page} {printed}"


def pdf_text(pdf):
    if shutil.which("pdftotext") is None:
        return ""
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def test_a_withdrawal_is_confirmed_at_once():
    _selection, sent = make_selection(1)
    owner = people_of(sent[0].organisation)[0]

    withdraw_application(sent[0], reason="We have moved.", by=owner, at=database_now())
    do_all_work()

    letter = IssuedDocument.objects.get(case=sent[0].pk, code="L-03W")
    assert (letter.released_at is not None, letter.data["facts"]["reference"]) == (True, sent[0].case.reference)


def test_whoever_withdraws_between_sign_off_and_sending_gets_no_letter_of_a_place(held):
    selection, sent = held.selection, held.sent
    owner = people_of(sent[0].organisation)[0]
    withdraw_application(sent[0], reason="We have moved.", by=owner, at=database_now())
    do_all_work()

    release_outcome_letters(again(selection), by=held.lead, at=database_now())

    letters = IssuedDocument.objects.filter(case=sent[0].pk, released_at__isnull=False, code__startswith="L-")
    assert sorted(letters.values_list("code", flat=True)) == ["L-03", "L-03W"]
    assert Application.objects.get(pk=sent[0].pk).case.stage == ApplicationStage.WITHDRAWN


def test_a_reserve_that_moves_up_after_the_letters_gets_its_own_at_once(told):
    selection, sent = told.selection, told.sent
    leaving, reserve = sent[0], sent[1]
    withdraw_application(leaving, reason="We have moved.", by=people_of(leaving.organisation)[0], at=database_now())
    workshop = first_workshop_in(key_dates(selection.round))
    with travelled_to(workshop.starts_at - timedelta(days=1)):
        promotion = offer_promotion(
            again(selection), reason="Next in order.", by=chair_of(selection), at=database_now()
        )
        decide_promotion(promotion, approve=True, by=make_staff(Role.COMMITTEE_MEMBER), at=database_now())
    do_all_work()

    letters = IssuedDocument.objects.filter(
        case=reserve.pk, released_at__isnull=False, code__in=["L-06", "L-07", "L-10"]
    )
    assert sorted(letters.values_list("code", flat=True)) == ["L-06", "L-07", "L-10"]
