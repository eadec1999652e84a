"""A new kind of case is one wing's rooms and no ground: tests/smallest_wing/ is one, known to its own settings alone.

Django knows a wing when it starts, by its models, migrations, addresses and content, so one cannot come and go inside a
run of tests. Its tests run in a process of their own, with the portal's settings and one app more.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SETTINGS = "tests.smallest_wing.settings"
OF_OTHERS = (
    "manage.py",
    "content",
    "deploy",
    "script",
    "sandbox_portal",
    "programme",
    "selection",
    "templates",
)


@pytest.mark.browser
def test_the_smallest_wing_has_everything_of_the_ground_and_keeps_the_house_rules(request):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COV_"))}
    environment = kept | {"DJANGO_SETTINGS_MODULE": SETTINGS, "PYTHONPATH": str(ROOT)}
    database = "--reuse-db" if request.config.getoption("reuse_db") else "--create-db"
    command = [sys.executable, "-m", "pytest", f"--ds={SETTINGS}", "-q", "-x", database, "tests/smallest_wing"]

    ran = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)

    assert ran.returncode == 0, ran.stdout[-6000:] + ran.stderr[-1500:]
    passed = re.search(r"(\d+) passed", ran.stdout)
    assert passed is not None, ran.stdout
    assert int(passed[1]) >= 50


def test_no_line_of_the_portal_knows_the_wing():
    said = re.compile(r"smallest.?wing|list_request\b|council-list|council_list", re.IGNORECASE)
    files = [path for name in OF_OTHERS for path in _texts(ROOT / name)]

    known = [path for path in files if said.search(path.read_text(errors="ignore"))]

    assert [path.relative_to(ROOT).as_posix() for path in known] == []


def _texts(path: Path) -> list[Path]:
    if path.is_file():
        return [path]
    endings = {".py", ".html", ".txt", ".yaml", ".md", ".toml"}
    return [each for each in path.rglob("*") if each.suffix in endings and each.is_file()]
