"""What stands in the way is told in one sentence, before anything is installed or started."""

import contextlib
import json
import os
import socket
import stat

import pytest
from stack.environment import development_secrets, write_private
from stack.places import Places
from stack.setup import GIGABYTE, check_room
from stack.trouble import Trouble


def test_a_port_in_use_is_told_at_once(finished, places):
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]

        status, printed, said = finished("server", "--port", str(port))

    assert (status, printed, said) == (
        1,
        "",
        f"Port {port} is in use by another program: choose another, for example script/server --port 8765.\n",
    )


def test_a_full_disk_is_told_before_the_installation(tmp_path):
    with pytest.raises(Trouble, match=r"has [0-9.]+ GB free and this needs 1000000\.0 GB: make room"):
        check_room(tmp_path, 1_000_000 * GIGABYTE)


def test_a_disk_with_room_is_no_trouble(tmp_path):
    assert check_room(tmp_path, 1) is None


def test_a_folder_that_cannot_be_made_names_itself(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    places = Places(root=tmp_path, var=blocked / "var")

    with pytest.raises(Trouble, match=f"The folder {blocked}/var cannot be made"):
        places.prepare()


def test_starting_over_leaves_a_database_of_your_own_alone(finished):
    status, _, said = finished("server", "--port", "0", "--fresh", DATABASE_URL="postgres://me@127.0.0.1:9/mine")

    assert (status, said.splitlines()[-1]) == (
        1,
        "--fresh empties only the embedded database, and DATABASE_URL names another: empty that yourself.",
    )


def test_a_missing_command_is_told(finished):
    status, _, said = finished("exec", "--throwaway", "no-such-program", DATABASE_URL="x", CELERY_BROKER_URL="x")

    assert (status, said.splitlines()[-1]) == (1, "There is no command no-such-program.")


def test_secrets_of_a_checkout_are_private_and_drawn_once(places):
    first = development_secrets(places)

    assert development_secrets(places) == first
    assert stat.S_IMODE(os.stat(places.var / "secrets.json").st_mode) == 0o600
    assert len(set(first.values())) == len(first) == 6


def test_a_checkout_from_before_keeps_its_secrets_and_gets_the_new_ones(places):
    old = {"SECRET_KEY": "kept", "SEALING_KEY": "kept", "POSTGRES_PASSWORD": "kept", "BROKER_PASSWORD": "kept"}
    write_private(places.var / "secrets.json", json.dumps(old))

    found = development_secrets(places)

    assert {name: found[name] for name in old} == old
    assert development_secrets(places)["WEB_DATABASE_PASSWORD"] == found["WEB_DATABASE_PASSWORD"] != ""
