"""Log lines as JSON, one per event, with secrets and personal data taken out."""

import logging
import logging.config
import re
from collections.abc import MutableMapping
from typing import Any

import structlog

SECRET_KEYS = re.compile(r"password|token|secret|cookie|authorization|session|csrf|email|name$", re.IGNORECASE)
EMAIL_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")


def redact(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace values of telling keys, and e-mail addresses anywhere, by [removed]."""
    for key, value in event.items():
        if key != "event" and SECRET_KEYS.search(key):
            event[key] = "[removed]"
        elif isinstance(value, str):
            event[key] = EMAIL_ADDRESS.sub("[removed]", value)
    return event


def logging_settings(*, debug: bool, quiet: bool) -> None:
    """Send everything through one JSON formatter on standard error."""
    shared = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        redact,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
    )
    renderer = structlog.dev.ConsoleRenderer() if debug else structlog.processors.JSONRenderer()
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "lines": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "processor": renderer,
                    "foreign_pre_chain": shared,
                }
            },
            "handlers": {"standard_error": {"class": "logging.StreamHandler", "formatter": "lines"}},
            "root": {"handlers": ["standard_error"], "level": "ERROR" if quiet else "INFO"},
            "loggers": {"fontTools": {"level": "ERROR"}, "weasyprint": {"level": "ERROR"}},
        }
    )
