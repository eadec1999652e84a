"""Log lines as JSON, one an event, with who acts by id alone, and with secrets and personal data taken out (G01, D21).

JSON in ASCII is also what keeps a line one line: a line break or a control character that somebody sent stands there as
letters.
"""

import logging
import logging.config
import re
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

from sandbox_portal.casework.acting import acting_if_told

Event = MutableMapping[str, Any]

REMOVED = "[removed]"
SECRET_KEYS = re.compile(
    r"password|token|secret|cookie|authorization|session|csrf|email|phone|address|(?:^|_)names?$|^payload$|^answers?$",
    re.IGNORECASE,
)
SECRETS_IN_TEXT = (
    re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"),  # an email address
    re.compile(r"(?<=://)[^/\s:@]*:[^/\s@]+(?=@)"),  # user and password in an address
    # What PostgreSQL tells of the row that broke a rule.
    re.compile(r"(?<=DETAIL:).*"),
    re.compile(r"(?<=\bKey )\([^\n]*\)=\([^\n]*\)"),
    re.compile(r"(?<=Failing row contains )\([^\n]*\)"),
    # Tokens and session keys: long, of letters and digits mixed. Ids have hyphens, and names in code no digits.
    re.compile(r"\b(?=[A-Za-z_-]{0,200}\d)(?=[\d_-]{0,200}[A-Za-z])(?![0-9a-f]{8}-[0-9a-f]{4}-)[A-Za-z0-9_-]{32,}"),
)
ORDINARY = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "request", "response"}
PLAIN = (str, int, float, bool, type(None))


def redact(_logger: Any, _method: str, event: Event) -> Event:
    """Take out values of telling keys, and what looks like a secret or an address anywhere, however deep."""
    for key, value in event.items():
        event[key] = REMOVED if key != "event" and SECRET_KEYS.search(key) else _clean(value)
    return event


def add_extra(_logger: Any, _method: str, event: Event) -> Event:
    """What was given as `extra`; never an object, whose words for itself may hold anything."""
    record = event.get("_record")
    for key, value in vars(record).items() if record else ():
        if key not in ORDINARY and not key.startswith("_") and isinstance(value, (*PLAIN, list, tuple, dict)):
            event.setdefault(key, value)
    return event


def add_who(_logger: Any, _method: str, event: Event) -> Event:
    """The reference of the request and the id of the person in each line that belongs to one."""
    if acting := acting_if_told():
        told = {"reference": acting.reference, "person": acting.by_id, "doing": acting.reason}
        for key, value in told.items():
            if value:
                event.setdefault(key, value)
    return event


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        for pattern in SECRETS_IN_TEXT:
            value = pattern.sub(REMOVED, value)
        return value
    if isinstance(value, Mapping):
        return {key: REMOVED if SECRET_KEYS.search(str(key)) else _clean(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(each) for each in value]
    return value if isinstance(value, PLAIN) else _clean(str(type(value).__name__))


SHARED = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def formatter(*, debug: bool = False) -> logging.Formatter:
    """What every handler writes with: JSON, or for a developer's eyes plain lines."""
    renderer = structlog.dev.ConsoleRenderer() if debug else structlog.processors.JSONRenderer(ensure_ascii=True)
    return structlog.stdlib.ProcessorFormatter(
        processors=[
            add_extra,
            add_who,
            structlog.processors.format_exc_info,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            redact,
            renderer,
        ],
        foreign_pre_chain=SHARED,
    )


def logging_settings(*, debug: bool, quiet: bool) -> None:
    """Send everything through one formatter on standard error."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"lines": {"()": formatter, "debug": debug}},
            "handlers": {"standard_error": {"class": "logging.StreamHandler", "formatter": "lines"}},
            "root": {"handlers": ["standard_error"], "level": "ERROR" if quiet else "INFO"},
            "loggers": {
                "fontTools": {"level": "ERROR"},
                "pikepdf": {"level": "WARNING"},
                "weasyprint": {"level": "ERROR"},
                "gunicorn.error": {"handlers": [], "propagate": True},
            },
        }
    )
