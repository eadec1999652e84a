"""script/server: the whole portal on this machine."""

import argparse
import errno
import os
import signal
import socket
import time

from stack import portal, runtime, services
from stack.environment import DEFAULT_PORT, for_programs
from stack.places import Places, here
from stack.screen import say
from stack.setup import set_up
from stack.supervisor import Supervisor
from stack.trouble import Trouble
from stack.watchdog import Watchdog, pulse_of

SECONDS_BETWEEN_LOOKS = 0.2


def serve(arguments: list[str]) -> int:
    """Install, start and look after everything until Ctrl-C."""
    wanted = _parser().parse_args(arguments)
    places = here()
    places.prepare()
    _refuse_a_second(places)
    check_port(wanted.port)
    # A shell that starts us in the background has SIGINT ignored, and Python then leaves it so.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    set_up(places, for_tests=False)
    if wanted.fresh:
        _start_over(places)
    with services.kept(places) as (supervisor, urls):
        try:
            _run(places, supervisor, urls, port=wanted.port, with_demo=_loads_demo(wanted))
        except KeyboardInterrupt:
            say("\nStopping …")
    say("Stopped.")
    return 0


def check_port(port: int) -> None:
    """Refuse at once, not after an installation, when the address cannot be had."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            why = "is in use by another program" if error.errno == errno.EADDRINUSE else "may not be used by you"
            raise Trouble(f"Port {port} {why}: choose another, for example script/server --port 8765.") from error


def _run(places: Places, supervisor: Supervisor, urls: dict[str, str], *, port: int, with_demo: bool) -> None:
    address = f"http://localhost:{port}"
    environment = for_programs(places, urls, port=port)
    sign_ins = portal.prepare(places, environment, with_demo=with_demo)
    web, *background = portal.programs(places, environment, port=port)
    supervisor.start(web)
    portal.wait_until_answering(supervisor, f"http://127.0.0.1:{port}/")
    for program in background:
        supervisor.start(program)
    runtime.publish(places, {**urls, "PORTAL_URL": address})
    print(f"\nThe portal is at {address}\n", flush=True)
    if sign_ins:
        print(sign_ins, end="\n\n", flush=True)
    print("Ctrl-C stops it. What its parts write is in var/log.", flush=True)
    pulse = pulse_of(places.python, environment, places.root)
    watchdog = Watchdog(supervisor, pulse.answer)
    try:
        while True:
            supervisor.look_after()
            watchdog.look()
            time.sleep(SECONDS_BETWEEN_LOOKS)
    finally:
        pulse.close()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="script/server", description="Start the whole portal on this machine.")
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, help="where the web pages are (%(default)s)")
    parser.add_argument("--fresh", action="store_true", help="forget all stored data first")
    parser.add_argument("--demo", action="store_true", help="load the demonstration into your own DATABASE_URL too")
    return parser


def _loads_demo(wanted: argparse.Namespace) -> bool:
    """Demonstration people have known passwords: they enter a database of yours only when you say so."""
    if "DATABASE_URL" not in os.environ or wanted.demo:
        return True
    say("DATABASE_URL names a database of yours, so the demonstration stays out of it (--demo puts it in).")
    return False


def _start_over(places: Places) -> None:
    if "DATABASE_URL" in os.environ:
        raise Trouble(
            "--fresh empties only the embedded database, and DATABASE_URL names another: empty that yourself."
        )
    services.erase(places)


def _refuse_a_second(places: Places) -> None:
    if running := runtime.services_running(places):
        raise Trouble(f"The portal already runs in this checkout at {running['PORTAL_URL']}: stop that one first.")
