"""The programs of the portal and what must be done before they start."""

import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Mapping

from stack.environment import as_role, with_roles
from stack.places import Places
from stack.processes import Program
from stack.screen import Step, last_line
from stack.supervisor import Supervisor
from stack.trouble import Trouble

MEGABYTE_IN_KILOBYTES = 1024
WORKER_MEMORY_LIMIT = 400 * MEGABYTE_IN_KILOBYTES
SECONDS_TO_ANSWER = 120


def prepare(places: Places, environment: Mapping[str, str], *, with_demo: bool) -> str:
    """Bring database and static files to this version; return the table of people one can sign in as."""
    log, sign_ins = places.log / "prepare.log", places.run / "sign-ins.txt"
    command = [str(places.python), "-m", "stack.django_steps", str(log)]
    if with_demo:
        command += ["--sign-ins", str(sign_ins)]
    environment = {**with_roles(places, environment), "PYTHONPATH": str(places.root / "script")}
    if subprocess.run(command, env=environment, cwd=places.root, stdin=subprocess.DEVNULL, check=False).returncode:
        raise Trouble(f"The portal could not be prepared: {last_line(log)} (the whole story is in {log})")
    return sign_ins.read_text().rstrip() if with_demo else ""


def programs(places: Places, environment: Mapping[str, str], *, port: int) -> list[Program]:
    """Web, which a person waits for, then worker, scheduler and relay."""
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
        Program(
            name,
            command,
            as_role(places, environment, "web" if name == "web" else "worker"),
            log=places.log / f"{name}.log",
            folder=places.root,
        )
        for name, command in commands.items()
    ]


def wait_until_answering(supervisor: Supervisor, address: str) -> None:
    """Return at the first answer of the web server, whatever it says."""
    until = time.monotonic() + SECONDS_TO_ANSWER
    with Step("Starting the web pages, then worker, scheduler and relay") as step:
        while not _answers(address):
            supervisor.look_after()
            supervisor.refuse_if_hopeless()
            if time.monotonic() > until:
                raise Trouble(f"The portal does not answer at {address}: see the files in var/log.")
            step.progress("")
            time.sleep(0.1)


def _answers(address: str) -> bool:
    try:
        urllib.request.urlopen(address, timeout=5).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True
