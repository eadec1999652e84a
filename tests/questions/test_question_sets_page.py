"""Every example of docs/question-sets.md is a question set that loads, and every type has one."""

import re
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from sandbox_portal.questions.engine import every_question
from sandbox_portal.questions.question_types import QuestionType
from sandbox_portal.questions.reading import read_question_set

PAGE = (Path(settings.ROOT) / "docs" / "question-sets.md").read_text()
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)


def as_set(example: str) -> str:
    """The example as a whole file; one that is a whole set stays as it is."""
    if example.startswith("code:"):
        return example
    questions, _, checks = example.removeprefix("questions:\n").partition("checks:\n")
    indented = re.sub(r"^(?=.)", "      ", questions, flags=re.MULTILINE)
    head = "code: example\nversion: 1\ntitle: Example\nsections:\n  - key: all\n    title: All\n    questions:\n"
    return head + indented + (f"checks:\n{checks}" if checks else "")


def read(example: str, folder: Path):
    path = folder / "question_sets" / "example-1.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(as_set(example))
    return read_question_set(path, root=folder)[1]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example[:30])
def test_each_example_of_the_page_loads(example, tmp_path):
    assert read(example, tmp_path).questions


def test_every_type_has_an_example(tmp_path):
    shown = {question.type for example in EXAMPLES for question in every_question(read(example, tmp_path))}

    assert set(QuestionType) - shown == {QuestionType.DECLARATION}  # its page is shown in test_every_type


def test_an_example_is_really_read():
    """The twin: yaml alone would take anything."""
    assert all(yaml.safe_load(as_set(example)) for example in EXAMPLES)
