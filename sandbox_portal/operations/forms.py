"""What comes in at the row history's filter."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from sandbox_portal.govuk.forms import FilterForm
from sandbox_portal.people.models import User

from .choices import ActedAs, Operation
from .models import RowChange
from .showing import table_names
from .watched import BY_TABLE


class HistoryFilter(FilterForm):
    """Which changes of rows to show."""

    table = forms.CharField(required=False, max_length=63)
    operation = forms.ChoiceField(required=False, choices=[("", ""), *Operation.choices])
    acted_as = forms.ChoiceField(required=False, choices=[("", ""), *ActedAs.choices])
    who = forms.CharField(required=False, max_length=100)
    reference = forms.CharField(required=False, max_length=20)

    def filtered(self, changes: QuerySet[RowChange]) -> QuerySet[RowChange]:
        """The changes the filter leaves."""
        chosen = self.chosen()
        if "who" in chosen:
            changes = changes.filter(by_id__in=_people_named(chosen["who"]))
        if "table" in chosen:
            changes = changes.filter(table_name=chosen["table"])
        if "reference" in chosen:
            changes = changes.filter(reference__iexact=chosen["reference"].strip())
        return changes.filter(**{name: chosen[name] for name in ("operation", "acted_as") if name in chosen})

    def table_items(self) -> list[dict[str, Any]]:
        names = table_names()
        return _items([(table, names.get(table, table)) for table in BY_TABLE], self.chosen().get("table", ""))

    def operation_items(self) -> list[dict[str, Any]]:
        return _items(Operation.choices, self.chosen().get("operation", ""))

    def acted_as_items(self) -> list[dict[str, Any]]:
        return _items(ActedAs.choices, self.chosen().get("acted_as", ""))


def _people_named(name: str) -> QuerySet[Any]:
    return User.objects.filter(name__icontains=name).values("pk")


def _items(options: Any, chosen: str) -> list[dict[str, Any]]:
    named = sorted(((value, str(text)) for value, text in options), key=lambda each: each[1])
    return [{"value": v, "text": t, "selected": v == chosen} for v, t in [("", "Any"), *named]]
