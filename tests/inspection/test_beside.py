"""The same evidence by two frameworks."""

from inspection.rulebook.beside import Beside, beside, can_carry_over, carried_over
from inspection.rulebook.given import Given, problems
from inspection.rulebook.rating import rate

from .ratings import shipped

ALL = ("people", "staff", "partners", "processes", "outcomes")


def both(one, other, given):
    """What two frameworks make of what was given by the first."""
    first, second = shipped()[one], shipped()[other]
    rated = rate(first, given)
    carried = carried_over(given, rated, second)
    assert problems(second, carried) == []
    return beside(rated, rate(second, carried))


def test_a_kind_of_evidence_that_one_framework_does_not_know_makes_the_difference():
    low_outcomes = dict.fromkeys(ALL, 3) | {"outcomes": 1, "processes": 2}
    eight = {each.key: low_outcomes for each in shipped()["LA-2022"].statements()}

    assert both("LA-2022", "LA-SAF-1", Given(category_scores=eight)) == (
        Beside("The whole", "requires improvement", "not rated yet"),
        Beside("How the council works with people", "requires improvement", "not rated yet"),
        Beside("How the council provides support", "requires improvement", "good"),
        Beside("How the council keeps people safe", "requires improvement", "good"),
        Beside("Leadership", "requires improvement", "good"),
    )


def test_statements_take_the_scores_that_their_evidence_came_to():
    scores = {
        each.key: dict.fromkeys(each.required, 4 if each.area_key == "caring" else 3)
        for each in shipped()["PROV-SAF-1"].statements()
    }
    rows = both("PROV-SAF-1", "PROV-SAF-2", Given(category_scores=scores, breaches=frozenset({"safe"})))

    assert [each.one for each in rows] == [
        "requires improvement", "requires improvement", "good", "outstanding", "good", "good"
    ]  # fmt: skip
    assert not any(each.differs for each in rows)


def test_which_frameworks_can_read_the_scores_of_another():
    frameworks = shipped()
    found = {
        one: [code for code, other in frameworks.items() if can_carry_over(frameworks[one], other)]
        for one in frameworks
    }

    assert found == {
        "PROV-SAF-1": ["PROV-SAF-2", "UB-TEST-1"],
        "PROV-SAF-2": [],
        "UB-TEST-1": ["PROV-SAF-1", "PROV-SAF-2"],
        "LA-2022": ["LA-SAF-1", "LA-SAF-2"],
        "LA-SAF-1": ["LA-2022", "LA-SAF-2"],
        "LA-SAF-2": [],
        "ASC-2026-DRAFT": [],
    }
