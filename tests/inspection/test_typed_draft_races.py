"""Somebody sends a page while what it saves by itself is on its way: the database decides, and no stale draft stays."""

import pytest

from inspection.actions.drafts import keep_typed, send_typed
from inspection.models import TypedDraft
from inspection.queries.drafts import typed_draft
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.clock import database_now
from tests.factories.inspection import Scene, gathering
from tests.questions.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)
PAGE, NAME = "evidence", "11111111-1111-4111-8111-111111111111"


@pytest.fixture
def scene(transactional_db) -> Scene:
    return gathering()


def keep(scene: Scene, words: str, *, name: str = NAME, version: int = 0) -> TypedDraft:
    typed, at = {"text": [words]}, database_now()
    return keep_typed(scene.assessment, page=PAGE, typed=typed, version=version, open_page=name, by=scene.lead, at=at)


def send(scene: Scene, *, name: str = NAME) -> str:
    return send_typed(
        scene.assessment, page=PAGE, open_page=name, send=lambda: "sent", by=scene.lead, at=database_now()
    )


def readable(scene: Scene) -> TypedDraft | None:
    return typed_draft(scene.assessment, scene.lead, PAGE)


def test_sent_and_saved_in_the_same_moment_leave_no_draft_whoever_comes_first(scene):
    for _turn in range(3):
        saved, sent = at_once([lambda: keep(scene, "They say"), lambda: send(scene)])

        assert isinstance(saved, TypedDraft | Refused)
        assert (sent, readable(scene)) == ("sent", None)
        TypedDraft.objects.all().delete()


def test_twin_a_page_without_a_name_leaves_words_behind_that_were_sent(scene):
    send(scene, name="")
    keep(scene, "They say", name="")

    assert readable(scene) is not None


def test_of_many_saves_of_one_open_page_at_once_none_is_a_conflict_with_its_own_words(scene):
    saved = at_once([lambda number=number: keep(scene, f"Words {number}") for number in range(6)])

    assert sorted(each.version for each in saved) == [1, 2, 3, 4, 5, 6]
    assert TypedDraft.objects.get().version == 6


def test_twin_of_many_saves_of_different_pages_at_once_one_is_kept(scene):
    saved = at_once([lambda number=number: keep(scene, f"Words {number}", name="") for number in range(6)])

    assert sum(isinstance(each, Refused) for each in saved) == 5
    assert TypedDraft.objects.get().version == 1
