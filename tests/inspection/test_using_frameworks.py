"""What was used to assess somebody cannot change."""

import pytest
from django.db import IntegrityError, transaction

from inspection.actions.frameworks import use_framework
from inspection.models import Framework
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.refusals import Refused
from tests.factories.frameworks import make_framework, small_content

pytestmark = pytest.mark.django_db


def change(framework, **values):
    """What stands there after somebody wrote to the table, past every action."""
    try:
        with transaction.atomic():
            Framework.objects.filter(pk=framework.pk).update(**values)
    except IntegrityError as error:
        return error.__cause__.diag.constraint_name
    return "changed"


def test_the_first_use_is_kept_and_later_uses_leave_it():
    framework, first = make_framework(), database_now()
    use_framework(framework, by=None, at=first)
    use_framework(framework, by=None, at=database_now())

    assert Framework.objects.get().first_used_at == first


@pytest.mark.parametrize(
    "values",
    [
        {"content": small_content(title="Another title")},
        {"title": "Another title"},
        {"version": 2},
        {"scoring_mode": "statement_direct"},
        {"first_used_at": None},
    ],
    ids=lambda values: next(iter(values)),
)
def test_a_used_version_cannot_change(values):
    framework = use_framework(make_framework(), by=None, at=database_now())

    assert change(framework, **values) == "used_framework_stays"


def test_a_version_nobody_used_can_be_put_right():
    """The twin: the same writes pass before the first use."""
    framework = make_framework()

    assert change(framework, content=small_content(title="Another title"), title="Another title") == "changed"


def test_a_used_version_can_be_retired():
    framework = use_framework(make_framework(), by=None, at=database_now())

    assert change(framework, status="retired") == "changed"


def test_a_used_version_cannot_be_deleted():
    framework = use_framework(make_framework(), by=None, at=database_now())

    with pytest.raises(IntegrityError, match="was used"), transaction.atomic():
        framework.delete()

    assert Framework.objects.count() == 1


def test_a_used_version_cannot_become_a_draft():
    framework = use_framework(make_framework(), by=None, at=database_now())

    assert change(framework, status="draft") == "a_draft_framework_is_not_used"


@pytest.mark.parametrize("status", ["draft", "retired"])
def test_a_draft_and_a_retired_version_are_not_used(status):
    framework = make_framework(status=status)

    with pytest.raises(Refused) as refused:
        use_framework(framework, by=None, at=database_now())

    words = {"draft": "Draft", "retired": "No longer used"}[status]
    assert str(refused.value) == f"SMALL-1 is marked “{words}”. Choose a version in use or on trial."


def test_a_version_comes_once():
    make_framework()

    with pytest.raises(IntegrityError, match="one_framework_per_version"), transaction.atomic():
        make_framework(code="SMALL-1B")
