"""The real worker frozen in the real portal: the watchdog hears of it and starts it again (C05)."""

import os
import subprocess
import sys
import time

import pytest
from stack.processes import Program
from stack.supervisor import Supervisor
from stack.watchdog import Watchdog, pulse_of

from sandbox_portal.casework import outbox
from sandbox_portal.casework.models import Heartbeat, OutboxEntry

from .processes import ROOT, until

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def supervisor():
    supervisor = Supervisor()
    yield supervisor
    supervisor.stop_all()


def test_a_frozen_relay_is_found_by_its_row_and_what_waited_is_done(processes, supervisor, marks, tmp_path):
    environment = processes.environment("relay")
    command = [sys.executable, "-m", "tests.faults.postman"]
    relay = supervisor.start(Program("relay", command, environment, tmp_path / "relay.log", ROOT))
    until(lambda: Heartbeat.objects.filter(name="relay").exists(), f"the relay lives\n{processes.log()}")
    pulse = pulse_of(sys.executable, environment, ROOT)
    pulse.every = 0.3
    watchdog = Watchdog(supervisor, pulse.answer, may_be_silent=1.5, may_start_in=10.0)
    relay.started -= 100
    frozen = relay.process.pid
    os.killpg(frozen, 19)
    outbox.queue_task("faults.leave_mark", key="fault-frozen", mark="frozen", seconds=0.0)

    def is_done() -> bool:
        watchdog.look()
        supervisor.look_after()
        return OutboxEntry.objects.filter(key="fault-frozen", finished_at__isnull=False).exists()

    until(is_done, "a new relay has done what waited", seconds=30)
    pulse.close()

    assert (relay.process.pid != frozen, marks("frozen")) == (True, ["relay"])


def test_a_part_in_a_container_ends_when_it_is_silent_so_that_it_is_started_again(processes, tmp_path):
    began = time.monotonic()
    command = [sys.executable, ROOT / "script" / "watched", "relay", "sleep", "60"]
    Heartbeat.objects.all().delete()

    ended = subprocess.run(
        command,
        env={**processes.environment("relay"), "WATCHDOG_SILENCE": "1"},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )

    assert (ended.returncode, time.monotonic() - began < 15) == (1, True)
    assert "relay has not spoken for more than 1 s" in ended.stdout + ended.stderr
