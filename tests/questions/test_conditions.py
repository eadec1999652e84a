"""When a question is asked."""

import pytest

from sandbox_portal.questions.conditions import Condition, holds, is_one_thing, keys_in

IS_RED = Condition(question="colour", equals="red")
HAS_SALT = Condition(question="spices", includes="salt")
TICKED = Condition(question="agreed", equals=True)


@pytest.mark.parametrize(
    ("condition", "answers", "expected"),
    [
        (IS_RED, {"colour": "red"}, True),
        (IS_RED, {"colour": "blue"}, False),
        (IS_RED, {}, False),
        (IS_RED, {"colour": ["red"]}, False),
        (IS_RED, {"colour": {"not_known_yet": True, "typed": "red"}}, False),
        (HAS_SALT, {"spices": ["pepper", "salt"]}, True),
        (HAS_SALT, {"spices": ["pepper"]}, False),
        (HAS_SALT, {"spices": "salt"}, False),
        (TICKED, {"agreed": True}, True),
        (TICKED, {"agreed": "True"}, False),
        (Condition(all=(IS_RED, HAS_SALT)), {"colour": "red", "spices": ["salt"]}, True),
        (Condition(all=(IS_RED, HAS_SALT)), {"colour": "red", "spices": []}, False),
        (Condition(any=(IS_RED, HAS_SALT)), {"colour": "blue", "spices": ["salt"]}, True),
        (Condition(any=(IS_RED, HAS_SALT)), {"colour": "blue"}, False),
        (Condition(negated=IS_RED), {"colour": "blue"}, True),
        (Condition(negated=IS_RED), {}, True),
        (Condition(negated=Condition(any=(IS_RED, HAS_SALT))), {"spices": ["salt"]}, False),
        (Condition(all=(Condition(negated=IS_RED), Condition(any=(HAS_SALT,)))), {"spices": ["salt"]}, True),
    ],
)
def test_a_condition_holds_or_not(condition, answers, expected):
    assert holds(condition, answers) is expected


def test_the_keys_of_a_nested_condition_are_all_found():
    nested = Condition(all=(Condition(negated=IS_RED), Condition(any=(HAS_SALT, TICKED))))

    assert keys_in(nested) == {"colour", "spices", "agreed"}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (IS_RED, True),
        (Condition(any=(IS_RED,)), True),
        (Condition(), False),
        (Condition(question="colour"), False),
        (Condition(equals="red"), False),
        (Condition(question="colour", equals="red", includes="red"), False),
        (Condition(question="colour", equals="red", any=(HAS_SALT,)), False),
        (Condition(all=(IS_RED,), any=(HAS_SALT,)), False),
        (Condition(all=(Condition(),)), False),
    ],
)
def test_a_condition_is_one_test_or_one_group(condition, expected):
    assert is_one_thing(condition) is expected
