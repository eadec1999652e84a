"""What a tablet sends is kept once, in any order, each thing by itself; nothing overwrites anything (E01 to E04)."""

import itertools
import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from inspection.actions.evidence import correct_evidence
from inspection.models import CapturedEvidence, EvidenceItem, PersonMet, RecordEntry, SyncOperation
from sandbox_portal.people.clock import database_now
from tests.factories.inspection import piece

from .tablet import NOTE, Tablet, id_of


def evidence_of(away) -> list[tuple[int, int, str]]:
    found = EvidenceItem.objects.filter(assessment=away.scene.assessment).order_by("number", "version")
    return list(found.values_list("number", "version", "text"))


def test_what_was_written_becomes_evidence_with_its_proof(away, tablet):
    said = tablet.says()

    answer = tablet.sync(said).json()

    item = EvidenceItem.objects.get()
    assert answer == {"results": [{"op_id": said["op_id"], "outcome": "kept", "number": 1, "version": 1}]}
    assert (item.text, item.visit, item.written_by) == (NOTE["text"], away.visit, away.scene.lead)
    assert (item.captured.content, item.captured.fingerprint) == (said["content"], said["fingerprint"])
    assert [use.statement for use in item.uses.all()] == NOTE["statements"]


def test_the_same_sent_ten_times_is_there_once_with_the_same_answer(away, tablet):
    said = [tablet.says(), tablet.says()]

    answers = [tablet.sync(*said).json() for _ in range(10)]

    assert answers == [answers[0]] * 10
    assert len(evidence_of(away)) == 2


def test_what_comes_first_does_not_matter(away):
    """Corrections wait for what they correct: every order ends the same (E02)."""
    ends = []
    for order in itertools.permutations(range(3)):
        with transaction.atomic():
            tablet = Tablet(away.scene.lead)
            tablet.take(away.visit)
            first = tablet.says()
            second = tablet.says(base_version=1, id=id_of(first), text="It is one month old.")
            third = tablet.says(base_version=2, id=id_of(first), text="It is two months old.")
            for index in order:
                tablet.sync([first, second, third][index])
            ends.append([version_and_text[1:] for version_and_text in evidence_of(away)])
            transaction.set_rollback(True)

    assert ends == [[(1, NOTE["text"]), (2, "It is one month old."), (3, "It is two months old.")]] * 6


def test_something_else_under_the_same_number_is_kept_beside_what_stands(away, tablet):
    said = tablet.says()
    other = {**tablet.says(id=id_of(said), text="The rota is old."), "op_id": said["op_id"]}
    tablet.sync(said)

    [answer] = tablet.sync(other).json()["results"]

    assert (answer["outcome"], answer["theirs"]["text"]) == ("conflict", NOTE["text"])
    assert [text for _number, _version, text in evidence_of(away)] == [NOTE["text"]]
    assert SyncOperation.objects.get(outcome="conflict").payload == other


def test_what_the_office_corrected_meanwhile_is_not_overwritten(away, tablet):
    said = tablet.says()
    tablet.sync(said)
    office = piece(away.scene, text="The rota is a copy.")
    correct_evidence(
        EvidenceItem.objects.get(), piece=office, because="Seen again.", by=away.scene.lead, at=database_now()
    )
    mine = tablet.says(base_version=1, id=id_of(said), text="The rota is old.")

    [answer] = tablet.sync(mine).json()["results"]

    assert answer["outcome"] == "conflict"
    assert answer["theirs"] == {"text": "The rota is a copy.", "source": "A letter to us", "by": away.scene.lead.name}
    chosen = tablet.says(base_version=answer["version"], id=id_of(said), text="The rota is old.")
    assert tablet.outcomes(chosen) == ["kept"]
    assert [text for _number, _version, text in evidence_of(away)][-1] == "The rota is old."


def test_one_that_is_refused_does_not_hold_up_the_others(away, tablet):
    named = tablet.says(text="Ann Hollis was there.")

    results = tablet.sync(tablet.says(), named, {"op_id": "x"}, tablet.says()).json()["results"]

    assert [each["outcome"] for each in results] == ["kept", "refused", "refused", "kept"]
    assert results[1]["sentence"].startswith("This seems to hold the name Ann Hollis")
    assert tablet.outcomes(tablet.says(id=id_of(named), text="Ann Hollis was there.", is_checked=True)) == ["kept"]


def test_what_was_changed_on_the_way_is_not_kept_and_is_sent_again(away, tablet):
    said = tablet.says()
    damaged = {**said, "content": said["content"].replace("up to date", "up to data")}

    [answer] = tablet.sync(damaged).json()["results"]

    assert (answer["outcome"], answer["again"], evidence_of(away)) == ("refused", True, [])
    assert tablet.outcomes(said) == ["kept"]


def test_somebody_met_without_signal_has_the_code_that_was_given_there(away, tablet):
    first = tablet.take(away.visit).json()["numbers"]["first"]
    met = {"kind": "P", "number": first, "code": f"P{first}", "agreed_how": "said yes", "may_quote": True}

    outcomes = tablet.outcomes(tablet.says(what="person", **met), tablet.says(text=f"P{first} likes the mornings."))

    assert outcomes == ["kept", "kept"]
    assert [(each.code, each.may_quote) for each in PersonMet.objects.all()] == [("P101", True)]


def test_two_tablets_never_give_the_same_code(away, tablet):
    other = Tablet(away.scene.second)

    firsts = [tablet.take(away.visit).json(), other.take(away.visit).json()]

    assert [pack["numbers"] for pack in firsts] == [{"first": 101, "count": 20}, {"first": 121, "count": 20}]
    stranger = other.says(what="person", kind="P", number=101, agreed_how="said yes")
    assert other.outcomes(stranger) == ["refused"]


def test_a_clock_that_is_wrong_is_said_and_does_not_lead_into_the_future(away):
    """E06: both times are kept; what was seen is mended by how far the clock is off."""
    tablet = Tablet(away.scene.lead, clock_ahead=timedelta(days=2))
    tablet.take(away.visit)

    tablet.sync(tablet.says())

    captured = CapturedEvidence.objects.select_related("item").get()
    assert abs(captured.clock_behind + 2 * 24 * 3600) < 60
    assert captured.captured_at > captured.received_at
    assert abs(captured.item.seen_at - captured.received_at) < timedelta(minutes=1)


@pytest.mark.parametrize("wrong", [timedelta(days=-3 * 365), timedelta(days=2)])
def test_a_clock_that_was_put_right_on_the_way_is_said_of_what_it_stamped_before(away, wrong):
    """E06: the clock is right when it sends, and the counter of the tablet tells the order, not the clock."""
    tablet = Tablet(away.scene.lead)
    tablet.take(away.visit)
    tablet.clock_ahead = wrong
    before = [tablet.says(), tablet.record("asked:seen", "Dark.")]
    tablet.clock_ahead = timedelta(0)
    after = [tablet.says(), tablet.record("asked:seen", "Bright.")]

    tablet.sync(*after, *before)

    first, second = CapturedEvidence.objects.select_related("item").order_by("counter")
    assert abs(timedelta(seconds=first.clock_behind) + wrong) < timedelta(minutes=1)
    assert abs(second.clock_behind) < 60
    assert (first.captured_at > second.captured_at) == (wrong > timedelta(0))
    assert [abs(each.item.seen_at - each.received_at) < timedelta(minutes=1) for each in (first, second)] == [
        True,
        True,
    ]
    found = RecordEntry.objects.order_by("captured__counter").values_list("words", "standing")
    assert list(found) == [("Dark.", "earlier"), ("Bright.", "stands")]


def test_a_page_too_old_is_told_to_update_first_and_one_version_back_is_taken(away, tablet):
    said = tablet.says()

    assert [tablet.sync(said, version=version).status_code for version in (7, 0, 1)] == [426, 426, 200]


@pytest.mark.parametrize("field", ["content", "fingerprint", "captured_at"])
def test_no_word_of_the_proof_changes(tablet, field):
    tablet.sync(tablet.says())
    value = database_now() if field == "captured_at" else "another"

    with pytest.raises(IntegrityError, match="stays as it came"):
        CapturedEvidence.objects.update(**{field: value})


def test_a_sent_payload_of_the_first_version_is_still_read(away, tablet, request):
    """E09: what the first page wrote, as it was recorded."""
    path = request.path.parent / "payloads" / "version-1.json"
    recorded = json.loads(path.read_text())
    content = json.loads(recorded["operations"][0]["content"])

    [answer] = tablet.sync(tablet.says(**{**content, "visit": away.visit.pk})).json()["results"]

    assert answer["outcome"] == "kept"
