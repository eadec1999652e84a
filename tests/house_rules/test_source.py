"""The floor plan in the source itself: rows through the asker, verbs with by and at, small files, escaped text."""

import pytest

from . import source
from .source import ROOT, breaches, breaches_of_text, python_files, where

# Files that draw HTML themselves, each tested for what it lets through.
DRAWS_HTML = {
    "sandbox_portal/documents/actions/letters.py",
    "sandbox_portal/documents/reading.py",
    "sandbox_portal/govuk/charts.py",
    "sandbox_portal/govuk/comparing.py",
    "sandbox_portal/govuk/components.py",
    "sandbox_portal/govuk/drawing.py",
    "sandbox_portal/govuk/forms.py",
    "sandbox_portal/govuk/shapes.py",
    "sandbox_portal/govuk/templatetags/govuk.py",
}
# Functions beside actions that change nothing by themselves, or only inside the transaction of an action that says who.
NO_VERBS = (
    "programme/actions/deadlines.py: ",
    "sandbox_portal/documents/actions/issuing.py: check_address",
    "sandbox_portal/documents/actions/jobs.py: worker",
    "sandbox_portal/documents/actions/letters.py: parts_of",
    "sandbox_portal/documents/actions/letters.py: letter_html",
)
# The outbox's own way to the queue.
SPEAKS_TO_THE_QUEUE = {"sandbox_portal/casework/publishing.py"}
# base.html holds the one inline script, let through by its hash.
INLINE_CODE = {"templates/base.html"}


def views():
    return [path for path in python_files() if source.is_room(path, "views", "api")]


def actions():
    return [path for path in python_files() if source.is_room(path, "actions")]


def test_views_reach_rows_only_through_the_asker():
    assert breaches(source.views_reach_rows_through_the_asker, views()) == []


def test_there_are_views_and_actions_to_look_at():
    assert len(views()) > 3
    assert len(actions()) > 3


def test_every_action_says_by_whom_and_when():
    found = breaches(source.actions_say_by_whom_and_when, actions())

    assert [sentence for sentence in found if not sentence.startswith(NO_VERBS)] == []


def test_nobody_but_the_outbox_speaks_to_the_queue():
    files = [path for path in python_files() if where(path) not in SPEAKS_TO_THE_QUEUE]

    assert breaches(source.nobody_speaks_to_the_queue, files) == []


def test_text_stays_escaped():
    files = [path for path in python_files() if where(path) not in DRAWS_HTML]
    in_templates = [
        where(path)
        for path in source.templates()
        if path.suffix == ".html" and source.UNESCAPED.search(path.read_text())
    ]

    assert breaches(source.text_stays_escaped, files) == []
    assert in_templates == []


def test_no_file_is_longer_than_a_sitting():
    assert breaches(source.files_fit_a_sitting, python_files(*source.PACKAGES, "tests", "script")) == []


def test_no_function_is_longer_than_a_hand():
    assert breaches(source.functions_fit_a_hand, python_files(*source.PACKAGES, "tests", "script")) == []


def test_templates_hold_no_inline_style_or_script():
    pages = [path for path in source.templates() if path.suffix == ".html" and where(path) not in INLINE_CODE]
    screens = [path for path in pages if "templates/documents/" not in where(path)]

    found = [f"{where(path)} {sentence}" for path in screens for sentence in source.inline_code(path.read_text())]

    assert found == []


def test_there_is_no_room_called_utils():
    junk = {"utils", "helpers", "misc", "common", "tools"}

    assert [where(path) for path in python_files() if junk & set(path.with_suffix("").parts)] == []


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (source.views_reach_rows_through_the_asker, "rows = Case.objects.all()"),
        (source.views_reach_rows_through_the_asker, "get_object_or_404(models.Case, pk=1)"),
        (source.nobody_speaks_to_the_queue, "send_letter.delay(1)"),
        (source.text_stays_escaped, "mark_safe(text)"),
        (source.functions_fit_a_hand, "def long():\n" + "    x = 1\n" * 51),
        (source.files_fit_a_sitting, "x = 1\n" * 401),
        (source.actions_say_by_whom_and_when, "def withdraw(case, *, by): ..."),
        (source.actions_say_by_whom_and_when, "def withdraw(case, by, at): ..."),
    ],
)
def test_each_rule_reports_its_breach(rule, text):
    """The twins."""
    assert breaches_of_text(rule, text) != []


@pytest.mark.parametrize("text", ['<p style="x">', "<style>", "<script>1</script>", '<a onclick="x()">'])
def test_inline_code_is_reported(text):
    assert source.inline_code(text) != []


def test_the_named_exceptions_still_exist():
    """An exception nobody needs any more is taken off the list."""
    assert [name for name in DRAWS_HTML | SPEAKS_TO_THE_QUEUE | INLINE_CODE if not (ROOT / name).exists()] == []
