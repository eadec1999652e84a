"""Two versions side by side."""

from copy import deepcopy

from inspection.rulebook.comparison import aspects, compare
from inspection.rulebook.framework import FrameworkContent
from tests.factories.frameworks import small_content

from .ratings import shipped


def told(before, after):
    """Every difference in a line; what is the same is left out."""
    return [
        (
            row.before.statement.code if row.before else "",
            row.after.statement.code if row.after else "",
            row.kinds,
            row.other,
        )
        for row in compare(before, after)
        if row.kinds != ("same",)
    ]


def version(change):
    """The small framework, changed."""
    content = deepcopy(small_content(version=2, code="SMALL-2"))
    change(content["areas"])
    return FrameworkContent.model_validate(content, strict=False)


SMALL = FrameworkContent.model_validate(small_content(), strict=False)


def test_nine_statements_for_councils_have_one_more_than_the_eight_of_2022_and_one_new_name():
    assert told(shipped()["LA-2022"], shipped()["LA-SAF-1"]) == [
        ("T1.1", "T1.1", ("changed",), ("evidence that must be there", "evidence to expect")),
        ("T1.2", "T1.2", ("changed",), ("evidence that must be there",)),
        ("", "T1.3", ("added",), ()),
        ("T2.1", "T2.1", ("changed",), ("evidence that must be there",)),
        ("T2.2", "T2.2", ("changed",), ("evidence that must be there",)),
        ("T3.1", "T3.1", ("changed",), ("evidence that must be there",)),
        ("T3.2", "T3.2", ("changed",), ("evidence that must be there",)),
        ("T4.1", "T4.1", ("renamed", "changed"), ("evidence that must be there",)),
        ("T4.2", "T4.2", ("changed",), ("evidence that must be there",)),
    ]


def test_the_trial_for_umbrella_bodies_adds_prompts_and_changes_nothing_else():
    rows = compare(shipped()["PROV-SAF-1"], shipped()["UB-TEST-1"])

    assert {(row.kinds, row.other) for row in rows} == {(("changed",), ("questions for inspectors",))}


def test_the_same_statements_scored_in_another_way_are_the_same():
    rows = compare(shipped()["PROV-SAF-1"], shipped()["PROV-SAF-2"])

    assert {row.kinds for row in rows} == {("same",)}
    assert len(rows) == 34


def test_what_is_left_out_stands_in_its_area():
    after = version(lambda areas: areas[0]["statements"].pop(0))

    assert [(row.before.statement.code, row.kinds) for row in compare(SMALL, after)] == [
        ("S2", ("same",)),
        ("S1", ("removed",)),
        ("W1", ("same",)),
    ]


def test_what_goes_to_another_area_has_moved():
    def move(areas):
        statement = areas[0]["statements"].pop(1) | {"key": "well_led.staffing", "code": "W2"}
        areas[1]["statements"].append(statement)

    assert told(SMALL, version(move)) == [("S2", "W2", ("moved",), ())]


def test_what_is_carried_over_to_another_name_is_the_same_statement():
    content = small_content()
    content["areas"][0]["statements"][0]["carries_over_to"] = ["safe.speaking_up"]
    before = FrameworkContent.model_validate(content, strict=False)

    def rename(areas):
        areas[0]["statements"][0] |= {"key": "safe.speaking_up", "title": "Speaking up"}

    assert told(before, version(rename)) == [("S1", "S1", ("renamed",), ())]


def test_an_area_that_is_gone_ends_the_list():
    after = version(lambda areas: areas.pop(1))

    assert [(row.before.statement.code, row.kinds) for row in compare(SMALL, after)][-1] == ("W1", ("removed",))


def test_what_is_said_of_the_whole_is_compared_too():
    differing = [each.title for each in aspects(shipped()["LA-2022"], shipped()["LA-SAF-1"]) if each.differs]

    assert differing == ["Statements", "Kinds of evidence"]
