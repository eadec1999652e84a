"""An installation that broke off, or lost a file, is mended by the next command."""

import shutil
from pathlib import Path

import pytest
from stack import virtualenv
from stack.places import CHECKOUT, Places


def empty_checkout(folder: Path) -> Places:
    """A checkout that asks for no packages, so that its environment is made without a network."""
    for name in virtualenv.LOCKS:
        (folder / name).write_text("")
    places = Places(root=folder, var=folder / "var")
    places.prepare()
    places.debian.symlink_to(CHECKOUT / "var" / "debian")
    return places


@pytest.fixture
def checkout(tmp_path: Path) -> Places:
    return empty_checkout(tmp_path)


@pytest.fixture(scope="module")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment as an installation leaves it; making one takes seconds, copying it does not."""
    places = empty_checkout(tmp_path_factory.mktemp("pattern"))
    virtualenv.install(places)
    return places.venv


@pytest.fixture
def installed(checkout: Places, pattern: Path) -> Places:
    shutil.copytree(pattern, checkout.venv, symlinks=True)
    assert virtualenv.is_ready(checkout)
    return checkout


def add_package(places: Places) -> Path:
    """As an installer does it: a package and the record of its files."""
    packages = places.site_packages()
    (packages / "kettle-1.0.dist-info").mkdir()
    (packages / "kettle-1.0.dist-info" / "RECORD").write_text("kettle.py,,\nkettle-1.0.dist-info/RECORD,,\n")
    (packages / "kettle.py").write_text("")
    return packages / "kettle.py"


def test_nothing_is_ready_before_the_first_installation(checkout):
    assert not virtualenv.is_ready(checkout)


def test_an_installation_that_broke_off_is_done_again(installed):
    (installed.venv / ".installing").touch()
    assert not virtualenv.is_ready(installed)

    virtualenv.install(installed)

    assert virtualenv.is_ready(installed)


def test_an_interpreter_that_does_not_run_is_replaced(installed):
    installed.python.unlink()
    installed.python.symlink_to("/nowhere/python3")
    assert not virtualenv.is_ready(installed)

    virtualenv.install(installed)

    assert virtualenv.is_ready(installed)


def test_a_folder_left_without_anything_in_it_is_replaced(checkout):
    checkout.venv.mkdir()

    virtualenv.install(checkout)

    assert virtualenv.is_ready(checkout)


def test_an_environment_made_by_hand_is_kept_and_completed(installed):
    (installed.venv / ".installed").unlink()
    kept = add_package(installed)

    virtualenv.install(installed)

    assert (virtualenv.is_ready(installed), kept.exists()) == (True, True)


def test_a_changed_lock_file_asks_for_another_installation(installed):
    (installed.root / "requirements.txt").write_text("# changed\n")

    assert not virtualenv.is_ready(installed)


def test_a_package_that_lost_a_file_is_named(installed):
    lost = add_package(installed)
    assert virtualenv.damaged_packages(installed) == []

    lost.unlink()

    assert (virtualenv.damaged_packages(installed), virtualenv.is_ready(installed)) == (["kettle"], False)
