"""The record of a visit, from tablets and a desk: field by field, each word kept, in any order (E02, E03, E04)."""

import itertools
import json
import uuid
from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from inspection.actions.record import choose_words
from inspection.actions.visits import move_visit, note_agreement, send_visit_back
from inspection.models import AssessmentVisit, CapturedEntry, EvidenceItem, FollowUp, PersonMet, RecordEntry
from inspection.rulebook.visit_record import agenda_field, fault_of, merged
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.clock import database_now
from tests.factories.inspection import ANSWERS

from .tablet import Tablet, id_of

SEEN = "asked:seen"
LATER = timedelta(days=3)
WHOLE = {
    "agreed": "Rang back and said yes",
    "arrived": "10:05",
    "left": "12:30",
    "summary": "Calm and kind.",
    **{f"asked:{key}": words for key, words in ANSWERS.items()},
}


def stands(visit) -> dict[str, str]:
    return dict(RecordEntry.objects.filter(visit=visit, standing="stands").values_list("field", "words"))


def texts(visit, field=SEEN) -> list[tuple[str, str]]:
    return sorted(RecordEntry.objects.filter(visit=visit, field=field).values_list("words", "standing"))


def kept_words(visit) -> Counter:
    return Counter(RecordEntry.objects.filter(visit=visit).values_list("words", flat=True))


@pytest.fixture
def over(away, monkeypatch):
    """The visit has begun, by the clock of the database."""
    AssessmentVisit.objects.filter(pk=away.visit.pk).update(starts_at=database_now() - timedelta(hours=2))
    return AssessmentVisit.objects.get(pk=away.visit.pk)


def test_a_whole_record_comes_from_a_tablet_and_the_visit_is_written_down(over, tablet):
    follow = f"follow:{uuid.uuid4()}"
    parts = [tablet.record(field, words) for field, words in WHOLE.items()]
    parts.append(tablet.record(follow, "Send the rota (by 12 12 2026)"))

    outcomes = tablet.outcomes(*parts, tablet.says(what="finish"))

    visit = AssessmentVisit.objects.get(pk=over.pk)
    assert set(outcomes) == {"kept"}
    assert (visit.answers, visit.summary, visit.agreed_how) == (ANSWERS, "Calm and kind.", "Rang back and said yes")
    assert (visit.done_by, visit.done_at is not None) == (tablet.person, True)
    assert FollowUp.objects.values_list("words", "due_on", "field").get() == (
        "Send the rota",
        date(2026, 12, 12),
        follow,
    )
    assert stands(visit) == {**WHOLE, follow: "Send the rota (by 12 12 2026)"}


def test_each_part_has_its_proof(away, tablet):
    said = tablet.record(SEEN, "The hall is bright.")

    answer = tablet.sync(said).json()["results"]

    proof = CapturedEntry.objects.select_related("entry", "device").get()
    assert answer == [{"op_id": said["op_id"], "outcome": "kept", "version": 1}]
    assert (proof.content, proof.fingerprint, str(proof.capture_id)) == (
        said["content"],
        said["fingerprint"],
        id_of(said),
    )
    assert (proof.counter, str(proof.device_id), proof.entry.written_by) == (1, str(tablet.id), tablet.person)


def test_what_is_ticked_of_the_agenda_is_the_line_itself(away, tablet):
    line = "Talk with the manager"

    outcomes = tablet.outcomes(
        tablet.record(agenda_field(line), line), tablet.record(agenda_field("Another line"), line)
    )

    assert outcomes == ["kept", "refused"]


@pytest.mark.parametrize(
    ("field", "words", "refusal"),
    [
        ("asked:made_up", "x", "The record of this visit has no such part."),
        ("agenda:xyz", "x", "The record of this visit has no such part."),
        ("follow:1", "x", "The record of this visit has no such part."),
        ("colour", "x", "The record of this visit has no such part."),
        ("arrived", "25:00", "Enter a time such as 10:30 or 14:00."),
        ("agreed", "x" * 501, "Say it in 500 characters or fewer."),
        (f"follow:{uuid.UUID(int=1)}", "Send it (by 31 2 2027)", "There is no such day: Send it (by 31 2 2027)"),
        ("left", "", ""),
        ("arrived", "09:30", ""),
    ],
)
def test_what_cannot_stand_in_a_record_is_refused_in_words(field, words, refusal):
    assert fault_of(field, words, asked={"seen"}) == refusal


def test_a_tablet_that_knew_what_stands_goes_on_from_it(away, tablet):
    first = tablet.record(SEEN, "The hall is bright.")
    second = tablet.record(SEEN, "The hall is bright and warm.", base_version=1, id=id_of(first))

    results = tablet.sync(first, second).json()["results"]

    assert [each["version"] for each in results] == [1, 2]
    assert texts(away.visit) == [("The hall is bright and warm.", "stands"), ("The hall is bright.", "earlier")]


def test_two_who_write_in_one_field_lose_nothing_and_the_second_is_shown_both(away, tablet):
    """E04: the first stands, the other is kept beside it, and other fields go on."""
    other = Tablet(away.scene.second)
    other.take(away.visit)
    tablet.sync(tablet.record(SEEN, "The hall is bright."))

    mine = other.record(SEEN, "The hall is dark.")
    results = other.sync(mine, other.record("summary", "Calm.")).json()["results"]

    assert [each["outcome"] for each in results] == ["conflict", "kept"]
    assert results[0]["theirs"] == {"text": "The hall is bright.", "source": "", "by": away.scene.lead.name}
    assert texts(away.visit) == [("The hall is bright.", "stands"), ("The hall is dark.", "beside")]
    chosen = other.record(SEEN, "The hall is bright, the stairs are dark.", base_version=1, id=id_of(mine))
    assert other.outcomes(chosen) == ["kept"]
    assert texts(away.visit) == [
        ("The hall is bright, the stairs are dark.", "stands"),
        ("The hall is bright.", "earlier"),
        ("The hall is dark.", "settled"),
    ]


def test_whoever_keeps_what_stands_has_chosen_too(away, tablet):
    other = Tablet(away.scene.second)
    other.take(away.visit)
    tablet.sync(tablet.record(SEEN, "The hall is bright."))
    mine = other.record(SEEN, "The hall is dark.")
    other.sync(mine)

    other.sync(other.record(SEEN, "The hall is bright.", base_version=1, id=id_of(mine)))

    assert texts(away.visit) == [("The hall is bright.", "stands"), ("The hall is dark.", "settled")]


def test_other_words_under_the_same_number_are_kept_beside(away, tablet):
    """E03."""
    first = tablet.record(SEEN, "The hall is bright.")
    other = {**tablet.record(SEEN, "The hall is dark.", id=id_of(first)), "op_id": first["op_id"]}

    outcomes = tablet.outcomes(first, other)

    assert outcomes == ["kept", "conflict"]
    assert texts(away.visit) == [("The hall is bright.", "stands"), ("The hall is dark.", "beside")]


def test_a_record_with_two_texts_is_not_finished_until_somebody_has_chosen(away, over, tablet):
    other = Tablet(away.scene.second)
    other.take(over)
    tablet.sync(*(tablet.record(field, words) for field, words in WHOLE.items()))
    other.sync(other.record("summary", "Loud."))

    [refused] = other.sync(other.says(what="finish")).json()["results"]

    assert (refused["outcome"], refused["sentence"][:39]) == ("refused", "In one part of the record two texts sta")
    entry = RecordEntry.objects.get(standing="beside")
    choose_words(entry, words="Calm, then loud.", by=away.scene.lead, at=database_now())
    with pytest.raises(Refused, match="chosen already"):
        choose_words(entry, words="Loud.", by=away.scene.lead, at=database_now())
    assert (other.outcomes(other.says(what="finish")), stands(over)["summary"]) == (["kept"], "Calm, then loud.")


def test_what_comes_after_the_record_was_finished_is_refused_and_says_what_to_do(away, over, tablet):
    tablet.sync(*(tablet.record(field, words) for field, words in WHOLE.items()), tablet.says(what="finish"))

    [answer] = tablet.sync(tablet.record(SEEN, "One thing more.")).json()["results"]

    assert answer["sentence"] == "This visit is written down already. Whoever endorses it can send it back."
    visit = AssessmentVisit.objects.get(pk=over.pk)
    send_visit_back(visit, because="Who was there?", by=away.scene.manager, at=database_now())
    assert tablet.outcomes(tablet.record(SEEN, "One thing more.")) == ["kept"]


def test_a_follow_up_that_was_made_is_not_made_again(away, over, tablet):
    follow = f"follow:{uuid.uuid4()}"
    parts = [tablet.record(field, words) for field, words in {**WHOLE, follow: "Send the rota"}.items()]
    tablet.sync(*parts, tablet.says(what="finish"))
    visit = AssessmentVisit.objects.get(pk=over.pk)
    send_visit_back(visit, because="Who was there?", by=away.scene.manager, at=database_now())

    outcomes = tablet.outcomes(tablet.record(follow, "Another", base_version=1), tablet.says(what="finish"))

    assert (outcomes, FollowUp.objects.count()) == (["refused", "kept"], 1)


def test_agreement_is_one_field_at_a_desk_and_on_a_tablet(away, tablet):
    note_agreement(away.visit, how="Rang back", by=away.scene.lead, at=database_now())

    [answer] = tablet.sync(tablet.record("agreed", "Said yes at the door")).json()["results"]
    move_visit(away.visit, plan=_the_same(away), by=away.scene.lead, at=database_now())

    assert (answer["outcome"], answer["theirs"]["text"]) == ("conflict", "Rang back")
    assert (stands(away.visit)["agreed"], AssessmentVisit.objects.get(pk=away.visit.pk).agreed_at) == ("", None)


def _the_same(away):
    from inspection.actions.visits import VisitPlan

    return VisitPlan(database_now() + LATER, 60, "base", away.scene.lead, [])


def test_in_every_order_the_end_is_the_same(away):
    """E02: notes, corrections, somebody met and parts of the record; hypothesis draws the orders."""

    @settings(max_examples=6, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
    @given(some.permutations(range(8)))
    def ends_the_same(order):
        with transaction.atomic():
            assert _end_of(away, order) == expected
            transaction.set_rollback(True)

    with transaction.atomic():
        expected = _end_of(away, range(8))
        transaction.set_rollback(True)
    assert expected[0] == {SEEN: "Bright and warm.", "summary": "Calm."}
    ends_the_same()


def _end_of(away, order):
    tablet = Tablet(away.scene.lead)
    first_number = tablet.take(away.visit).json()["numbers"]["first"]
    note = tablet.says(text="One.")
    part = tablet.record(SEEN, "Bright.")
    operations = [
        note,
        tablet.says(base_version=1, id=id_of(note), text="Two."),
        tablet.says(base_version=2, id=id_of(note), text="Three."),
        tablet.says(what="person", kind="P", number=first_number, agreed_how="said yes", may_quote=True),
        part,
        tablet.record(SEEN, "Bright and warm.", base_version=0, id=id_of(part)),
        tablet.record("summary", "Loud."),
        tablet.record("summary", "Calm.", base_version=1),
    ]
    for index in order:
        tablet.sync(operations[index])
    evidence = list(EvidenceItem.objects.order_by("version").values_list("version", "text"))
    return stands(away.visit), kept_words(away.visit), evidence, PersonMet.objects.count()


def test_whatever_two_tablets_and_a_desk_do_no_word_is_dropped(away):
    """E04, against a model: one text stands in each field, and every text that was sent is kept somewhere."""
    moves = some.tuples(some.sampled_from(["one", "two", "desk"]), some.sampled_from(["", "knows"]))

    @settings(max_examples=6, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
    @given(some.lists(moves, min_size=2, max_size=5))
    def nothing_is_dropped(steps):
        with transaction.atomic():
            tablets = {"one": Tablet(away.scene.lead), "two": Tablet(away.scene.second)}
            for each in tablets.values():
                each.take(away.visit)
            for number, (who, knows) in enumerate(steps):
                _write(away, tablets, who, f"Text {number}", knows=bool(knows))
            found = RecordEntry.objects.filter(visit=away.visit, field=SEEN)
            assert Counter(found.values_list("words", flat=True)) == Counter(f"Text {n}" for n in range(len(steps)))
            assert found.filter(standing="stands").count() == 1
            transaction.set_rollback(True)

    nothing_is_dropped()


def _write(away, tablets, who, words, *, knows):
    standing = RecordEntry.objects.filter(visit=away.visit, field=SEEN, standing="stands").first()
    base = standing.version if standing and knows else 0
    if who in tablets:
        tablets[who].sync(tablets[who].record(SEEN, words, base_version=base))
        return
    beside = RecordEntry.objects.filter(visit=away.visit, standing="beside").first()
    if beside is not None:
        choose_words(beside, words=words, by=away.scene.lead, at=database_now())
    else:
        note = tablets["one"].record(SEEN, words, base_version=standing.version if standing else 0)
        tablets["one"].sync(note)


@pytest.mark.parametrize("change", [{"words": "Another."}, {"version": 9}, {"standing": "beside"}])
def test_no_word_of_a_record_changes(away, tablet, change):
    tablet.sync(tablet.record(SEEN, "The hall is bright."))

    with pytest.raises(IntegrityError, match="stays as it was written"), transaction.atomic():
        RecordEntry.objects.update(**change)
    with pytest.raises(IntegrityError, match="stays as it came"), transaction.atomic():
        CapturedEntry.objects.update(content="x")


def test_the_rules_of_merging_hold_in_every_case():
    """Each of three texts may be empty, mine or theirs: nothing I left alone is written over."""
    for before, mine, now in itertools.product(["", "a", "b", "c"], repeat=3):
        one = merged({"summary": before}, mine={"summary": mine}, now={"summary": now})

        stands_now = one.values.get("summary", "")
        if mine == before:
            assert (stands_now, one.conflicts) == (now, ())
        elif now in {before, mine}:
            assert (stands_now, one.conflicts) == (mine, ())
        else:
            assert (stands_now, one.conflicts) == (mine, ("summary",))


def test_what_a_recorded_page_of_the_second_version_sent_is_read(away, over, tablet, request):
    """E09: the record as the page of version 2 writes it."""
    recorded = json.loads((request.path.parent / "payloads" / "version-2.json").read_text())
    assert recorded["version"] == 2

    for each in recorded["operations"]:
        content = {**json.loads(each["content"]), "visit": over.pk}
        kind = each["kind"]
        values = {name: value for name, value in content.items() if name != "counter"}
        assert tablet.outcomes(tablet.says(what=kind, base_version=each["base_version"], **values)) == ["kept"]

    assert AssessmentVisit.objects.get(pk=over.pk).done_at is not None
