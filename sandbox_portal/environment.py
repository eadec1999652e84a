"""Read settings from the environment; a missing one says which, and where it is set."""

import base64
import os
import sys
from collections.abc import Iterator, Mapping
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def required(name: str) -> str:
    """Return the variable, or refuse to start with a sentence that tells what to do."""
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(
            f"The environment variable {name} is not set. script/server sets it for you; "
            f"in production set it as .env.example shows."
        )
    return value


def optional(name: str) -> str:
    """The variable, or nothing."""
    return os.environ.get(name, "").strip()


def flag(name: str) -> bool:
    """True for 1, true, yes and on."""
    return is_set(os.environ.get(name, ""))


def words(name: str, default: str) -> list[str]:
    """A comma-separated list without empty entries."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def number(name: str, default: float) -> float:
    """A number, or the sentence that says which variable is none."""
    value = os.environ.get(name, "")
    try:
        return float(value) if value else default
    except ValueError as error:
        raise ImproperlyConfigured(f"The environment variable {name} must be a number; it is “{value}”.") from error


WEAK_WORDS = ("change", "default", "example", "insecure", "password", "secret", "dev-only", "test")
SHORTEST_SECRET = 40
OWNER_COMMANDS = {"migrate", "database_roles", "backup", "restore"}
KNOWN_PASSWORDS = {"", "portal", "postgres", "password", "secret", "changeme", "admin", "app"}


def refuse_unsafe_production(names: Mapping[str, str]) -> None:
    """Where people come by https, refuse to start with what only a developer may have, in one clear sentence (G07)."""
    url = urlsplit(names.get("PORTAL_URL", ""))
    if url.scheme != "https":
        return
    for sentence in _unsafe(names, url.hostname or ""):
        raise ImproperlyConfigured(
            f"{sentence} The portal does not start like this, because PORTAL_URL begins with https."
        )


def _unsafe(names: Mapping[str, str], host: str) -> Iterator[str]:
    hosts = [word.strip() for word in names.get("ALLOWED_HOSTS", "").split(",") if word.strip()]
    if is_set(names.get("DEBUG", "")):
        yield "DEBUG shows the inside of the portal to everybody: leave it empty."
    if is_set(names.get("DEMONSTRATION", "")):
        yield "DEMONSTRATION lets people in whose passwords are known: leave it empty."
    if is_set(names.get("TESTING", "")):
        yield "TESTING takes protections away: leave it empty."
    if _is_weak(names.get("SECRET_KEY", "")):
        yield "SECRET_KEY is too short or was not drawn by chance: draw one as .env.example shows."
    if not _is_key(names.get("SEALING_KEY", "")):
        yield "SEALING_KEY is not a key of 32 bytes drawn by chance: draw one as .env.example shows."
    if not hosts or "*" in hosts or host not in hosts:
        yield f"ALLOWED_HOSTS must name {host or 'the host of PORTAL_URL'}, and no “*”."
    for name in ("DATABASE_URL", "CELERY_BROKER_URL"):
        if _password_of(names.get(name, "")) in KNOWN_PASSWORDS:
            yield f"{name} has no password, or one that anybody would guess."
    if not names.get("EMAIL_URL", "").startswith(("smtp://", "smtps://", "smtp+starttls://", "file://")):
        yield "EMAIL_URL sends no mail to anybody: name a mail server, as .env.example shows."


def is_set(value: str) -> bool:
    """True for 1, true, yes and on."""
    return value.strip().lower() in {"1", "true", "yes", "on"}


def _is_weak(secret: str) -> bool:
    too_plain = len(set(secret)) < 12 or any(word in secret.lower() for word in WEAK_WORDS)
    return len(secret) < SHORTEST_SECRET or too_plain


def _is_key(text: str) -> bool:
    try:
        key = base64.urlsafe_b64decode(text)
    except ValueError:
        return False
    return len(key) == 32 and len(set(key)) >= 12


def _password_of(url: str) -> str:
    return unquote(urlsplit(url).password or "")


TIME_LIMITS = "-c statement_timeout=10s -c lock_timeout=3s -c idle_in_transaction_session_timeout=30s"
# What changes the shape may take long, but never makes people wait behind it for a table: it gives up and tries again.
OWNERS_LIMITS = "-c statement_timeout=0 -c lock_timeout=3s -c idle_in_transaction_session_timeout=0"
# Our questions have many conditions and few rows: to compile one for the machine takes seconds, to answer it none.
NO_COMPILING = "-c jit=off"
TRUNCATE_ALLOWED = "-c portal.allow_truncate=on"  # the test runner empties append-only tables; nothing else may


def database_url() -> str:
    """The owner's address for commands that change the shape of the database; for all others the part's own."""
    owner = optional("MIGRATION_DATABASE_URL")
    return owner if owner and _is_owners() else required("DATABASE_URL")


def _is_owners() -> bool:
    """True for a command that only the owner of the database gives."""
    return bool(OWNER_COMMANDS & set(sys.argv[1:2]))


def database(url: str, *, testing: bool = False) -> dict[str, object]:
    """Turn postgres://user:password@host:port/name into Django's connection settings."""
    parts = urlsplit(url)
    limits = OWNERS_LIMITS if _is_owners() else TIME_LIMITS
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must begin with postgres:// because PostgreSQL is the only database.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        "TEST": {"TEMPLATE": os.environ.get("TEST_DATABASE_TEMPLATE")},
        "OPTIONS": {"options": " ".join([limits, NO_COMPILING, *([TRUNCATE_ALLOWED] if testing else [])])},
    }
