"""The door of the portal for gunicorn, with queries counted for a request that asks for it."""

from bench.counting import counted
from sandbox_portal.wsgi import application as portal

application = counted(portal)
