"""These tests run with the wing's own settings; tests/wings starts them so."""

from pathlib import Path

from django.conf import settings

from tests.house_rules import access_table

HERE = Path(__file__).parent

if settings.SETTINGS_MODULE == "tests.smallest_wing.settings":
    collect_ignore_glob = []
    # What tests/house_rules/access/<app>.yaml and tests/factories/<app>.py are for a wing of the portal.
    access_table.FILES.append(HERE / "access.yaml")
    from . import factory  # noqa: F401
else:
    collect_ignore_glob = ["test_*.py"]
