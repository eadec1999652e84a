"""The words of look-ups."""

from django.db.models import TextChoices


class PublicList(TextChoices):
    """A list that others publish and that we hold a copy of."""

    COMPANIES = "companies", "Companies House: the list of companies"
    PROVIDERS = "providers", "The care regulator: the list of registered places"
