"""Pages of materials: versions side by side, and the record that is owed after a trial (R-416 to R-419)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from inspection.actions.assessments import cancel_assessment
from inspection.actions.materials import begin_series
from inspection.actions.refinement import Outcome
from inspection.models import MaterialsComment, MaterialsVersion
from inspection.queries.materials import read_materials
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.queries import address_in_letter, people_of
from sandbox_portal.people.sealing import open_marks
from tests.factories.inspection import DIRECTION, LEARNING, STAFFING, Scene, a_framework, planned
from tests.factories.materials import a_comment, better, closed, looked_back, materials, sandbox_service, use_of
from tests.house_rules.query_counts import queries_of


@pytest.fixture(scope="module")
def scene(kept_database) -> Scene:
    framework = a_framework()
    materials(framework.slug)
    return planned(service=sandbox_service(), framework=framework)


def version(scene: Scene, status: str = "in_use") -> MaterialsVersion:
    return MaterialsVersion.objects.get(series=scene.assessment.framework.slug, status=status)


def address(name: str, version: MaterialsVersion, *more: object) -> str:
    return reverse(name, args=[version.series, version.number, *more])


def test_a_manager_prepares_a_draft_changes_a_question_and_everybody_sees_what_is_different(scene, manager, client):
    now = version(scene)
    manager.post(address("materials-next", now))
    draft = version(scene, "draft")
    manager.post(
        address("materials-part", draft, "prompts", LEARNING), {"part_title": "Learning", "says": "One?\nTwo?"}
    )
    a_comment(draft, by=scene.manager)

    said = client.get(reverse("materials-compare", args=[now.series]), {"before": "0.1", "after": "0.2"})

    assert read_materials(version(scene, "draft")).prompts()[LEARNING] == ("One?", "Two?")
    assert "Other words or evidence: 1; The same: 6." in said.content.decode()


def test_the_record_is_written_and_closed_by_its_pages(scene, manager):
    case = [scene.assessment.pk]
    words = {"what_worked": "Short questions.", "what_did_not": "The long ones.", "proposed": "", "accepted": ""}

    written = manager.post(reverse("assessment-look-back", args=case), words, follow=True).content.decode()
    early = manager.post(reverse("assessment-close-record", args=case), {"outcome": "no_change", "because": "Fine."})

    assert "Short questions." in written
    assert early.status_code == 409
    assert "This inspection is not over." in early.content.decode()


def test_a_form_that_ends_a_record_asks_for_the_version_or_the_reason(scene, manager):
    page = reverse("assessment-close-record", args=[scene.assessment.pk])

    new = manager.post(page, {"outcome": "new_version"})
    same = manager.post(page, {"outcome": "no_change"})

    assert (new.status_code, same.status_code) == (422, 422)
    assert "Choose the new version. Prepare it first if there is none" in new.content.decode()
    assert "Say why no change is needed" in same.content.decode()


def test_whoever_was_asked_comments_without_an_account(scene, client, manager):
    draft = better(version(scene), keys=(LEARNING,), by=scene.manager)
    comment = a_comment(draft, by=scene.manager)
    link = open_marks(address_in_letter(comment.link)).partition("://")[2].partition("/")[2]

    landing = client.get(f"/{link}").content.decode()
    client.post(f"/{link}")
    for number, said in ((1, {"says": "disagree"}), (2, {"words": "Ask fewer things."})):
        client.post(reverse("link-question", args=[comment.link_id, number]), said)
    client.post(reverse("link-check", args=[comment.link_id]))

    told = manager.get(address("materials-detail", draft)).content.decode()
    assert "What do you think of our draft 0.2?" in landing
    assert "I do not agree with it: Ask fewer things." in told


def test_a_manager_begins_the_materials_of_a_framework_that_has_none_and_puts_them_into_use(scene, manager):
    new = a_framework(title="Visits to councils")
    begin, form = reverse("materials-begin"), {"framework": new.slug, "version_title": "Visits", "summary": "For them."}
    offered = manager.get(begin).content.decode()
    empty = manager.post(begin, {"framework": new.slug})

    told = manager.post(begin, form, follow=True).content.decode()
    draft = MaterialsVersion.objects.get(series=new.slug)
    used = manager.post(address("materials-use", draft), follow=True).content.decode()

    assert (new.slug in offered, scene.assessment.framework.slug in offered) == (True, False)
    assert (empty.status_code, draft.number, "Version 0.1 is a draft." in told) == (422, "0.1", True)
    prompts = read_materials(draft).prompts()
    assert sorted(prompts) == sorted([LEARNING, STAFFING, DIRECTION])
    assert all(words[0].startswith("Show us what you do for") for words in prompts.values())
    assert "It is in use." in used
    assert new.slug not in manager.get(begin).content.decode()
    with pytest.raises(Refused, match="has materials already"):
        begin_series(new, title="Again", summary="Again", by=scene.manager, at=database_now())


def test_participants_stand_in_the_letters_of_a_draft_until_they_are_asked(scene, manager):
    draft = better(version(scene), keys=(LEARNING,), by=scene.manager)
    line = f"{scene.assessment.organisation.name}, {people_of(scene.assessment.organisation)[0].email}"
    before = manager.get(address("materials-ask", draft)).content.decode()
    day = database_now().date() + timedelta(days=9)
    form = {"whom": line, "until_0": str(day.day), "until_1": str(day.month), "until_2": str(day.year)}
    manager.post(address("materials-ask", draft), form)

    after = manager.get(address("materials-ask", draft)).content.decode()

    assert "Those who take part now stand here already" in before
    assert (line in before, line in after) == (True, False)


def test_a_manager_asks_by_name_and_address(scene, manager):
    draft = better(version(scene), keys=(LEARNING,), by=scene.manager)
    day = database_now().date()
    wrong = {"whom": "Lantern Council", "until_0": "1", "until_1": "1", "until_2": str(day.year + 1)}

    refused = manager.post(address("materials-ask", draft), wrong)

    assert "Line 1 is not a name, a comma and an email address" in refused.content.decode()
    assert not MaterialsComment.objects.filter(version=draft).exists()


def test_the_list_of_inspections_warns_where_versions_are_mixed(scene, manager):
    draft = better(version(scene), keys=(LEARNING,), by=scene.manager)
    cancel_assessment(scene.again(), because="Over.", by=scene.manager, at=database_now())
    closed(scene, Outcome("new_version", next_version=draft))
    planned(service=sandbox_service(), framework=scene.assessment.framework, manager=scene.manager)
    series = scene.assessment.framework.slug

    both = manager.get(reverse("materials-trials"), {"series": series}).content.decode()
    one = manager.get(reverse("materials-trials"), {"series": series, "number": "0.1"}).content.decode()

    assert "with different materials: versions 0.1 and 0.2. Do not take an average of them." in both
    assert "Do not take an average of them." not in one


def test_the_file_shows_what_may_be_asked_and_says_with_which_version(scene, manager):
    said = manager.get(reverse("assessment-materials", args=[scene.assessment.pk])).content.decode()

    assert "Who hears of a near miss?" in said
    assert "They were reached with version 0.1." in said


def test_long_lists_ask_no_more_than_short_ones(scene, manager):
    looked_back(scene)
    series = use_of(scene.assessment).series
    pages = [reverse("materials-list"), reverse("materials-trials"), address("materials-detail", version(scene))]
    few = [(manager.get(each), len(queries_of(manager, each)))[1] for each in pages]

    for number in range(10, 40):
        materials(series, number=f"2.{number}", status="draft")
    for _each in range(4):
        planned(framework=scene.assessment.framework, manager=scene.manager)

    assert [len(queries_of(manager, each)) for each in pages] == few
