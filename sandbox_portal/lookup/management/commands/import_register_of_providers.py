from sandbox_portal.lookup.choices import PublicList

from ._importing import ImportCommand


class Command(ImportCommand):
    """Import the care regulator's public directory (CSV)."""

    help = "Import the care regulator's directory: manage.py import_register_of_providers directory.csv"
    which = PublicList.PROVIDERS
