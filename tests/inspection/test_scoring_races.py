"""Two inspectors score the same place at the same moment: one version is kept, the other of them is told."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from inspection.actions.scores import CategoryEntry, score_statement
from inspection.models import CategoryScore
from sandbox_portal.casework.refusals import Refused
from sandbox_portal.people.clock import database_now
from tests.factories.inspection import LEARNING
from tests.factories.scoring import in_scoring


@pytest.mark.django_db(transaction=True)
def test_two_inspectors_at_the_same_moment_keep_one_version_and_one_of_them_is_told():
    scene, start, ends = in_scoring(), Barrier(2), []

    def write(person, value):
        assessment = scene.assessment.__class__.objects.select_related("case", "framework").get(pk=scene.assessment.pk)
        try:
            start.wait(30)
            entries = [CategoryEntry("people", value)]
            score_statement(assessment, statement=LEARNING, categories=entries, by=person, at=database_now())
            ends.append("kept")
        except Refused as refused:
            ends.append(f"told of {scene.lead.name if scene.lead.name in refused.sentence else scene.second.name}")
        finally:
            connection.close()

    threads = [Thread(target=write, args=pair) for pair in ((scene.lead, 3), (scene.second, 2))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    row = CategoryScore.objects.get()
    assert (sorted(ends), row.version) == (["kept", f"told of {row.written_by.name}"], 1)
