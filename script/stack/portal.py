"""The programs of the portal and what must be done before they start."""

import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Mapping

from stack.places import Places
from stack.processes import Program
from stack.screen import Step, run_step
from stack.supervisor import Supervisor
from stack.trouble import Trouble

MEGABYTE_IN_KILOBYTES = 1024
WORKER_MEMORY_LIMIT = 400 * MEGABYTE_IN_KILOBYTES
SECONDS_TO_ANSWER = 120


def prepare(places: Places, environment: Mapping[str, str], *, with_demo: bool) -> None:
    """Bring database and static files to this version; each may be repeated."""
    commands = {
        "Bringing the database up to date": ["migrate", "--no-input", "--verbosity=0"],
        "Loading the regulator's words and numbers": ["load_content"],
    }
    if with_demo:
        commands["Loading the demonstration"] = ["load_demo"]
    commands["Collecting style sheets, scripts and pictures"] = ["collectstatic", "--no-input", "--verbosity=0"]
    for title, command in commands.items():
        run_step(
            title,
            [places.python, "manage.py", *command],
            places.log / "prepare.log",
            environment=environment,
            folder=places.root,
        )


def programs(places: Places, environment: Mapping[str, str], *, port: int) -> list[Program]:
    """Web, worker, scheduler and relay."""
    binaries = places.venv / "bin"
    celery = [str(binaries / "celery"), "-A", "sandbox_portal"]
    commands = {
        "web": [
            *(str(binaries / "gunicorn"), "sandbox_portal.wsgi", "--bind", f"127.0.0.1:{port}"),
            *(
                "--worker-class",
                "gthread",
                "--workers",
                "2",
                "--threads",
                "8",
                "--log-level",
                "warning",
                "--no-control-socket",
            ),
        ],
        "worker": [
            *(*celery, "worker", "--pool", "prefork", "--concurrency", "1", "--loglevel", "INFO"),
            *("--max-memory-per-child", str(WORKER_MEMORY_LIMIT), "--without-gossip", "--without-mingle"),
        ],
        "scheduler": [*celery, "beat", "--loglevel", "INFO", "--schedule", str(places.run / "schedule"), "--pidfile="],
        "relay": [str(places.python), "manage.py", "relay"],
    }
    return [
        Program(name, command, environment, log=places.log / f"{name}.log", folder=places.root)
        for name, command in commands.items()
    ]


def wait_until_answering(supervisor: Supervisor, address: str) -> None:
    """Return at the first answer of the web server, whatever it says."""
    until = time.monotonic() + SECONDS_TO_ANSWER
    with Step("Starting web, worker, scheduler and relay") as step:
        while not _answers(address):
            supervisor.look_after()
            supervisor.refuse_if_hopeless()
            if time.monotonic() > until:
                raise Trouble(f"The portal does not answer at {address}: see the files in var/log.")
            step.progress("")
            time.sleep(0.1)


def sign_ins(places: Places, environment: Mapping[str, str]) -> str:
    """The table of people one can sign in as."""
    asked = subprocess.run(
        [places.python, "manage.py", "demo_sign_ins"],
        env=environment,
        cwd=places.root,
        capture_output=True,
        text=True,
        check=False,
    )
    if asked.returncode:
        raise Trouble(f"The demonstration's sign-ins could not be listed: {asked.stderr.strip().splitlines()[-1]}")
    return asked.stdout.rstrip()


def _answers(address: str) -> bool:
    try:
        urllib.request.urlopen(address, timeout=5).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True
