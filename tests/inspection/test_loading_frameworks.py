"""Frameworks are loaded once, mended while nobody has used them, and prepared by staff."""

import json
from datetime import timedelta

import pytest
from django.conf import settings

from inspection.actions.frameworks import change_status, import_framework, use_framework
from inspection.choices.frameworks import FrameworkStatus
from inspection.framework_file import read_json
from inspection.loading import load_frameworks
from inspection.models import Framework
from inspection.queries.frameworks import frameworks_to_use, frameworks_visible_to, read_framework
from sandbox_portal.casework.content import FaultyContent
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.refusals import Refused
from tests.factories.frameworks import make_framework, small_content
from tests.factories.people import make_staff, make_user

from .test_framework_file import folder

pytestmark = pytest.mark.django_db


def test_what_is_shipped_is_loaded_once(django_assert_max_num_queries):
    at = database_now()
    first = load_frameworks(settings.CONTENT_ROOT, at)
    with django_assert_max_num_queries(6):
        second = load_frameworks(settings.CONTENT_ROOT, at + timedelta(days=1))

    assert (first, second) == ("frameworks: 7 checked, 7 new or mended", "frameworks: 7 checked, 0 new or mended")
    assert {row.loaded_at for row in Framework.objects.all()} == {at}
    assert list(Framework.objects.values_list("code", "status")) == [
        ("ASC-2026-DRAFT", "draft"),
        ("LA-2022", "test"),
        ("LA-SAF-2", "live"),
        ("LA-SAF-1", "live"),
        ("PROV-SAF-2", "live"),
        ("PROV-SAF-1", "live"),
        ("UB-TEST-1", "test"),
    ]


def test_a_version_nobody_used_is_mended_by_its_file(tmp_path):
    load_frameworks(folder(tmp_path / "before", one=small_content()), database_now())
    said = load_frameworks(folder(tmp_path / "after", one=small_content(title="A better title")), database_now())

    row = Framework.objects.get()
    assert (said, row.title) == ("frameworks: 1 checked, 1 new or mended", "A better title")
    assert read_framework(row).title == "A better title"


def test_a_version_in_use_is_not_mended_and_nothing_else_is_loaded(tmp_path):
    load_frameworks(folder(tmp_path / "before", one=small_content()), database_now())
    use_framework(Framework.objects.get(), by=None, at=database_now())
    other = small_content(slug="other", code="OTHER-1")

    with pytest.raises(FaultyContent) as faulty:
        load_frameworks(folder(tmp_path / "after", one=small_content(title="Another"), two=other), database_now())

    assert str(faulty.value) == (
        "content/frameworks/one.yaml, line 4, title: SMALL-1 is in use and cannot change. "
        "Give your change a new version, in a new file."
    )
    assert Framework.objects.get().title == "A small framework"


def test_the_file_does_not_bring_back_a_version_that_was_retired(tmp_path):
    root = folder(tmp_path, one=small_content())
    load_frameworks(root, database_now())
    use_framework(Framework.objects.get(), by=None, at=database_now())
    manager = make_staff(Role.INSPECTION_MANAGER)
    change_status(Framework.objects.get(), status=FrameworkStatus.RETIRED, by=manager, at=database_now())

    assert load_frameworks(root, database_now()) == "frameworks: 1 checked, 0 new or mended"
    assert Framework.objects.get().status == "retired"


def test_what_was_prepared_is_kept_as_a_draft_exactly_as_it_came():
    editor = make_staff(Role.CONTENT_EDITOR)
    content = small_content(status="live")
    row = import_framework(json.dumps(content), by=editor, at=database_now())

    assert (row.status, row.loaded_by, row.content) == ("draft", editor, content)
    assert read_json(json.dumps(row.content))[1] == read_framework(row)


def test_a_draft_is_replaced_by_the_next_file():
    editor = make_staff(Role.CONTENT_EDITOR)
    import_framework(json.dumps(small_content()), by=editor, at=database_now())
    row = import_framework(json.dumps(small_content(title="Again")), by=editor, at=database_now())

    assert (Framework.objects.count(), row.title) == (1, "Again")


def test_what_is_in_use_is_not_replaced_by_a_file():
    make_framework()

    with pytest.raises(Refused) as refused:
        import_framework(json.dumps(small_content()), by=make_staff(Role.CONTENT_EDITOR), at=database_now())

    assert str(refused.value) == "SMALL-1 is no draft any more and cannot change. Give your change a new version."


def test_a_code_belongs_to_one_version():
    make_framework()

    with pytest.raises(Refused) as refused:
        import_framework(json.dumps(small_content(version=2)), by=make_staff(Role.CONTENT_EDITOR), at=database_now())

    assert str(refused.value) == "The code SMALL-1 belongs to version 1 of “small” already."


MOVES = {
    "draft": ["test", "live"],
    "test": ["live", "retired"],
    "live": ["retired"],
    "retired": [],
}


@pytest.mark.parametrize("before", MOVES)
def test_a_version_goes_forward_and_never_back(before):
    manager, went, refusals = make_staff(Role.INSPECTION_MANAGER), [], set()
    for number, status in enumerate(FrameworkStatus, 1):
        row = make_framework(status=before, version=number, code=f"SMALL-{number}")
        try:
            went.append(change_status(row, status=status, by=manager, at=database_now()).status)
        except Refused as refused:
            refusals.add(str(refused))

    assert went == MOVES[before]
    assert refusals == {
        f"SMALL-{number} is marked “{FrameworkStatus(before).label}” and cannot be marked “{status.label}”."
        for number, status in enumerate(FrameworkStatus, 1)
        if status not in MOVES[before]
    }


def test_an_empty_draft_stays_a_draft():
    load_frameworks(settings.CONTENT_ROOT, database_now())
    row = Framework.objects.get(code="ASC-2026-DRAFT")

    with pytest.raises(Refused) as refused:
        change_status(row, status=FrameworkStatus.TEST, by=make_staff(Role.INSPECTION_MANAGER), at=database_now())

    assert str(refused.value) == (
        "ASC-2026-DRAFT is not complete: “Safe” has no statements. Only a draft may be without."
    )


def test_drafts_are_read_by_staff_alone():
    draft, live = make_framework(status="draft"), make_framework(status="live", version=2, code="SMALL-2")

    seen = {
        name: set(frameworks_visible_to(user))
        for name, user in {"provider": make_user(), "inspector": make_staff(Role.INSPECTOR)}.items()
    }

    assert seen == {"provider": {live}, "inspector": {draft, live}}


def test_assessments_take_what_is_in_use_or_on_trial():
    for number, status in enumerate(FrameworkStatus, 1):
        make_framework(status=status.value, version=number, code=f"SMALL-{number}")

    assert {row.status for row in frameworks_to_use("provider")} == {"live", "test"}
    assert list(frameworks_to_use("local_authority")) == []
