"""The door of the floor for gunicorn."""

from django.core.wsgi import get_wsgi_application

from bench.counting import counted

application = counted(get_wsgi_application())
