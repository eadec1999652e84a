"""Every field of every table is classified: kept, scrubbed or erased, with its period and reason (G02, R-902)."""

from collections import Counter
from pathlib import Path

import pytest
import yaml
from django.apps import apps

FILE = Path(__file__).parents[2] / "content" / "retention.yaml"
SAID = yaml.safe_load(FILE.read_text())
TREATMENTS = {"kept", "scrubbed", "erased"}
# Tables of Django that hold the names of models and permissions, and nothing of anybody.
OF_DJANGO = {"auth", "contenttypes"}


def fields_there() -> dict[str, list[str]]:
    models = [model for model in apps.get_models() if model._meta.app_label not in OF_DJANGO]
    return {model._meta.label: [field.name for field in [*model._meta.fields, *_lists_of(model)]] for model in models}


def _lists_of(model: type) -> list:
    """Fields that hold several rows of another table, where no model of its own stands between."""
    return [field for field in model._meta.many_to_many if field.remote_field.through._meta.auto_created]


def differences(there: dict[str, list[str]], said: dict[str, list[dict]]) -> list[str]:
    """Each field that is not classified, classified twice, or gone."""
    found = [f"{label} is classified but gone" for label in said if label not in there]
    for label, names in there.items():
        named = Counter(name for rule in said.get(label, ()) for name in rule["fields"].split())
        found += [f"{label}.{name} is not classified" for name in names if name not in named]
        found += [f"{label}.{name} is classified twice" for name, count in named.items() if count > 1]
        found += [f"{label}.{name} is classified but gone" for name in named if name not in names]
    return found


def test_every_field_is_classified_once():
    assert differences(fields_there(), SAID["fields"]) == []


def test_a_new_field_and_one_that_is_gone_are_reported():
    """The twin."""
    said = {"a.B": [{"fields": "id old"}], "a.Gone": []}

    assert differences({"a.B": ["id", "new"]}, said) == [
        "a.Gone is classified but gone",
        "a.B.new is not classified",
        "a.B.old is classified but gone",
    ]


@pytest.mark.parametrize("label", sorted(SAID["fields"]))
def test_what_is_not_kept_for_good_has_a_period_and_everything_a_reason(label):
    periods = {period["code"] for period in SAID["periods"]}

    for rule in SAID["fields"][label]:
        assert rule["treatment"] in TREATMENTS
        assert len(rule["why"]) > 10
        assert (rule.get("period") in periods) == (rule["treatment"] != "kept"), rule


def test_the_periods_are_those_of_the_service_specification():
    months = {period["code"]: period["months"] for period in SAID["periods"]}

    assert (months["unsuccessful"], months["reference"], months["case_file"]) == (24, 12, 72)
    assert all(period["counted_from"] and period["why"] for period in SAID["periods"])
