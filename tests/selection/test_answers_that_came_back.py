"""What follows when answers of an application were asked again and have come back: a new copy, and word of it (R14)."""

import pytest

from programme.actions import open_window
from sandbox_portal.casework.models import OutboxEntry
from sandbox_portal.documents.models import IssuedDocument
from sandbox_portal.people.choices import Place, Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.queries import people_of
from sandbox_portal.questions.actions import save_answer
from sandbox_portal.questions.actions.returns import flag_answer, return_to_applicant, send_back
from sandbox_portal.questions.queries import answers_of, response_of
from selection.actions.publication import issue_copy_of_answers_again
from selection.models import Application
from selection.queries.told import COPY
from tests.factories.people import make_provider, make_staff
from tests.factories.rounds import make_round
from tests.factories.selection import make_application

from .results_scene import do_all_work

pytestmark = pytest.mark.django_db


@pytest.fixture
def application():
    """The short description was asked again and came back changed; everything that waits is done."""
    at = database_now()
    application = make_application(open_window(make_round(), by=None, at=at))
    owner, lead = people_of(application.organisation)[0], make_staff(Role.PROGRAMME_LEAD)
    make_provider(application.organisation, place=Place.READER)
    do_all_work()
    says = {"reason": "unclear_fact", "words": "Say it in one line."}
    flag_answer(response_of(application.case), key="short_description", **says, by=lead, at=at)
    return_to_applicant(response_of(application.case), days=5, by=lead, at=at)
    changed = {"key": "short_description", "raw": "Small teams, near home.", "version": 1}
    save_answer(response_of(application.case), **changed, by=owner, at=at)
    send_back(response_of(application.case), by=owner, at=at)
    do_all_work()
    return Application.objects.get(pk=application.pk)


def test_a_new_copy_stands_beside_the_first_and_says_why(application):
    first, second = IssuedDocument.objects.filter(case=application.pk, code=COPY).order_by("version")

    assert (second.version, second.replaces) == (2, first)
    assert second.correction_note.startswith("It holds the answers we asked again, as they were sent back on ")
    assert ("Small teams, near home." in str(first.data), "Small teams, near home." in str(second.data)) == (
        False,
        True,
    )
    assert answers_of(response_of(application.case))["short_description"] == application.summary


def test_who_writes_for_the_applicant_is_told_once(application):
    again = issue_copy_of_answers_again(application, by=None, at=database_now())

    assert again.version == 2
    mails = OutboxEntry.objects.filter(name="selection/copy_again").values_list("payload__to", flat=True)
    assert list(mails) == [people_of(application.organisation, Place.OWNER)[0].email]
