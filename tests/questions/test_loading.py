"""A published question set is frozen; loading again changes nothing."""

import shutil

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, transaction

from sandbox_portal.casework import content
from sandbox_portal.casework.content import FaultyContent
from sandbox_portal.questions.loading import load_question_sets
from sandbox_portal.questions.models import QuestionSet
from tests.questions.kinds import CONTENT

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(tmp_path):
    shutil.copytree(CONTENT, tmp_path / "content")
    return tmp_path / "content"


@pytest.fixture
def picnic(root):
    return root / "question_sets" / "picnic-1.yaml"


def test_a_question_set_is_published_once_however_often_it_is_loaded(root, at):
    assert load_question_sets(root, at) == "1 loaded, 0 unchanged"
    assert load_question_sets(root, at) == "0 loaded, 1 unchanged"
    assert [(each.code, each.version, each.published_at) for each in QuestionSet.objects.all()] == [("picnic", 1, at)]


def test_comments_and_empty_lines_are_no_change(root, picnic, at):
    load_question_sets(root, at)
    picnic.write_text("# Only words for the author\n\n" + picnic.read_text())

    assert load_question_sets(root, at) == "0 loaded, 1 unchanged"


def test_a_changed_published_version_is_refused_at_its_line(root, picnic, at):
    load_question_sets(root, at)
    text = picnic.read_text()
    picnic.write_text(text.replace("label: Children", "label: Little ones"))
    line = text[: text.index("label: Children")].count("\n") + 1

    with pytest.raises(FaultyContent) as caught:
        load_question_sets(root, at)

    assert [str(fault) for fault in caught.value.faults] == [
        f"content/question_sets/picnic-1.yaml, line {line}: Version 1 of “picnic” is published and cannot change. "
        "Make a new version: copy the file and set “version: 2”."
    ]


def test_a_new_version_stands_beside_the_old_one(root, picnic, at):
    load_question_sets(root, at)
    shutil.copy(picnic, picnic.with_name("picnic-2.yaml"))
    second = picnic.with_name("picnic-2.yaml")
    second.write_text(second.read_text().replace("version: 1", "version: 2").replace("Children", "Little ones"))

    assert load_question_sets(root, at) == "1 loaded, 1 unchanged"


def test_a_draft_may_be_replaced_until_it_is_published(root, picnic, at):
    picnic.write_text("draft: true\n" + picnic.read_text())
    load_question_sets(root, at)
    picnic.write_text(picnic.read_text().replace("Children", "Little ones"))

    assert load_question_sets(root, at) == "1 loaded, 0 unchanged"
    assert QuestionSet.objects.get().published_at is None


def test_the_database_refuses_to_change_or_delete_a_published_set(root, at):
    load_question_sets(root, at)

    with pytest.raises(DatabaseError, match="make a new version"), transaction.atomic():
        QuestionSet.objects.update(title="Something else")
    with pytest.raises(DatabaseError, match="make a new version"), transaction.atomic():
        QuestionSet.objects.all().delete()


@pytest.fixture
def only_question_sets(monkeypatch):
    """The command runs our loader alone, whatever the other parts of the portal have registered."""
    monkeypatch.setattr(content, "_loaders", {"question sets": load_question_sets})


def test_the_command_loads_everything_and_says_what_it_did(root, only_question_sets, capsys):
    call_command("load_content", root=root)

    assert capsys.readouterr().out == "question sets: 1 loaded, 0 unchanged\n"


def test_one_wrong_value_loads_nothing_and_is_told_without_a_traceback(root, picnic, only_question_sets):
    shutil.copy(picnic, picnic.with_name("zebra-1.yaml"))
    wrong = picnic.with_name("zebra-1.yaml")
    wrong.write_text(wrong.read_text().replace("code: picnic", "code: zebra").replace("type: email", "type: mail"))

    with pytest.raises(CommandError, match=r"zebra-1.yaml, line 30, section “People”: “mail” is not one of the words"):
        call_command("load_content", root=root)

    assert QuestionSet.objects.count() == 0
