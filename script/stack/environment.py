"""The environment every program of the portal runs in; in production .env gives the same names."""

import base64
import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from stack.debian import environment_for
from stack.places import Places

DEFAULT_PORT = 8000
ROLE_PASSWORDS = {"web": "WEB_DATABASE_PASSWORD", "worker": "WORKER_DATABASE_PASSWORD"}
NOWHERE = {"DATABASE_URL": "postgres://nobody@127.0.0.1:9/none", "CELERY_BROKER_URL": "redis://127.0.0.1:9/0"}


def development_secrets(places: Places) -> dict[str, str]:
    """Secrets of this checkout, drawn once and readable by its owner alone; nothing else has a default."""
    kept = places.var / "secrets.json"
    drawn = {
        "SECRET_KEY": secrets.token_urlsafe(48),
        "SEALING_KEY": base64.urlsafe_b64encode(secrets.token_bytes(32)).decode(),
        "POSTGRES_PASSWORD": secrets.token_hex(16),
        "BROKER_PASSWORD": secrets.token_hex(16),
        "WEB_DATABASE_PASSWORD": secrets.token_hex(16),
        "WORKER_DATABASE_PASSWORD": secrets.token_hex(16),
    }
    found: dict[str, str] = json.loads(kept.read_text()) if kept.exists() else {}
    if drawn.keys() - found.keys():  # an older checkout keeps what it has
        found = drawn | found
        write_private(kept, json.dumps(found, indent=1))
    return found


def with_roles(places: Places, environment: Mapping[str, str]) -> dict[str, str]:
    """For the steps that prepare our own database: also the passwords of the roles they make there."""
    if "DATABASE_URL" in os.environ:
        return dict(environment)
    ours = development_secrets(places)
    return {**environment, **{name: ours[name] for name in ROLE_PASSWORDS.values()}}


def as_role(places: Places, environment: Mapping[str, str], role: str) -> dict[str, str]:
    """The same environment for a part that needs fewer rights in our own database than its owner."""
    if "DATABASE_URL" in os.environ:
        return dict(environment)
    password = development_secrets(places)[ROLE_PASSWORDS[role]]
    where = environment["DATABASE_URL"].rsplit("@", 1)[1]
    return {**environment, "DATABASE_URL": f"postgres://portal_{role}:{password}@{where}"}


def for_programs(places: Places, services: Mapping[str, str], *, port: int = DEFAULT_PORT) -> dict[str, str]:
    """What is set outside wins; the rest is what a checkout needs to run for itself."""
    ours = development_secrets(places)
    chosen = {
        "SECRET_KEY": ours["SECRET_KEY"],
        "SEALING_KEY": ours["SEALING_KEY"],
        "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
        "PORTAL_URL": f"http://localhost:{port}",
        "MEDIA_ROOT": str(places.var / "media"),
        "EMAIL_URL": f"file://{places.var / 'mail'}",
        "DEMONSTRATION": "1",
        "MALLOC_ARENA_MAX": "2",  # as in the Dockerfile
        **os.environ,
        **services,
        "DJANGO_SETTINGS_MODULE": "sandbox_portal.settings",
        "VIRTUAL_ENV": str(places.venv),
        "PYTHONUNBUFFERED": "1",
    }
    chosen |= environment_for(places)
    chosen["PATH"] = f"{places.venv / 'bin'}:{chosen.get('PATH', os.defpath)}"
    chosen.pop("PYTHONHOME", None)
    return chosen


def write_private(path: Path, text: str) -> None:
    """Write the whole file at once, for its owner's eyes only."""
    unfinished = path.with_name(path.name + ".unfinished")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    unfinished.replace(path)
