"""What an inspector types is kept before it is sent, for them alone (R-371)."""

from datetime import timedelta

import pytest
from django.db import DataError, transaction
from django.test import Client
from django.urls import reverse

from inspection.actions.drafts import keep_typed, send_typed
from inspection.models import EvidenceItem, TypedDraft
from inspection.tasks import clear_drafts
from sandbox_portal.people.clock import database_now
from tests.factories.inspection import LEARNING, Scene, a_visit, evidence, gathering
from tests.inspection.test_assessment_pages import typed
from tests.signing_in import sign_in

SAVING = {"HTTP_X_FRAGMENT": "1"}


@pytest.fixture(scope="module")
def scene(kept_database) -> Scene:
    return gathering()


def address(scene: Scene, name: str = "evidence-add", *more: object) -> str:
    return reverse(name, args=[scene.assessment.pk, *more])


def save(client: Client, page: str, version: int, **values: object):
    return client.post(page, {**values, "version": version}, **SAVING)


def test_what_is_typed_is_there_again_and_nothing_is_evidence_yet(scene, lead):
    values = typed(text="They sing with P1.", statements=[LEARNING], seen_on_0="3")
    first = save(lead, address(scene), 0, **values).json()
    again = lead.get(address(scene)).content.decode()

    assert first["version"] == 1
    assert "They sing with P1.</textarea>" in again
    assert f'value="{LEARNING}" checked' in again
    assert 'name="version" value="1"' in again
    assert "It is not sent yet, and nobody else can read it." in again
    assert not EvidenceItem.objects.filter(assessment=scene.assessment).exists()


def test_a_draft_is_not_checked_and_a_later_save_takes_its_place(scene, lead):
    save(lead, address(scene), 0, text="Ann Hollis")
    second = save(lead, address(scene), 1, text="Ann Hollis and P")

    assert (second.status_code, second.json()["version"]) == (200, 2)
    assert TypedDraft.objects.get(person=scene.lead).typed == {"text": ["Ann Hollis and P"]}


def test_a_page_that_was_saved_elsewhere_meanwhile_overwrites_nothing(scene, lead):
    save(lead, address(scene), 0, text="On my phone")
    late = save(lead, address(scene), 0, text="On my desk")

    assert (late.status_code, late.json()["version"]) == (409, 1)
    assert TypedDraft.objects.get(person=scene.lead).typed == {"text": ["On my phone"]}


def test_nobody_else_reads_a_draft(scene, lead):
    save(lead, address(scene), 0, text="For me alone")
    other = sign_in(Client(), scene.second)

    assert "For me alone" not in other.get(address(scene)).content.decode()


def test_what_is_sent_is_no_draft_any_more(scene, lead):
    save(lead, address(scene), 0, text="They say")
    refused = lead.post(address(scene), typed(text=""))
    kept = TypedDraft.objects.filter(person=scene.lead).exists()
    sent = lead.post(address(scene), typed())

    assert (refused.status_code, kept) == (422, True)
    assert sent.status_code == 302
    assert not TypedDraft.objects.exists()


def test_without_a_script_a_button_keeps_it_and_another_throws_it_away(scene, lead):
    lead.post(address(scene), {"text": "Half a", "version": "0", "keep_for_later": "Keep it for later"})
    there = lead.get(address(scene)).content.decode()
    lead.post(address(scene), {"forget_draft": "yes"})

    assert "Half a</textarea>" in there
    assert "Half a" not in lead.get(address(scene)).content.decode()


def named(client: Client, page: str) -> dict[str, str]:
    """The name of a page that is opened now, as its form sends it."""
    return {"open_page": client.get(page).context["form"].open_page}


def kept(scene: Scene) -> list[tuple[dict, bool]]:
    rows = TypedDraft.objects.filter(person=scene.lead)
    return [(each.typed, each.sent_at is not None) for each in rows]


def test_the_button_over_ones_own_save_of_this_moment_keeps_the_newer_words(scene, lead):
    name = named(lead, address(scene))
    save(lead, address(scene), 0, text="Half a", **name)  # the page has not heard back
    later = lead.post(address(scene), {"text": "Half a word", "version": "0", "keep_for_later": "yes", **name})
    late = save(lead, address(scene), 0, text="Half a wo", **name)  # was still on its way

    assert (later.status_code, late.status_code) == (302, 409)
    assert kept(scene) == [({"text": ["Half a word"]}, False)]


def test_a_save_whose_answer_was_lost_does_not_stop_the_next(scene, lead):
    name = named(lead, address(scene))
    save(lead, address(scene), 0, text="Half a", **name)
    again = save(lead, address(scene), 0, text="Half a word", **name)

    assert (again.status_code, again.json()["version"]) == (200, 2)


def test_another_open_page_is_told_also_of_the_same_person(scene, lead):
    save(lead, address(scene), 0, text="On my phone", **named(lead, address(scene)))
    late = lead.post(
        address(scene), {"text": "On my desk", "keep_for_later": "yes", "version": "0", **named(lead, address(scene))}
    )

    assert (late.status_code, kept(scene)) == (409, [({"text": ["On my phone"]}, False)])


@pytest.mark.parametrize("is_known", [False, True], ids=["the first save", "a later save"])
def test_what_is_still_on_its_way_when_it_is_sent_is_no_draft_again(scene, lead, is_known):
    name = named(lead, address(scene))
    if is_known:
        save(lead, address(scene), 0, text="They", **name)
    sent = lead.post(address(scene), typed(**name))
    late = save(lead, address(scene), int(is_known), text="They say", **name)

    assert (sent.status_code, late.status_code, kept(scene)) == (302, 409, [({}, True)])
    assert "It is not sent yet" not in lead.get(address(scene)).content.decode()


def test_after_sending_a_page_that_is_opened_anew_keeps_its_own_draft(scene, lead):
    lead.post(address(scene), typed(**named(lead, address(scene))))
    again = save(lead, address(scene), 0, text="The next one", **named(lead, address(scene)))

    assert (again.status_code, kept(scene)) == (200, [({"text": ["The next one"]}, False)])


def test_what_cannot_end_as_a_draft_is_not_sent_either(scene, db):
    ends = {"page": "x" * 81, "open_page": "any", "by": scene.lead, "at": database_now()}  # no row has so long a name
    with pytest.raises(DataError), transaction.atomic():
        send_typed(scene.assessment, send=lambda: evidence(scene, text="They sing."), **ends)

    assert not EvidenceItem.objects.filter(assessment=scene.assessment).exists()


def test_what_was_sent_is_forgotten_after_a_day(scene, lead):
    lead.post(address(scene), typed(**named(lead, address(scene))))
    now = database_now()

    assert [clear_drafts(at=now), clear_drafts(at=now + timedelta(days=1, minutes=1))] == [0, 1]


def test_far_too_much_is_refused_and_said(scene, lead):
    answer = save(lead, address(scene), 0, text="a" * 100_001)

    assert (answer.status_code, answer.json()) == (422, {"refused": "Say it in 100,000 characters or fewer."})


def test_each_visit_and_each_correction_has_a_draft_of_its_own(scene, lead):
    first, second = a_visit(scene), a_visit(scene)
    item = evidence(scene, text="As it was.")
    save(lead, address(scene, "visit-write", first.pk), 0, summary="Calm so far")
    save(lead, address(scene, "evidence-correct", item.pk), 0, text="As it is.")

    assert "Calm so far</textarea>" in lead.get(address(scene, "visit-write", first.pk)).content.decode()
    assert "Calm so far" not in lead.get(address(scene, "visit-write", second.pk)).content.decode()
    assert "As it is.</textarea>" in lead.get(address(scene, "evidence-correct", item.pk)).content.decode()
    assert "As it is." not in lead.get(address(scene)).content.decode()


def test_old_drafts_go_at_night_and_young_ones_stay(scene, db):
    keep_typed(scene.assessment, page="evidence", typed={}, version=0, by=scene.lead, at=database_now())
    gone = [clear_drafts(at=database_now())]
    TypedDraft.objects.update(saved_at="2026-01-01T00:00Z")
    gone.append(clear_drafts(at=database_now()))

    assert gone == [0, 1]
