"""Copies of public lists. They hold nothing of ours: each import puts a whole new copy in the old one's place."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models.functions import Now

from .choices import PublicList


class ListedCompany(models.Model):
    """A company as Companies House publishes it."""

    number = models.CharField(max_length=8, primary_key=True)
    name = models.CharField(max_length=160)
    status = models.CharField(max_length=70, blank=True)
    category = models.CharField(max_length=100, blank=True)
    line_1 = models.CharField(max_length=300, blank=True)
    line_2 = models.CharField(max_length=300, blank=True)
    town = models.CharField(max_length=50, blank=True)
    postcode = models.CharField(max_length=20, blank=True)
    country = models.CharField(max_length=50, blank=True)

    class Meta:
        indexes = [GinIndex(SearchVector("name", config="simple"), name="listed_company_by_word")]

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"


class ListedLocation(models.Model):
    """A place where care is given, with the provider that runs it, as the care regulator publishes it."""

    number = models.CharField(max_length=20, primary_key=True)
    name = models.CharField(max_length=250)
    also_known_as = models.CharField(max_length=250, blank=True)
    provider_number = models.CharField(max_length=20, db_index=True)
    provider_name = models.CharField(max_length=250)
    address = models.CharField(max_length=500, blank=True)
    postcode = models.CharField(max_length=20, blank=True)
    local_authority = models.CharField(max_length=100, blank=True)
    region = models.CharField(max_length=100, blank=True)
    service_types = models.CharField(max_length=1000, blank=True)

    class Meta:
        indexes = [GinIndex(SearchVector("name", "provider_name", config="simple"), name="listed_location_by_word")]

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"


class ListImport(models.Model):
    """One import: of which file, how many rows came in, how many were refused."""

    which = models.CharField(max_length=20, choices=PublicList)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    refused = models.PositiveIntegerField()
    imported_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.which}: {self.rows} rows of {self.file_name}"
