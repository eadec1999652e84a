"""The queue. It only makes the outbox faster: every promise is kept without it."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sandbox_portal.settings")

app = Celery("sandbox_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
