"""Frameworks come from files and from JSON; whatever is wrong is named by its place."""

import json
from copy import deepcopy

import pytest
import yaml
from django.conf import settings

from inspection.framework_file import read_frameworks, read_json
from sandbox_portal.casework.content import FaultyContent
from tests.factories.frameworks import small_content


def faults_of(content):
    """Where and what, for every fault of a framework sent as JSON."""
    with pytest.raises(FaultyContent) as faulty:
        read_json(json.dumps(content))
    return [(fault.section, fault.sentence) for fault in faulty.value.faults]


def changed(*place, to):
    """A small framework with one thing in it another."""
    content = deepcopy(small_content())
    inside = content
    for step in place[:-1]:
        inside = inside[step]
    inside[place[-1]] = to
    return content


def folder(tmp_path, **files):
    """A content folder with these frameworks."""
    root = tmp_path / "content"
    (root / "frameworks").mkdir(parents=True)
    for name, values in files.items():
        (root / "frameworks" / f"{name}.yaml").write_text(yaml.safe_dump(values, sort_keys=False))
    return root


def told(root):
    with pytest.raises(FaultyContent) as faulty:
        read_frameworks(root)
    return [f"{fault.file.rpartition('/')[2]}, {fault.section}: {fault.sentence}" for fault in faulty.value.faults]


def test_every_shipped_framework_comes_back_as_it_went_out():
    for file, framework in read_frameworks(settings.CONTENT_ROOT):
        sent = json.dumps(framework.model_dump(mode="json", exclude_unset=True))

        assert read_json(sent)[0].values == file.values
        assert read_json(sent)[1] == framework


STATEMENT = ("areas", 0, "statements", 1)


@pytest.mark.parametrize(
    ("content", "where", "what"),
    [
        (changed(*STATEMENT, "titel", to="x"), "area S, statement S2",
         "“titel” is not a word that can stand here. Did you mean “title”?"),
        (changed(*STATEMENT, "title", to=3), "area S, statement S2",
         "“title” must be words. Put them in quotes if they look like a number."),
        (changed(*STATEMENT, "required", to=["peopel"]), "area S, statement S2, required 1",
         "“peopel” is not one of the words for “0”. Use 'people', 'staff', 'partners', 'observation', 'processes' "
         "or 'outcomes'."),
        (changed(*STATEMENT, "required", to=["outcomes"]), "area S, statement S2",
         "“outcomes” is not one of the categories of this framework."),
        (changed(*STATEMENT, "required", to=[]), "area S, statement S2",
         "Name the kinds of evidence that must be there, one or more."),
        (changed(*STATEMENT, "key", to="well_led.staffing"), "area S, statement S2",
         "The key of a statement of this area begins with “safe.”."),
        (changed(*STATEMENT, "key", to="safe.learning"), "area S, statement S2",
         "“safe.learning” is the key of another statement already."),
        (changed(*STATEMENT, "code", to="W1"), "area W, statement W1",
         "“W1” is the code of another statement already."),
        (changed(*STATEMENT, "tags", to=["choice"]), "area S, statement S2, tag 1",
         "“choice” is not one of the tags of this framework."),
        (changed("areas", 1, "statements", to=[]), "area W",
         "“Well-led” has no statements. Only a draft may be without."),
        (changed("areas", 1, "code", to="S"), "area S", "“S” is here twice. Keep one."),
        (changed("areas", to=[]), "areas", "A framework has at least one area."),
        (changed("categories", 0, "code", to="PP"), "category PP",
         "The code of “people” is PE in every framework."),
        (changed("bands", 2, "lowest", to=64), "band 3", "This band must begin at 63, where the one before ends."),
        (changed("bands", 0, "lowest", to=0), "band 1",
         "The first band begins at 25, the lowest that can come out."),
        (changed("bands", 3, "highest", to=99), "band 4", "The last band ends at 100."),
        (changed("limiters", to=["BREACH", "BREACH"]), "limiter 2", "“BREACH” is here twice. Keep one."),
        (small_content(scoring_mode="key_question_judgement"), "limiter 1",
         "“STATEMENT_1_IN_GOOD” is about scores, and there are none in this framework."),
        (small_content(ends_on="2020-01-01", starts_on="2021-01-01"), "ends_on",
         "A framework must not end before it starts."),
        (small_content(status="new"), "status",
         "“new” is not one of the words for “status”. Use 'draft', 'test', 'live' or 'retired'."),
    ],
)  # fmt: skip
def test_a_fault_is_named_by_its_place(content, where, what):
    assert faults_of(content)[0] == (where, what)


def test_what_limits_the_lead_needs_an_area_of_that_name():
    content = small_content(limiters=["WELL_LED_PIR"])
    content["areas"] = content["areas"][:1]

    assert faults_of(content) == [("limiter 1", "“WELL_LED_PIR” limits the area “well_led”, which is not here.")]


def test_all_faults_are_told_at_once():
    content = changed("bands", 0, "lowest", to=0)
    content["areas"][0]["statements"][0]["required"] = []

    assert len(faults_of(content)) == 2


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "This is not JSON: Expecting property name enclosed in double quotes."),
        ("[1]", "A framework is one object, in curly brackets."),
        ("[" * 100_000, "This is nested too deeply to be a framework."),
        ('{"title": "a\\u0000b"}', "This holds a character that no text can hold. Take it out."),
    ],
)
def test_what_is_no_framework_is_refused(text, sentence):
    with pytest.raises(FaultyContent) as faulty:
        read_json(text)

    assert [fault.sentence for fault in faulty.value.faults] == [sentence]


def test_a_framework_may_say_only_what_differs_from_another(tmp_path):
    first = small_content()
    second = {"extends": "SMALL-1", "version": 2, "code": "SMALL-2", "add": {"S2": {"prompts": ["Who covers?"]}}}
    read = {framework.code: framework for _file, framework in read_frameworks(folder(tmp_path, one=first, two=second))}

    assert read["SMALL-2"].statement("S2").prompts == ("Who covers?",)
    assert read["SMALL-2"].statement("S1") == read["SMALL-1"].statement("S1")
    assert (read["SMALL-2"].version, read["SMALL-2"].title) == (2, "A small framework")


def test_what_cannot_be_extended_is_told(tmp_path):
    root = folder(
        tmp_path,
        one=small_content(),
        two={"extends": "SMALL-9", "code": "B"},
        three={"extends": "SMALL-1", "code": "C", "version": 3, "add": {"S9": {"prompts": ["Who?"]}}},
        four={"extends": "SMALL-1", "code": "D", "version": 4, "add": {"S1": {"prompts": []}, "S2": {"code": 7}}},
    )

    assert told(root) == [
        "four.yaml, area S, statement 2: “code” must be words. Put them in quotes if they look like a number.",
        "three.yaml, add: SMALL-1 has no statement “S9”.",
        "two.yaml, extends: There is no framework “SMALL-9” to extend.",
    ]


def test_a_version_and_a_code_stand_in_one_file(tmp_path):
    root = folder(tmp_path, one=small_content(), two=small_content())

    assert told(root) == [
        "two.yaml, version: Version 1 of “small” stands in another file already.",
        "two.yaml, code: “SMALL-1” is the code of another framework already.",
    ]


def test_a_faulty_framework_is_told_once_and_not_again_for_those_that_extend_it(tmp_path):
    root = folder(
        tmp_path,
        one=changed("bands", 0, "lowest", to=0),
        two={"extends": "SMALL-1", "version": 2, "code": "SMALL-2"},
    )

    assert told(root) == ["one.yaml, band 1: The first band begins at 25, the lowest that can come out."]
