"""The ground floor and the wiring of the Sandbox Portal."""

from .celery import app as celery_app

__all__ = ["celery_app"]
