"""The rulebook of “Do you need to register?”: every worked case, and what is true of any answers (R-200…R-205)."""

import itertools
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registration.scope import becauses, on_the_path, to_register, unused, walk, walks
from registration.scope_file import newest_tree
from registration.scope_tree import NO, UNSURE, YES

TREE = newest_tree(Path(__file__).resolve().parents[2] / "content")
BEFORE = {"Q1": "yes", "Q2": "yes", "Q3": "yes", "Q4": "yes", "Q5": "no"}


def like(kind, **further):
    return {**BEFORE, "Q6": kind, **further}


def ticked(*codes, unsure=()):
    return {**dict.fromkeys(codes, YES), **dict.fromkeys(unsure, UNSURE)}


CASES = {
    "EX-E1": (like("a", Q7="yes"), "EXEMPT_PA"),
    "EX-E2": (like("a", Q7="no"), "REGISTER_INDIVIDUAL"),
    "EX-E3": (like("c", Q8="no"), "EXEMPT_STAFF_SUPPLIER"),
    "EX-E4": (like("c", Q8="yes", Q9b=ticked("IND-3")), "REGISTER_ONGOING_ROLE"),
    "EX-E5": (like("d", Q9=ticked("NOT-1", "NOT-2")), "EXEMPT_INTRODUCTORY"),
    "EX-E6": (like("d", Q9=ticked("IND-2")), "REGISTER_ONGOING_ROLE"),
    "EX-E7": (like("b"), "REGISTER_DCA_OR_UB"),
    "EX-E8": (like("e", Q10=ticked("IND-1", "IND-7", "IND-8")), "REGISTER_UMBRELLA"),
    "EX-E9": (like("f", Q11="no"), "NOT_REGULATED_SUPPORT"),
    "EX-E10": (like("f", Q11="yes", Q10=ticked("IND-2")), "REGISTER_UMBRELLA"),
    "EX-E11": ({"Q1": "yes", "Q2": "no"}, "NOT_PERSONAL_CARE"),
    "EX-E12": (like("a", Q7="yes"), "EXEMPT_PA"),
    "EX-E13": ({**BEFORE, "Q5": "yes"}, "OTHER_ACTIVITY"),
    "EX-E14": ({"Q1": "no"}, "OUT_OF_JURISDICTION"),
    "EX-E15": (like("d", Q9=ticked(unsure=["IND-3"])), "ADVICE"),
    "EX-E17": (like("e", Q10={}), "EXEMPT_INTRODUCTORY"),
    "EX-E18": ({**BEFORE, "Q4": "no"}, "OTHER_ACTIVITY"),
}


@pytest.mark.parametrize(("answers", "outcome"), CASES.values(), ids=CASES)
def test_a_worked_case_ends_where_the_design_says(answers, outcome):
    assert walk(TREE, answers).outcome.code == outcome


def test_two_services_have_two_results_and_only_one_needs_registration():
    """EX-E16."""
    walked = walks(TREE, [{"Q1": "yes", "Q2": "no"}, like("e", Q10=ticked("IND-6"))])

    assert [each.outcome.code for each in walked] == ["NOT_PERSONAL_CARE", "REGISTER_UMBRELLA"]
    assert to_register(walked) == [2]


def test_definite_indicators_and_doubtful_ones_are_listed_in_the_order_of_their_list():
    walked = walk(TREE, like("e", Q10=ticked("IND-8", "IND-1", "NOT-1", unsure=["IND-6", "IND-2", "NOT-3"])))

    assert (walked.indicators, walked.doubtful) == (("IND-1", "IND-8"), ("IND-2", "IND-6"))


@pytest.mark.parametrize(("kind", "question"), [("a", "Q7"), ("c", "Q8"), ("f", "Q11")])
def test_a_doubt_that_decides_asks_for_advice_and_names_the_question(kind, question):
    walked = walk(TREE, like(kind, **{question: "unsure"}))

    assert (walked.outcome.code, walked.doubtful) == ("ADVICE", (question,))


@pytest.mark.parametrize("question", ["Q2", "Q3", "Q4", "Q5"])
def test_a_doubt_that_can_be_explained_is_explained_and_the_question_asked_again(question):
    walked = walk(TREE, {**BEFORE, question: "unsure"})

    assert (walked.outcome, walked.next.code) == (None, question)
    assert walked.explain


def test_every_answer_on_the_path_says_what_it_means():
    found = becauses(TREE, like("d", Q9=ticked("IND-2", unsure=["IND-3"]), Q7="yes"))

    assert [each.question.code for each in found] == ["Q1", "Q2", "Q3", "Q4", "Q5", "Q6", "Q9"]
    assert found[-1].means == (
        "You take part in the care: keeping an eye on the care and changing the worker.",
        "You are not sure about telling workers to change the care after asking for views.",
    )


def test_a_changed_answer_asks_the_questions_that_follow_from_it_anew():
    before = like("a", Q7="yes")

    after = {**before, "Q6": "d"}

    assert walk(TREE, after).next.code == "Q9"
    assert unused(TREE, after) == ["Q7"]
    assert on_the_path(TREE, after) == like("d")


def answer_to(question):
    if question.indicators is None:
        return st.sampled_from([each.code for each in question.options])
    codes = [each.code for each in TREE.indicators(question.indicators.list)]
    return st.dictionaries(st.sampled_from(codes), st.sampled_from([YES, NO, UNSURE]))


ANSWERS = st.fixed_dictionaries({}, optional={each.code: answer_to(each) for each in TREE.questions})
WHOLE = st.fixed_dictionaries(
    {
        each.code: answer_to(each)
        if each.indicators
        else st.sampled_from([option.code for option in each.options if option.go])
        for each in TREE.questions
    }
)


@given(WHOLE)
@settings(max_examples=60, deadline=None)
def test_every_path_ends_in_one_outcome_with_reasons(answers):
    walked = walk(TREE, answers)

    assert walked.next is None
    assert walked.outcome.reasons
    assert len(walked.path) == len(set(walked.path)) <= len(TREE.questions)


@given(ANSWERS)
@settings(max_examples=60, deadline=None)
def test_any_answers_end_in_an_outcome_or_in_the_next_question(answers):
    walked = walk(TREE, answers)

    assert (walked.next is None) != (walked.outcome is None)
    assert walk(TREE, on_the_path(TREE, answers)).path == walked.path


@given(st.lists(WHOLE, min_size=1, max_size=4), st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_the_order_of_services_changes_no_result(services, random):
    order = list(range(len(services)))
    random.shuffle(order)

    there, then = walks(TREE, services), walks(TREE, [services[place] for place in order])

    assert then == [there[place] for place in order]
    assert sorted(order[number - 1] + 1 for number in to_register(then)) == to_register(there)


@given(st.sampled_from(["Q9", "Q9b", "Q10"]), WHOLE, st.sampled_from([f"IND-{number}" for number in range(1, 9)]))
@settings(max_examples=40, deadline=None)
def test_one_definite_indicator_is_enough_whatever_else_was_said(question, answers, code):
    kind = {"Q9": "d", "Q9b": "c", "Q10": "e"}[question]
    services = {**answers, **like(kind), "Q8": "yes", question: {**answers[question], code: YES}}

    assert walk(TREE, services).outcome.kind == "register"


@given(
    st.sampled_from(["d", "e"]),
    st.dictionaries(st.sampled_from(["NOT-1", "NOT-2", "NOT-3", "NOT-4"]), st.sampled_from([YES, NO, UNSURE])),
)
@settings(max_examples=30, deadline=None)
def test_what_is_no_ongoing_part_never_changes_the_result(kind, answer):
    assert walk(TREE, like(kind, Q9=answer, Q10=answer)).outcome.code == "EXEMPT_INTRODUCTORY"


def test_every_outcome_is_the_end_of_some_path():
    reached = {walk(TREE, answers).outcome.code for answers, _outcome in CASES.values()}

    further = {walk(TREE, like(kind)).outcome.code for kind in "gh"}

    assert reached | further == {each.code for each in TREE.outcomes}


def test_two_doubts_and_two_ticks_in_every_order_come_to_the_same():
    pairs = [("IND-1", UNSURE), ("IND-2", YES), ("NOT-1", YES), ("IND-4", UNSURE)]

    found = {walk(TREE, like("d", Q9=dict(order))) for order in itertools.permutations(pairs)}

    assert len(found) == 1
