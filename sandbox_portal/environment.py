"""Read settings from the environment; a missing one says which, and where it is set."""

import os
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
    return os.environ.get(name, "").strip().lower() in {"1", "true", "yes", "on"}


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


TIME_LIMITS = "-c statement_timeout=10s -c lock_timeout=3s -c idle_in_transaction_session_timeout=30s"
TRUNCATE_ALLOWED = "-c portal.allow_truncate=on"  # the test runner empties append-only tables; nothing else may


def database(url: str, *, testing: bool = False) -> dict[str, object]:
    """Turn postgres://user:password@host:port/name into Django's connection settings."""
    parts = urlsplit(url)
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
        "OPTIONS": {"options": f"{TIME_LIMITS} {TRUNCATE_ALLOWED}" if testing else TIME_LIMITS},
    }
