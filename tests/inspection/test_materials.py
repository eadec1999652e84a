"""Materials grow better after each trial inspection, and what was used stays as it was (R-415 to R-419, EX-G43)."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, IntegrityError, transaction

from inspection.actions.assessments import cancel_assessment
from inspection.actions.materials import change_part, keep_materials, prepare_next, put_into_use
from inspection.actions.materials_comments import ask_for_comments, keep_comment, settle_comment
from inspection.actions.refinement import Outcome, close_refinement
from inspection.models import MaterialsComment, MaterialsUse, MaterialsVersion
from inspection.queries.materials import materials_visible_to, read_materials
from inspection.rulebook.materials import compare_materials, counted, following, order_of, warning_of
from sandbox_portal.casework.models import OutboxEntry
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from tests.factories.inspection import DIRECTION, LEARNING, STAFFING, Scene, a_framework, planned
from tests.factories.materials import (
    a_comment,
    better,
    closed,
    content,
    looked_back,
    materials,
    sandbox_service,
    use_of,
)
from tests.factories.people import make_staff

NEW, SAME = "new_version", "no_change"


@pytest.fixture(scope="module")
def framework(kept_database):
    framework = a_framework()
    materials(framework.slug)
    return framework


@pytest.fixture(scope="module")
def first(framework) -> Scene:
    return planned(service=sandbox_service(), framework=framework)


@pytest.fixture
def manager(db):
    return make_staff(Role.INSPECTION_MANAGER)


def in_use(framework) -> MaterialsVersion:
    return MaterialsVersion.objects.get(series=framework.slug, status="in_use")


def over(scene: Scene) -> Scene:
    cancel_assessment(scene.again(), because="The trial is over.", by=scene.manager, at=database_now())
    scene.again()
    return scene


def test_ex_g43_three_trial_inspections_of_a_round(framework, first, db):
    began_with = [use_of(first.assessment).version.number]
    with pytest.raises(Refused) as blocked:
        planned(service=sandbox_service(), framework=framework)
    draft = better(in_use(framework), keys=(LEARNING, STAFFING, DIRECTION), by=first.manager)
    closed(over(first), Outcome(NEW, next_version=draft))

    second = planned(service=sandbox_service(), framework=framework)
    began_with.append(use_of(second.assessment).version.number)
    closed(over(second), Outcome(SAME, because="Every question worked."))
    third = planned(service=sandbox_service(), framework=framework)
    began_with.append(use_of(third.assessment).version.number)

    versions = {each.number: each for each in MaterialsVersion.objects.filter(series=framework.slug)}
    changed = counted(compare_materials(read_materials(versions["0.1"]), read_materials(versions["0.2"])))
    assert began_with == ["0.1", "0.2", "0.2"]
    assert blocked.value.sentence == (
        f"{first.assessment} is not looked back on yet. Close its record with a new version, or say why no change is "
        "needed. Then the next trial inspection can begin."
    )
    assert changed == {"changed": 3, "same": 4}
    assert {number: each.status for number, each in versions.items()} == {"0.1": "superseded", "0.2": "in_use"}


def test_an_inspection_keeps_the_version_it_was_begun_with(framework, first, db):
    draft = better(in_use(framework), keys=(LEARNING,), by=first.manager)
    closed(over(first), Outcome(NEW, next_version=draft))

    assert use_of(first.assessment).version.number == "0.1"
    with pytest.raises(DatabaseError, match="stay"), transaction.atomic():
        MaterialsUse.objects.filter(assessment=first.assessment).update(version=draft)


def test_a_registered_service_locks_the_version_and_owes_no_record(framework, first, db):
    use = use_of(planned(framework=framework).assessment)

    assert (use.version.number, use.is_trial) == ("0.1", False)


def test_a_framework_without_materials_locks_none(db):
    scene = planned(service=sandbox_service(), framework=a_framework())

    assert not MaterialsUse.objects.filter(assessment=scene.assessment).exists()


@pytest.mark.parametrize("words", [{"because": "Nothing moved."}, {"title": "Other"}, {"status": "draft"}])
def test_what_is_in_use_keeps_every_word(framework, words, db):
    version = in_use(framework)
    changes = {"content": words} if "because" in words else words

    with pytest.raises(DatabaseError, match="stay as they are"), transaction.atomic():
        MaterialsVersion.objects.filter(pk=version.pk).update(**changes)


def test_a_draft_may_still_change(framework, manager):
    """The twin."""
    draft = prepare_next(in_use(framework), by=manager, at=database_now())

    assert MaterialsVersion.objects.filter(pk=draft.pk).update(title="Other") == 1


def test_nobody_changes_the_words_of_a_version_in_use_by_the_page_either(framework, manager):
    words = {"kind": "prompts", "key": LEARNING, "title": "Learning", "says": ["Other?"]}

    with pytest.raises(Refused, match="stay as they are"):
        change_part(in_use(framework), **words, by=manager, at=database_now())
    with pytest.raises(Refused, match="stay as they are"):
        keep_materials(content(framework.slug), by=None, at=database_now())


def test_a_second_draft_is_not_prepared_while_there_is_one(framework, manager):
    draft = prepare_next(in_use(framework), by=manager, at=database_now())

    with pytest.raises(Refused, match=f"Version {draft.number} is a draft already"):
        prepare_next(in_use(framework), by=manager, at=database_now())


def test_a_draft_is_not_put_into_use_past_an_open_record(framework, first, manager):
    draft = prepare_next(in_use(framework), by=manager, at=database_now())

    with pytest.raises(Refused, match="Close the record of INS-"):
        put_into_use(draft, by=manager, at=database_now())


def test_a_record_is_closed_after_the_inspection_and_with_reasons(framework, first, db):
    looked_back(first)
    use, by = use_of(first.assessment), {"by": first.manager, "at": database_now()}

    with pytest.raises(Refused, match="This inspection is not over"):
        close_refinement(use, outcome=Outcome(SAME, because="It worked."), **by)
    over(first)
    with pytest.raises(Refused, match="Say why no change is needed"):
        close_refinement(use, outcome=Outcome(SAME), **by)
    with pytest.raises(Refused, match="Choose the new version"):
        close_refinement(use, outcome=Outcome(NEW), **by)
    with pytest.raises(Refused, match="an inspection manager who is not in the team"):
        close_refinement(use, outcome=Outcome(SAME, because="It worked."), by=first.lead, at=database_now())


def test_a_closed_record_stays_as_it_is(framework, first, db):
    use = closed(over(first), Outcome(SAME, because="It worked."))

    with pytest.raises(Refused, match="closed already"):
        looked_back(first)
    with pytest.raises(DatabaseError, match="stay"), transaction.atomic():
        MaterialsUse.objects.filter(pk=use.pk).update(because="Other")


def test_the_database_closes_no_record_without_a_version_or_a_reason(framework, first, db):
    rows = MaterialsUse.objects.filter(assessment=first.assessment)
    said = {"what_worked": "All", "what_did_not": "None", "closed_at": database_now(), "closed_by": first.manager}

    with pytest.raises(IntegrityError, match="ends_with_a_version_or_a_reason"), transaction.atomic():
        rows.update(**said, outcome=SAME)
    assert rows.update(**said, outcome=SAME, because="It worked.") == 1


def test_the_database_lets_one_trial_of_a_series_be_open(framework, first, db):
    """Whoever looked before the other was there is stopped by the row itself."""
    other = planned(framework=a_framework()).assessment
    row = {"assessment": other, "version": in_use(framework), "series": framework.slug, "locked_at": database_now()}

    with pytest.raises(IntegrityError, match="one_trial_inspection_at_a_time"), transaction.atomic():
        MaterialsUse.objects.create(**row, is_trial=True)
    assert MaterialsUse.objects.create(**row, is_trial=False).pk == other.pk


def test_an_inspection_begins_with_nothing_but_the_version_in_use(framework, manager):
    draft = prepare_next(in_use(framework), by=manager, at=database_now())
    other = planned(framework=a_framework()).assessment
    row = {"assessment": other, "series": framework.slug, "locked_at": database_now(), "is_trial": False}

    with pytest.raises(DatabaseError, match="begins with the materials that are in use"), transaction.atomic():
        MaterialsUse.objects.create(**row, version=draft)


def test_a_comment_is_asked_for_by_letter_given_and_answered(framework, first, manager):
    draft = prepare_next(in_use(framework), by=manager, at=database_now())
    comment = a_comment(draft, by=manager, words="Question 2 is too long.")
    settled = settle_comment(comment, disposition="partly", reply="We split it.", by=manager, at=database_now())

    mail = OutboxEntry.objects.get(name="inspection/comment_asked", payload__to=comment.link.email)
    assert (settled.says, settled.words, settled.disposition, settled.reply) == (
        "agree_with_comments",
        "Question 2 is too long.",
        "partly",
        "We split it.",
    )
    assert mail.payload["context"]["number"] == "0.2"
    with pytest.raises(Refused, match="said already what becomes"):
        settle_comment(comment, disposition="accepted", reply="Yes.", by=manager, at=database_now())
    for changes in ({"words": "It is good."}, {"reply": "We keep it."}):
        with pytest.raises(IntegrityError), transaction.atomic():
            MaterialsComment.objects.filter(pk=comment.pk).update(**changes)


def test_a_comment_is_given_once_and_on_drafts_alone(framework, first, manager):
    draft = prepare_next(in_use(framework), by=manager, at=database_now())
    late, said = a_comment(draft, by=manager), {"says": "agree", "words": ""}
    closed(over(first), Outcome(NEW, next_version=draft))

    with pytest.raises(Refused, match="cannot be answered any more"):
        keep_comment(late.pk, answers=said, by=None, at=database_now())
    facts = {"whom": [("Lantern", "lantern@example.org")], "until": database_now().date()}
    with pytest.raises(Refused, match="asked for on drafts"):
        ask_for_comments(draft, **facts, by=manager, at=database_now())


def test_a_draft_is_read_by_staff_and_by_everybody_while_comments_are_open(framework, first, manager):
    draft = prepare_next(in_use(framework), by=manager, at=database_now())

    def read(user) -> list[str]:
        return [each.number for each in materials_visible_to(user).filter(series=framework.slug)]

    before = read(AnonymousUser())
    a_comment(draft, by=manager)

    assert (before, read(AnonymousUser()), read(manager)) == (["0.1"], ["0.2", "0.1"], ["0.2", "0.1"])


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ([], ""),
        (["0.2", "0.2"], ""),
        (
            ["0.10", "0.2", "0.9"],
            "These results were reached with different materials: versions 0.2, 0.9 and 0.10. "
            "Do not take an average of them.",
        ),
    ],
)
def test_results_of_several_versions_carry_a_warning(numbers, said):
    assert warning_of(numbers) == said


def test_numbers_follow_each_other():
    assert [following("0.1"), following("0.9"), order_of("0.10") > order_of("0.9")] == ["0.2", "0.10", True]
