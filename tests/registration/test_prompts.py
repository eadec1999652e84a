"""What inspectors may ask belongs to one version of the form, and is changed by changing a file (R-283)."""

import shutil
from pathlib import Path

import pytest
from django.conf import settings

from registration.visit_plan import load_assessment_words
from sandbox_portal.casework.content import FaultyContent
from sandbox_portal.people.clock import database_now

pytestmark = pytest.mark.django_db
FILES = ("site_visits.yaml", "conditions.yaml", "inspector_prompts.yaml")


@pytest.fixture
def root(tmp_path) -> Path:
    for name in FILES:
        shutil.copy(settings.CONTENT_ROOT / name, tmp_path / name)
    shutil.copytree(settings.CONTENT_ROOT / "question_sets", tmp_path / "question_sets")
    return tmp_path


def faults(root: Path, before: str, after: str) -> list[str]:
    file = root / "inspector_prompts.yaml"
    file.write_text(file.read_text().replace(before, after, 1))
    with pytest.raises(FaultyContent) as caught:
        load_assessment_words(root, database_now())
    return [str(fault) for fault in caught.value.faults]


def test_the_prompts_of_the_portal_belong_to_a_form_that_is_there(root):
    assert load_assessment_words(root, database_now()).endswith("5 prompts checked")


def test_prompts_for_a_version_that_is_not_there_are_refused_with_their_line(root):
    (said,) = faults(root, "version: 1", "version: 9")

    assert "There is no version 9 of “registration-application”." in said


def test_prompts_beside_a_question_that_is_not_asked_are_refused(root):
    (said,) = faults(root, "answers: [safe,", "answers: [weather,")

    assert "“weather” is no question of this version of the form." in said
