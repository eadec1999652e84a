"""A question set is read whole or refused with file, section and line; one wrong value in each case."""

import pytest
from django.conf import settings

from sandbox_portal.casework.content import FaultyContent
from sandbox_portal.questions.reading import read_question_set
from tests.questions.kinds import CONTENT

PICNIC = (CONTENT / "question_sets" / "picnic-1.yaml").read_text()


@pytest.fixture
def faults_of(tmp_path):
    """`faults_of("old", "new")` changes the one line that holds `old` and gives the faults as words."""

    def read(old: str, new: str) -> list[str]:
        assert PICNIC.count(old) == 1, old
        root = tmp_path / "content"
        path = root / "question_sets" / "picnic-1.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PICNIC.replace(old, new))
        with pytest.raises(FaultyContent) as caught:
            read_question_set(path, root=root)
        return [str(fault) for fault in caught.value.faults]

    return read


def line_of(text: str) -> int:
    return PICNIC[: PICNIC.index(text)].count("\n") + 1


def test_a_whole_question_set_is_read():
    _file, document = read_question_set(CONTENT / "question_sets" / "picnic-1.yaml", root=CONTENT)

    assert [(section.key, len(section.questions)) for section in document.sections] == [
        ("people", 4),
        ("food", 4),
        ("outings", 2),
        ("promise", 1),
    ]


PEOPLE, FOOD, OUTINGS, PROMISE = (f"section “{title}”" for title in ("People", "Food", "Outings", "Promise"))

WRONG_VALUES = [
    (
        "type: email",
        "type: mail",
        PEOPLE,
        "“mail” is not one of the words for “type”. Use 'text', 'long_text', 'whole_number', 'decimal', 'percentage', "
        "'money', 'choice', 'choices', 'record', 'yes_no', 'date', 'month', 'period', 'email', 'telephone', "
        "'company_number', 'charity_number', 'postcode', 'address', 'person', 'declaration', 'signed_declaration', "
        "'file', 'attend_dates', 'table' or 'group'.",
    ),
    ("smallest: 1", "smallest: one", PEOPLE, "“smallest” must be a number."),
    (
        "required: false\n        smallest: 0",
        "required: no\n        smallest: 0",
        PEOPLE,
        "“required” must be true or false.",
    ),
    (
        "public_name: Sandwiches",
        "public_nam: Sandwiches",
        FOOD,
        "“public_nam” is not a word that can stand here. Did you mean “public_name”?",
    ),
    ("label: Adults", "label: 5", PEOPLE, "“label” must be words. Put them in quotes if they look like a number."),
    ("label: Adults", "label: ''", PEOPLE, "A question needs words: “label” is empty."),
    ("- key: adults", "- key: Adults!", PEOPLE, None),
    ("- key: adults", "- key: host_name", PEOPLE, None),
    ("words: 10", "words: 0", FOOD, "A word guide must be 1 or more."),
    ("smallest: 1", "words: 10", PEOPLE, "A word guide cannot stand on a question of type “whole_number”."),
    ("words: 10", "smallest: 10", FOOD, "“smallest” is for numbers only."),
    ("largest: 50", "largest: 0", PEOPLE, "“largest” is less than “smallest”, so no number would fit."),
    ("words: 10", "most_files: 3", FOOD, "“most_files” is for questions of type “file”."),
    (
        "{question: diet, equals: no_meat}\n      - key: egg_kind",
        "{question: drink, equals: no_meat}\n      - key: egg_kind",
        FOOD,
        "The condition looks at “drink”, which is not asked before this question.",
    ),
    (
        "{question: diet, equals: no_meat}\n      - key: egg_kind",
        "{question: sandwiches, equals: no_meat}\n      - key: egg_kind",
        FOOD,
        "The condition looks at “sandwiches”, which is not asked before this question.",
    ),
    (
        "{question: diet, equals: no_meat}\n      - key: egg_kind",
        "{question: diet, equals: fish}\n      - key: egg_kind",
        FOOD,
        "“fish” is not a choice of “diet”.",
    ),
    (
        "{question: diet, equals: no_meat}\n      - key: egg_kind",
        "{question: diet, includes: no_meat}\n      - key: egg_kind",
        FOOD,
        "“includes” is for questions of type “choices”; “diet” is of type “choice”.",
    ),
    (
        "{question: diet, equals: no_meat}\n      - key: egg_kind",
        "{question: host_name, equals: no_meat}\n      - key: egg_kind",
        FOOD,
        "“equals” cannot look at a question of type “text”.",
    ),
    (
        "{question: eggs, equals: yes}",
        "{question: eggs, equals: maybe}",
        FOOD,
        "“eggs” is answered yes or no, nothing else.",
    ),
    (
        "{question: eggs, equals: yes}",
        "{question: eggs}",
        FOOD,
        "A condition is one thing: “question” with “equals” or “includes”, or “all”, or “any”, or “not”.",
    ),
    ("exclusive: none", "exclusive: nothing", FOOD, "“nothing” is not a choice of a question of type “choices”."),
    ("- {key: fried, label: Fried}", "- {key: boiled, label: Fried}", FOOD, None),
    ("choices_from: outings", "hint: Bring a coat", OUTINGS, "Say with “choices_from” where the dates come from."),
    ("numbers: How many come?", "crowd: How many come?", PEOPLE, None),
    ("starts_after: [people, food, outings]", "starts_after: [people, drink]", PROMISE, None),
    ("title: Food", "titel: Food", "section “food”", None),
    ("page: tidy", "hint: Please", PROMISE, None),
    ("version: 1", "version: 0", "", "“version” must be 1 or more."),
    ("version: 1", "version: first", "", "“version” must be a whole number."),
]


@pytest.mark.parametrize(("old", "new", "section", "sentence"), WRONG_VALUES)
def test_one_wrong_value_is_told_with_file_section_and_line(faults_of, old, new, section, sentence):
    told = faults_of(old, new)

    assert told
    place = "content/question_sets/picnic-1.yaml, line "
    assert all(fault.startswith(place) for fault in told)
    assert section in told[0]
    if sentence is not None:
        assert told[0].endswith(f": {sentence}")


@pytest.mark.parametrize(
    ("old", "new", "line", "sentence"),
    [
        ("type: email", "type: mail", line_of("type: email"), "is not one of the words for “type”"),
        ("- key: adults", "- key: Adults!", line_of("- key: adults"), "“Adults!” cannot be a key"),
        ("- key: adults", "- key: host_name", line_of("- key: adults"), "There is already a question “host_name”"),
        ("label: Fried}", "label: 7}", line_of("label: Fried}"), "“label” must be words"),
        ("{key: fried", "{key: boiled", line_of("{key: fried"), "There is already a choice “boiled”"),
        ("title: Food", "titel: Food", line_of("title: Food"), "“titel” is not a word that can stand here"),
        ("  - key: food\n", "  - key: people\n", line_of("- key: food"), "There is already a section “people”"),
        ("    title: People\n", "", line_of("- key: people"), "“title” is missing."),
    ],
)
def test_a_fault_names_the_line_of_the_wrong_value(faults_of, old, new, line, sentence):
    told = faults_of(old, new)

    assert any(f", line {line}," in fault and sentence in fault for fault in told), told


def test_every_fault_is_told_at_once_in_the_order_of_lines(tmp_path):
    root = tmp_path / "content"
    path = root / "question_sets" / "picnic-1.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(PICNIC.replace("words: 10", "words: 0").replace("largest: 50", "largest: 0"))

    with pytest.raises(FaultyContent) as caught:
        read_question_set(path, root=root)

    assert [fault.line for fault in caught.value.faults] == [line_of("largest: 50"), line_of("words: 10")]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("code: [", "This is not YAML"),
        ("code: &name picnic\ntitle: *name\n", "Anchors"),
        ("code: picnic\ncode: picnic\n", "“code” is here twice. Keep one."),
        ("- picnic\n", "must hold words with values"),
        ("", "must hold words with values"),
    ],
)
def test_a_file_that_is_no_question_set_at_all_is_told_so(tmp_path, text, sentence):
    root = tmp_path / "content"
    root.mkdir()
    (root / "x.yaml").write_text(text)

    with pytest.raises(FaultyContent, match=sentence):
        read_question_set(root / "x.yaml", root=root)


def test_a_file_in_another_encoding_is_told_so(tmp_path):
    root = tmp_path / "content"
    root.mkdir()
    (root / "x.yaml").write_bytes("code: caf\xe9".encode("latin-1"))

    with pytest.raises(FaultyContent, match="not saved as UTF-8"):
        read_question_set(root / "x.yaml", root=root)


def test_the_example_of_the_guide_is_a_question_set(tmp_path):
    guide = (settings.ROOT / "docs" / "question-sets.md").read_text()
    root = tmp_path / "content"
    root.mkdir()
    (root / "x.yaml").write_text(guide.split("```yaml")[1].split("```")[0])

    _file, document = read_question_set(root / "x.yaml", root=root)

    assert [question.key for question in document.questions.values()] == ["kind", "email"]
