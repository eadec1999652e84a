"""The pictures in docs/workflows/ are those of the tables."""

import pytest
from django.core.management import CommandError, call_command

from sandbox_portal.casework import kinds
from sandbox_portal.casework.printing import printed

from .kinds import LEAFLET

PAGE = """\
# Request for a leaflet

Printed from the table of steps by `script/manage print_workflows`. Change the table, then print again.

```mermaid
stateDiagram-v2
    [*] --> draft
    draft: Being written
    sent: With the programme team
    answered: Answered
    draft --> sent: Send
    sent --> answered: Answer
    answered --> [*]
```

## Stages

| Stage | Who has it | Next | Usual time |
|---|---|---|---|
| Being written | the provider | send the request | 14 days |
| With the programme team | programme lead | answer the request | 5 days |
| Answered | nobody: it has ended | – | – |

## Steps

| Step | From | To | Who | What must be true first |
|---|---|---|---|---|
| Send | Being written | With the programme team | owns organisation | has a title |
| Add a note | With the programme team | stays | holds programme lead | – |
| Answer | With the programme team | Answered | holds programme lead | – |
"""


@pytest.fixture
def only_the_product(monkeypatch):
    monkeypatch.delitem(kinds._kinds, LEAFLET.kind)


def test_a_page_holds_the_diagram_the_stages_and_the_steps():
    assert printed(LEAFLET) == PAGE


def test_the_printed_workflows_are_those_of_the_tables(only_the_product):
    call_command("print_workflows", check=True)


def test_a_page_that_differs_or_is_missing_is_found(settings, tmp_path):
    settings.ROOT = tmp_path

    with pytest.raises(CommandError, match=r"leaflet\.md"):
        call_command("print_workflows", check=True)


def test_printing_makes_the_check_content(settings, tmp_path):
    settings.ROOT = tmp_path
    call_command("print_workflows")

    call_command("print_workflows", check=True)

    assert (tmp_path / "docs/workflows/leaflet.md").read_text() == PAGE
