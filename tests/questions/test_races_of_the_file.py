"""Two people of one organisation put the same fact right in the same moment; with a twin without the protection."""

import pytest

from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.clock import database_now
from sandbox_portal.questions.actions import kept
from sandbox_portal.questions.actions.kept import correct_fact
from sandbox_portal.questions.models import KeptAnswer
from tests.factories.people import make_organisation, make_provider
from tests.questions.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def editors():
    organisation = make_organisation("Race Teams")
    people = [make_provider(organisation), make_provider(organisation)]
    correct_fact(organisation, key="places", raw="Saltby", version=0, by=people[0], at=database_now())
    return organisation, people


def both_correct(organisation, people):
    at = database_now()

    def correct(person):
        return lambda: correct_fact(organisation, key="places", raw=person.name, version=1, by=person, at=at)

    results = at_once([correct(person) for person in people])
    said = KeptAnswer.objects.filter(organisation=organisation).order_by("version")
    return results, list(said.values_list("version", "raw"))


def test_one_of_two_editors_is_kept_and_the_other_is_told_who_was_quicker(editors):
    organisation, people = editors

    results, said = both_correct(organisation, people)

    won = next(result for result in results if isinstance(result, KeptAnswer))
    refused = next(result for result in results if isinstance(result, Refused))
    assert said == [(1, "Saltby"), (2, won.raw)]
    assert refused.sentence.startswith(f"{won.said_by.name} changed this at")


def test_without_the_look_under_the_lock_the_second_would_bury_the_first_unseen(editors, monkeypatch):
    organisation, people = editors
    monkeypatch.setattr(kept, "_refuse_if_changed", lambda before, version: None)

    results, said = both_correct(organisation, people)

    assert not any(isinstance(result, Refused) for result in results)
    assert len(said) == 3
