"""The same batch from a tablet at the same moment, as when an answer is slow and the page sends again (E01)."""

import threading
from datetime import timedelta

import pytest

from inspection.actions.offline import take_in
from inspection.models import Device, EvidenceItem, SyncOperation
from inspection.queries.offline import answer_to
from inspection.rulebook.captured import read_operation
from sandbox_portal.people.clock import database_now
from tests.factories.inspection import a_visit, gathering
from tests.inspection.racing import at_once, without_promise

from .tablet import Tablet

TIMES = 5


@pytest.mark.django_db(transaction=True)
def test_the_same_sent_at_one_moment_is_there_once_and_each_gets_the_same_answer():
    scene = gathering()
    tablet = Tablet(scene.lead)
    tablet.take(a_visit(scene))
    said, answers = tablet.says(), []

    def send():
        device = Device.objects.get(pk=tablet.id)
        answers.append(take_in([said], device=device, behind=timedelta(0), by=scene.lead, at=database_now()))

    assert at_once(*[send] * TIMES) == ["done"] * TIMES
    assert answers == [answers[0]] * TIMES
    assert (EvidenceItem.objects.count(), SyncOperation.objects.count()) == (1, 1)

    def answer_carelessly(operation, looked):
        """The twin: look for an answer, and then keep one, with no lock between."""

        def keep():
            assert answer_to(operation.op_id, operation.fingerprint) is None
            looked.wait(30)
            facts = {"device_id": tablet.id, "subject": operation.subject, "counter": operation.counter}
            facts |= {"kind": operation.kind, "outcome": "kept", "answer": {}, "received_at": database_now()}
            SyncOperation.objects.create(op_id=operation.op_id, fingerprint=operation.fingerprint, **facts)

        return [keep, keep]

    careless = answer_carelessly(read_operation(tablet.says()), threading.Barrier(2))
    assert at_once(*careless) == ["done", "error of the database: IntegrityError"]
    with without_promise("inspection_syncoperation", "an_operation_is_answered_once"):
        careless = answer_carelessly(read_operation(tablet.says()), threading.Barrier(2))
        assert at_once(*careless) == ["done", "done"]
