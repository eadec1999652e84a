"""The database keeps the promises, and every row is reached through the asker."""

import importlib
import pkgutil

import pytest
from django.apps import apps
from django.db import models
from django.db.models import Q

from .source import PACKAGES, is_ours
from .visibility import REACHED_THROUGH

OURS = [model for model in apps.get_models() if is_ours(model)]


def fields_in(condition: object) -> set[str]:
    """The field names a constraint's condition speaks of."""
    if isinstance(condition, Q):
        return set().union(*(fields_in(child) for child in condition.children))
    return {condition[0].split("__")[0]} if isinstance(condition, tuple) else set()


def pairs_without_a_promise(model: type[models.Model]) -> list[str]:
    """Names x where x_at may be empty, x_by exists, and no constraint holds the two together."""
    fields = {field.name: field for field in model._meta.get_fields() if isinstance(field, models.Field)}
    stems = [name[:-3] for name, field in fields.items() if name.endswith("_at") and field.null]
    promised = [
        fields_in(constraint.condition)
        for constraint in model._meta.constraints
        if isinstance(constraint, models.CheckConstraint)
    ]
    return [
        f"{model._meta.label}: {stem}_at and {stem}_by"
        for stem in stems
        if f"{stem}_by" in fields and not any({f"{stem}_at", f"{stem}_by"} <= names for names in promised)
    ]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_who_and_when_are_both_there_or_both_missing(model):
    assert pairs_without_a_promise(model) == []


def test_a_pair_without_a_constraint_is_reported():
    """The twin."""

    class Loose(models.Model):
        signed_at = models.DateTimeField(null=True)
        signed_by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT)

        class Meta:
            app_label = "twin"

    assert pairs_without_a_promise(Loose) == ["twin.Loose: signed_at and signed_by"]


def visible_to_functions() -> set[str]:
    """Every function …_visible_to of our packages, as module:name."""
    found = set()
    for package in PACKAGES:
        for module in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}."):
            if ".queries" in module.name:
                loaded = importlib.import_module(module.name)
                names = [name for name in vars(loaded) if name.endswith("_visible_to")]
                found |= {f"{vars(loaded)[name].__module__}:{name}" for name in names}
    return found


def test_every_model_is_reached_through_the_asker():
    """Each model has its …_visible_to, or hangs on one that has; visibility.py says which."""
    labels = {model._meta.label for model in OURS}

    assert {"missing": labels - set(REACHED_THROUGH), "stale": set(REACHED_THROUGH) - labels} == {
        "missing": set(),
        "stale": set(),
    }


def test_what_visibility_names_exists():
    functions = visible_to_functions()
    labels = {model._meta.label for model in OURS}
    known = functions | {name.rsplit(":", 1)[-1] for name in functions} | labels

    named = {through for through in REACHED_THROUGH.values() if not through.startswith("internal: ")}
    assert named - known == set()
