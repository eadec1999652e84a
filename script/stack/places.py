"""Where things are in a checkout."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from stack.trouble import Trouble

CHECKOUT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Places:
    """One checkout, and the folder that holds everything it makes while running."""

    root: Path
    var: Path

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        return self.venv / "bin" / "python"

    @property
    def debian(self) -> Path:
        """Debian packages unpacked here when their installation needs rights that we do not have."""
        return self.root / "var" / "debian"

    @property
    def log(self) -> Path:
        return self.var / "log"

    @property
    def run(self) -> Path:
        return self.var / "run"

    @property
    def outside(self) -> Path:
        """For root only: what the unprivileged user of PostgreSQL must reach when the checkout is closed to it."""
        return Path("/var/lib/sandbox-portal") / hashlib.sha256(bytes(self.var)).hexdigest()[:12]

    def site_packages(self) -> Path:
        found = sorted(self.venv.glob("lib/python3*/site-packages"))
        if not found:
            raise Trouble(f"There are no Python packages in {self.venv}: run script/server once to install them.")
        return found[-1]

    def prepare(self) -> None:
        """Make the folders, or say who owns them."""
        try:
            for folder in (self.var, self.log, self.run):
                folder.mkdir(parents=True, exist_ok=True)
        except PermissionError as error:
            raise Trouble(_not_ours(self.var)) from error
        except OSError as error:
            raise Trouble(f"The folder {self.var} cannot be made: {error.strerror}.") from error
        for folder in (self.root, self.var, self.log, self.run):
            if not os.access(folder, os.W_OK):
                raise Trouble(_not_ours(folder))


def here() -> Places:
    """The checkout this file lies in; PORTAL_VAR moves what it makes elsewhere."""
    chosen = os.environ.get("PORTAL_VAR", "")
    return Places(root=CHECKOUT, var=Path(chosen).resolve() if chosen else CHECKOUT / "var")


def _not_ours(folder: Path) -> str:
    return (
        f"You may not write in {folder}, which belongs to another user: "
        "run the command as that user, or work in a clone of your own."
    )
