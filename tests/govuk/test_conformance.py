"""Every official example of govuk-frontend 6.3.0, drawn by our own tag. A new version of either is judged by this file.

The examples were taken from components/*/fixtures.json of the package; MIT licence beside them.
"""

import gzip
import json
from pathlib import Path

import pytest
from django.template import Context, Template

from tests.govuk.markup import shape, trusting_html

EXAMPLES = json.loads(gzip.decompress((Path(__file__).parent / "fixtures/govuk-frontend-6.3.0.json.gz").read_bytes()))
TEMPLATE = "{% load govuk %}{% govuk component options %}"


def test_there_are_as_many_examples_as_the_package_has():
    assert (len(EXAMPLES), sum(len(examples) for examples in EXAMPLES.values())) == (37, 657)


@pytest.mark.parametrize("component", sorted(EXAMPLES))
def test_our_tag_draws_every_official_example_of(component):
    template = Template(TEMPLATE)

    different = [
        example["name"]
        for example in EXAMPLES[component]
        if shape(drawn(template, component, example["options"])) != shape(example["html"])
    ]

    assert different == []


def drawn(template, component, options):
    return template.render(Context({"component": component, "options": trusting_html(options)}))
