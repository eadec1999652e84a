"""Evidence: kept word by word, counted once, corrected without losing what it said (R-370 to R-376)."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from inspection.actions.assessments import close_evidence, declare_interest
from inspection.actions.evidence import add_evidence, correct_evidence, use_evidence
from inspection.actions.planned import plan_evidence, settle_planned_evidence
from inspection.actions.visits import note_person_met
from inspection.models import EvidenceItem, EvidenceUse
from inspection.queries.evidence import (
    evidence_visible_to,
    find_evidence,
    matrix_of,
    same_text,
    statement_keys_of,
    versions_of,
)
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from tests.factories.inspection import (
    DIRECTION,
    LEARNING,
    STAFFING,
    Scene,
    a_visit,
    evidence,
    gathering,
    piece,
    planned,
)
from tests.factories.people import make_staff


@pytest.fixture(scope="module")
def scene(kept_database) -> Scene:
    return gathering()


def correct(scene: Scene, item: EvidenceItem, *, because: str = "I misheard.", by=None, **changes) -> EvidenceItem:
    words = piece(scene, **changes)
    return correct_evidence(item, piece=words, because=because, by=by or scene.lead, at=database_now())


def test_evidence_gets_the_next_number_and_an_event(scene, db):
    items = [evidence(scene, text="One thing"), evidence(scene, text="Another", by=scene.second)]

    notes = scene.assessment.case.events.filter(verb="evidence added").values_list("note", flat=True)
    assert [each.number for each in items] == [1, 2]
    assert list(notes) == ["Evidence 1", "Evidence 2"]


def test_one_item_supports_many_statements_and_is_counted_once(scene, db):
    item = evidence(scene, statements=[LEARNING, STAFFING, LEARNING])

    found = matrix_of(scene.again())
    assert statement_keys_of(item) == [LEARNING, STAFFING]
    assert (found.items, found.again) == (1, 1)


def test_the_database_lets_an_item_stand_once_for_a_statement(scene, db):
    item = evidence(scene)

    with pytest.raises(IntegrityError, match="used_once_for_a_statement"), transaction.atomic():
        EvidenceUse.objects.create(item=item, statement=LEARNING, used_at=database_now(), used_by=scene.lead)


def test_a_text_that_is_there_already_is_found_by_whoever_reads_it(scene, db):
    item = evidence(scene)
    hidden = evidence(scene, text="They say it in confidence.", confidentiality="restricted")

    assert same_text(scene.assessment, "they always say who COMES.", scene.second) == item
    assert same_text(scene.assessment, "Something else", scene.lead) is None
    assert [same_text(scene.assessment, hidden.text, each) for each in (scene.lead, scene.second)] == [hidden, None]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"text": "Ann Hollis was kind."}, "seems to hold the name Ann Hollis"),
        ({"source": "Letter, 943 476 5919"}, "seems to hold an NHS number"),
        ({"weight_note": "Much, as Ann Hollis saw it."}, "seems to hold the name Ann Hollis"),
        ({"text": "P7 was kind."}, "Nobody has the code P7 yet"),
        ({"text": " "}, "Write what you saw"),
        ({"category": "partners"}, "Choose a kind of evidence"),
        ({"statements": ["caring.kindness"]}, "statements that this assessment looks at"),
        ({"kind": "document"}, "Feedback is what somebody said"),
        ({"kind": "data", "way": "reading"}, "which time"),
        ({"way": "visit"}, "Choose the visit"),
        ({"direction": "sideways"}, "one of the answers shown"),
        ({"seen_at": "ahead"}, "lies ahead"),
    ],
)
def test_what_is_refused_and_why(scene, changes, said, db):
    if changes.get("seen_at") == "ahead":
        changes = {"seen_at": database_now() + timedelta(days=1)}

    with pytest.raises(Refused, match=said):
        evidence(scene, **changes)


def test_whoever_has_read_the_warning_may_keep_the_words(scene, db):
    item = evidence(scene, text="They read Winnie Pooh aloud.", is_checked=True)

    assert (item.text, item.warned_of) == ("They read Winnie Pooh aloud.", ["a name"])


def test_people_are_named_by_their_codes_and_quoted_only_if_they_may(scene, db):
    visit, at = a_visit(scene), database_now()
    note_person_met(visit, kind="P", about="", agreed_how="said yes", may_quote=False, by=scene.lead, at=at)

    item = evidence(scene, text="P1 is glad.")

    assert item.people == ["P1"]
    with pytest.raises(Refused, match="P1 did not agree to be quoted"):
        evidence(scene, text="P1 is glad again.", may_quote=True)


def test_a_correction_is_another_version_and_the_old_one_stays_readable(scene, db):
    item = evidence(scene, text="Two carers come.", statements=[LEARNING, STAFFING])

    newer = correct(scene, item, text="Three carers come.", statements=[LEARNING])

    before = versions_of(newer, scene.lead)
    assert [(each.version, each.text) for each in before] == [(1, "Two carers come.")]
    assert (newer.number, newer.version, newer.corrected_because) == (item.number, 2, "I misheard.")
    assert sorted(use.statement for use in before[0].uses.all()) == [LEARNING, STAFFING]
    assert matrix_of(scene.again()).items == 1


def test_an_older_version_is_not_corrected_again(scene, db):
    item = evidence(scene)
    correct(scene, item, text="It is so.")

    with pytest.raises(Refused, match="meanwhile"):
        correct(scene, item, text="It is otherwise.")


def test_only_the_writer_or_the_lead_corrects(scene, db):
    item = evidence(scene)

    with pytest.raises(Refused, match="Only whoever wrote this"):
        correct(scene, item, by=scene.second)


@pytest.mark.parametrize("change", ["text", "delete"])
def test_the_database_lets_no_word_of_evidence_change(scene, change, db):
    rows = EvidenceItem.objects.filter(pk=evidence(scene, statements=[]).pk)

    with pytest.raises(DatabaseError, match="stays as it was written"), transaction.atomic():
        rows.delete() if change == "delete" else rows.update(text="Something else")


def test_a_use_ends_and_never_goes(scene, db):
    item = evidence(scene, statements=[LEARNING])

    use_evidence(item, statements=[STAFFING], by=scene.second, at=database_now())

    uses = EvidenceUse.objects.filter(item=item).order_by("statement")
    assert [(use.statement, use.ended_by) for use in uses] == [(LEARNING, scene.second), (STAFFING, None)]
    with pytest.raises(DatabaseError, match="used for stays"), transaction.atomic():
        uses.filter(statement=LEARNING).update(statement=DIRECTION)


def test_no_evidence_is_added_before_or_after(kept_database, db):
    early = planned()
    with pytest.raises(Refused, match="cannot be done now"):
        evidence(early)


def test_the_database_takes_no_evidence_once_it_is_closed(scene, db):
    item = evidence(scene)
    close_evidence(scene.again(), gaps_because="It is small.", by=scene.lead, at=database_now())
    item.pk, item.number = None, 2

    with pytest.raises(DatabaseError, match="is closed"), transaction.atomic():
        item.save(force_insert=True)


def test_the_database_changes_no_use_of_evidence_once_it_is_closed(scene, db):
    item = evidence(scene, statements=[LEARNING])
    close_evidence(scene.again(), gaps_because="It is small.", by=scene.lead, at=database_now())

    with pytest.raises(DatabaseError, match="is closed"), transaction.atomic():
        item.uses.update(ended_at=database_now(), ended_by=scene.lead)
    with pytest.raises(DatabaseError, match="is closed"), transaction.atomic():
        item.uses.create(statement=STAFFING, used_at=database_now(), used_by=scene.lead)


def test_the_database_takes_no_evidence_of_somebody_with_an_interest(scene, db):
    item = evidence(scene)
    declare_interest(scene.again(), has_interest=True, words="A friend.", by=scene.second, at=database_now())
    item.pk, item.number, item.written_by = None, 2, scene.second

    with pytest.raises(DatabaseError, match="writes no evidence"), transaction.atomic():
        item.save(force_insert=True)


def test_a_restricted_item_is_for_its_writer_the_lead_and_managers(scene, db):
    item = evidence(scene, by=scene.second, confidentiality="restricted")
    newcomer = make_staff(Role.REGISTRATION_MANAGER)

    readers = [scene.second, scene.lead, scene.manager, newcomer]
    assert [evidence_visible_to(each).filter(pk=item.pk).exists() for each in readers] == [True, True, True, False]


def test_planned_evidence_becomes_an_item_or_is_dropped_with_a_reason(scene, db):
    wanted = {"statement": DIRECTION, "category": "people", "visit": None, "by": scene.lead, "at": database_now()}
    first, second = (plan_evidence(scene.again(), what=what, **wanted) for what in ("Ask P1", "Ask P2"))
    item = evidence(scene, statements=[DIRECTION])
    settling = {"by": scene.lead, "at": database_now()}

    found = settle_planned_evidence(first, found=item, dropped_because="", **settling)
    with pytest.raises(Refused, match="why it is no longer looked for"):
        settle_planned_evidence(second, found=None, dropped_because=" ", **settling)
    dropped = settle_planned_evidence(second, found=None, dropped_because="Nobody is there.", **settling)

    assert (found.found, dropped.found, dropped.dropped_because) == (item, None, "Nobody is there.")


def test_an_item_of_another_kind_is_not_what_was_planned(scene, db):
    wanted = {"statement": DIRECTION, "category": "staff", "what": "Ask carers", "visit": None}
    planned_one = plan_evidence(scene.again(), **wanted, by=scene.lead, at=database_now())

    with pytest.raises(Refused, match="of the kind that was planned"):
        settle_planned_evidence(
            planned_one, found=evidence(scene), dropped_because="", by=scene.lead, at=database_now()
        )


def test_the_list_finds_words_codes_statements_and_what_is_not_used(scene, db):
    used = evidence(scene, text="They laugh a lot.", statements=[LEARNING])
    unused = evidence(scene, text="A quiet house.", statements=[])
    mine = evidence_visible_to(scene.lead).filter(assessment=scene.assessment)

    assert list(find_evidence(mine, words="laugh")) == [used]
    assert list(find_evidence(mine, statement=LEARNING)) == [used]
    assert list(find_evidence(mine, unused=True)) == [unused]
    assert list(find_evidence(mine)) == [unused, used]


def test_the_team_alone_adds_evidence(scene, db):
    with pytest.raises(Refused, match="Only inspectors of the team"):
        add_evidence(scene.again(), piece=piece(scene), by=scene.manager, at=database_now())
