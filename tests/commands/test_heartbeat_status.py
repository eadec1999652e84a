"""What the health checks of docker-compose.yml ask."""

import pytest
from django.core.management import CommandError, call_command

from sandbox_portal.casework.heartbeats import RELAY, WORKER, beat


@pytest.mark.django_db
def test_a_part_that_has_just_spoken_is_alive(capsys):
    beat(RELAY)

    call_command("heartbeat_status", RELAY)

    assert capsys.readouterr().out == "relay: seen 0 seconds ago\n"


@pytest.mark.django_db
def test_a_part_that_never_spoke_is_not():
    beat(RELAY)

    with pytest.raises(CommandError, match="It is silent"):
        call_command("heartbeat_status", WORKER)
