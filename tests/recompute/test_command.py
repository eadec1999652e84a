"""manage.py recompute as somebody runs it who has the published facts and nothing else."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[2]
DRAW = {"pool": ["R3-005", "R3-006", "R3-007"], "key": "R3-DRAW-002", "places": 2}
DRAWN = {"order": ["R3-006", "R3-007", "R3-005"], "placed": ["R3-006", "R3-007"], "reserve": ["R3-005"]}


def recompute(*arguments, text=b"", **environment):
    """Run the command where no database, broker or locale is to be had."""
    nowhere = {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/nowhere", "CELERY_BROKER_URL": "redis://127.0.0.1:1/0"}
    return subprocess.run(
        [sys.executable, "manage.py", "recompute", *arguments],
        cwd=ROOT,
        env=os.environ | nowhere | environment,
        input=text,
        capture_output=True,
        check=False,
    )


def test_a_file_is_answered_with_json_and_no_database(tmp_path):
    (tmp_path / "draw.json").write_text(json.dumps(DRAW))

    run = recompute("draw", str(tmp_path / "draw.json"))

    assert (run.returncode, run.stderr, json.loads(run.stdout)) == (0, b"", DRAWN)


def test_standard_input_is_answered_in_a_terminal_without_unicode():
    pool = {"pool": ["Ä", "Ö"], "key": "ключ", "places": 1}

    run = recompute("draw", "-", text=json.dumps(pool).encode(), PYTHONIOENCODING="ascii", LC_ALL="C")

    assert (run.returncode, run.stderr) == (0, b"")
    assert sorted(json.loads(run.stdout)["order"]) == ["Ä", "Ö"]
    assert run.stdout.isascii()


@pytest.mark.parametrize(
    ("kind", "file", "sentence"),
    [
        ("lottery", "-", 'There is no kind "lottery"; the kinds are deadline, draw, rating, scope, selection.'),
        ("draw", "nowhere.json", 'The file "nowhere.json" cannot be read: No such file or directory.'),
        ("draw", "a\0b", 'The file "a\\u0000b" cannot be read: it is not a file that can be opened.'),
        ("draw", "/", 'The file "/" cannot be read: Is a directory.'),
        ("draw", "/dev/zero", "The input is larger than 20 megabytes."),
        ("draw", "/dev/null", "The input is empty."),
        ("draw", "-", "The number of places must be from 0 to 1, the size of the pool."),
    ],
)
def test_bad_input_is_one_sentence_on_standard_error_and_exit_code_2(kind, file, sentence, capsys, monkeypatch):
    given = io.BytesIO(b'{"pool": ["A"], "key": "k", "places": 2}')
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(given))

    with pytest.raises(SystemExit) as ended:
        call_command("recompute", kind, file)

    assert (ended.value.code, *capsys.readouterr()) == (2, "", sentence + "\n")


def test_each_problem_has_a_line_of_its_own():
    run = recompute("draw", "-", text=b'{"pool": [2.5], "places": "1", "colour": 1}', PYTHONIOENCODING="ascii")

    assert (run.returncode, run.stderr.decode().splitlines()) == (
        2,
        [
            "pool: item 1 must be a reference or a whole number, not 2.5.",
            "key is missing.",
            'places must be a whole number, not "1".',
            "colour is not a key that this kind knows.",
        ],
    )


@pytest.mark.parametrize("arguments", [["draw"], ["draw", "-", "more"]])
def test_missing_and_surplus_arguments_are_refused_without_a_traceback(arguments):
    run = recompute(*arguments)

    assert run.returncode == 2
    assert b"Traceback" not in run.stderr


def test_a_closed_standard_input_is_refused_in_a_sentence():
    closed = f"exec {sys.executable} manage.py recompute draw - <&-"

    run = subprocess.run(["sh", "-c", closed], cwd=ROOT, capture_output=True, check=False)

    assert (run.returncode, run.stderr.decode().count("\n")) == (2, 1)
    assert run.stderr.startswith(b'The file "-" cannot be read')
