from sandbox_portal.lookup.choices import PublicList

from ._importing import ImportCommand


class Command(ImportCommand):
    """Import Companies House's free company data (BasicCompanyData CSV)."""

    help = "Import Companies House's free company data: manage.py import_companies BasicCompanyData.csv"
    which = PublicList.COMPANIES
