"""Bad input is answered with one plain sentence a problem, naming its place, and never with a traceback."""

import copy
import json
import random

import pytest

from sandbox_portal.recompute.answers import answer
from sandbox_portal.recompute.problems import BadInputError

DRAW = {"pool": ["R3-005", "R3-006", "R3-007"], "key": "R3-DRAW-002", "places": 2}
DEADLINE = {"rule": "working_days", "from": "2026-12-14", "count": 10}
PASSED = {"1a": True, "1b": True, "2a": True}
SCORED = PASSED | {"2b": 4, "2c": 4, "3a": 4, "3b": 4, "3c": 3}
SELECTION = {
    "max_places": 6,
    "min_places": 3,
    "cutoff": 12,
    "review_key": "R3-REVIEW-001",
    "draw_key": "R3-DRAW-001",
    "applications": [{"ref": "R3-001"} | SCORED, {"ref": "R3-002"} | SCORED | {"2b": 3}],
}


def sentences(kind, value):
    raw = (
        value if isinstance(value, bytes) else value.encode() if isinstance(value, str) else json.dumps(value).encode()
    )
    with pytest.raises(BadInputError) as refused:
        answer(kind, raw)
    return [problem.sentence for problem in refused.value.problems]


def selection(second=None, **changes):
    case = SELECTION | changes
    if second is not None:
        case["applications"] = [case["applications"][0], {"ref": "R3-002"} | second]
    return case


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"", "The input is empty."),
        (b" \n\t", "The input is empty."),
        (b"\xff\xfe{}", "The input is not UTF-8 text (byte 1)."),
        (b'{"pool": "\xe9"}', "The input is not UTF-8 text (byte 11)."),
        (b"\x00", "The input is not JSON: line 1, column 1: expecting value."),
        (b'{"key": "a\x00b"}', "The input is not JSON: line 1, column 11: invalid control character at."),
        (
            b"{'pool': []}",
            "The input is not JSON: line 1, column 2: expecting property name enclosed in double quotes.",
        ),
        (b'{"pool": []} x', "The input is not JSON: line 1, column 14: extra data."),
        (b"[" * 100_000, "The input is nested more than 32 levels deep."),
        (b"[" * 500 + b"]" * 500, "The input is nested more than 32 levels deep."),
        (b'{"a":' * 100_000, "The input is nested more than 32 levels deep."),
        (b"null", "The case must be an object, not null."),
        (b'"draw"', 'The case must be an object, not "draw".'),
        (b"3", "The case must be an object, not 3."),
        (b"NaN", "The input is NaN, which is not a number."),
        (b" " * 20_000_001, "The input is larger than 20 megabytes."),
    ],
)
def test_what_is_not_a_json_object_is_refused(raw, sentence):
    assert sentences("draw", raw) == [sentence]


def test_a_byte_order_mark_is_harmless():
    assert answer("draw", b"\xef\xbb\xbf" + json.dumps(DRAW).encode())["placed"] == ["R3-006", "R3-007"]


def test_a_kind_that_does_not_exist_is_named_with_those_that_do():
    for name in ("lottery", "", "../draw", "__init__", "draw.py", "\ud800"):
        found = sentences(name, DRAW)
        assert len(found) == 1
        assert found[0].endswith("; the kinds are deadline, draw, rating, scope, selection.")


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        ('{"pool": ["A"], "pool": ["B"], "key": "k", "places": 1}', "pool is given twice."),
        ('{"pool": ["A"], "key": "k", "places": NaN}', "places is NaN, which is not a number."),
        ('{"pool": ["A"], "key": "k", "places": -Infinity}', "places is -Infinity, which is not a number."),
        ('{"pool": ["A"], "key": "k", "places": 1e999}', "places is too large a number."),
        ('{"pool": ["A"], "key": "k", "places": ' + "9" * 10_000 + "}", "places has more than 18 digits."),
        ('{"pool": ["A", ' + "9" * 19 + '], "key": "k", "places": 1}', "pool: item 2 has more than 18 digits."),
        (
            '{"pool": ["A", "\\ud800"], "key": "k", "places": 1}',
            "pool: item 2 holds a character that is not allowed (U+D800).",
        ),
        ('{"pool": ["A"], "key": "\\u0000", "places": 1}', "key holds a character that is not allowed (U+0000)."),
        ('{"\\ud800": 1}', 'The key "\\ud800" holds a character that is not allowed (U+D800).'),
    ],
)
def test_what_json_allows_and_nobody_can_compute_with_is_refused(raw, sentence):
    assert sentences("draw", raw) == [sentence]


def test_a_key_given_twice_inside_an_application_is_named_with_the_application():
    raw = json.dumps(SELECTION).replace('"ref": "R3-002",', '"ref": "R3-002", "2c": 4,')

    assert sentences("selection", raw) == ["applications 2 (R3-002): 2c is given twice."]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"pool": []}, "The pool is empty, so there is nobody to draw."),
        ({"pool": ["A", "A"]}, "The pool names a member twice."),
        ({"pool": ["A", 1]}, "The pool mixes references and numbers; use only one sort."),
        ({"pool": ["A", True]}, "pool: item 2 must be a reference or a whole number, not true."),
        ({"pool": ["A", 1.5]}, "pool: item 2 must be a reference or a whole number, not 1.5."),
        ({"pool": ["A", ["B"]]}, "pool: item 2 must be a reference or a whole number, not a list."),
        ({"pool": ["A", " "]}, 'pool: item 2 must be some text, not " ".'),
        ({"pool": ["A", "x\ny"]}, 'pool: item 2 must be printable text of at most 500 characters, not "x\\ny".'),
        ({"pool": "R3-001"}, 'pool must be a list, not "R3-001".'),
        ({"pool": {"R3-001": 1}}, "pool must be a list, not an object."),
        ({"pool": list(range(65_536))}, "pool must hold at most 65535 items."),
        ({"key": ""}, 'key must be some text, not "".'),
        ({"key": 7}, "key must be some text, not 7."),
        ({"key": None}, "key must be some text, not null."),
        ({"key": "k" * 501}, 'key must be printable text of at most 500 characters, not "' + "k" * 38 + "…."),
        ({"places": -1}, "places must be at least 0, not -1."),
        ({"places": 4}, "The number of places must be from 0 to 3, the size of the pool."),
        ({"places": 1.5}, "places must be a whole number, not 1.5."),
        ({"places": 2.0}, "places must be a whole number, not 2.0."),
        ({"places": "2"}, 'places must be a whole number, not "2".'),
        ({"places": True}, "places must be a whole number, not true."),
        ({"places": None}, "places must be a whole number, not null."),
        ({"hash": "sha1"}, "hash must be 'sha256' or 'md5', not \"sha1\"."),
        ({"colour": 1}, "colour is not a key that this kind knows."),
        ({"a key\u202e": 1}, '"a key\\u202e" is not a key that this kind knows.'),
    ],
)
def test_a_draw_with_a_wrong_value_is_refused(changes, sentence):
    assert sentences("draw", DRAW | changes) == [sentence]


@pytest.mark.parametrize("key", list(DRAW))
def test_a_draw_with_a_missing_key_is_refused(key):
    assert sentences("draw", {name: value for name, value in DRAW.items() if name != key}) == [f"{key} is missing."]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"rule": "weeks"}, "rule must be 'working_days' or 'calendar_days', not \"weeks\"."),
        ({"from": "14/12/2026"}, 'from must be a date such as 2026-12-14, not "14/12/2026".'),
        ({"from": "2026-02-29"}, 'from must be a date such as 2026-12-14, not "2026-02-29".'),
        ({"from": "20261214"}, 'from must be a date such as 2026-12-14, not "20261214".'),
        ({"from": "2026-12-14T00:00"}, 'from must be a date such as 2026-12-14, not "2026-12-14T00:00".'),
        ({"from": 20261214}, "from must be a date such as 2026-12-14, not 20261214."),
        ({"count": -1}, "count must be at least 0, not -1."),
        ({"count": "10"}, 'count must be a whole number, not "10".'),
        ({"sent_on": "2026-12-14"}, '"sent_on" is not a key that this kind knows.'.replace('"', "")),
        (
            {"from": "2029-01-02"},
            "The bank holidays of 2029 are not known: the calendar “England and Wales” covers 2019 to 2028.",
        ),
        (
            {"count": 10**17},
            "The bank holidays of 2029 are not known: the calendar “England and Wales” covers 2019 to 2028.",
        ),
        (
            {"rule": "calendar_days", "count": 10**17},
            "100000000000000000 days after 2026-12-14 is beyond the year 9999.",
        ),
    ],
)
def test_a_deadline_with_a_wrong_value_is_refused(changes, sentence):
    assert sentences("deadline", DEADLINE | changes) == [sentence]


@pytest.mark.parametrize(
    ("second", "found"),
    [
        (SCORED | {"2c": 0}, ["2c must be a whole number from 1 to 4, not 0."]),
        (SCORED | {"3a": 5}, ["3a must be a whole number from 1 to 4, not 5."]),
        (SCORED | {"2b": 2.5}, ["2b must be a whole number from 0 to 4, not 2.5."]),
        (SCORED | {"2b": True}, ["2b must be a whole number from 0 to 4, not true."]),
        (SCORED | {"2b": None}, ["2b must be a whole number from 0 to 4, not null."]),
        (SCORED | {"1a": 1}, ["1a must be passed (true) or failed (false), not 1."]),
        (PASSED | {"2b": 4, "2c": 4, "3a": 4, "3b": 4}, ["3c is missing."]),
        ({"1a": True, "1b": True}, [f"{code} is missing." for code in ("2a", "2b", "2c", "3a", "3b", "3c")]),
        ({"1a": False, "1b": True}, ["1b must be left out, because 1a ended the assessment."]),
        (
            SCORED | {"2b": 0},
            [f"{code} must be left out, because 2b ended the assessment." for code in ("2c", "3a", "3b", "3c")],
        ),
        (SCORED | {"4": 1}, ["4 is not a key that this kind knows."]),
        (
            SCORED | {"3c": 9, "note": ""},
            ["note is not a key that this kind knows.", "3c must be a whole number from 1 to 4, not 9."],
        ),
        (SCORED | {"withdrawn": "yes"}, ['withdrawn must be true or false, not "yes".']),
        (SCORED | {"withdrawn": True, "3c": 5}, ["3c must be a whole number from 1 to 4, not 5."]),
    ],
)
def test_ex_d15_an_application_with_wrong_scores_is_refused_by_name(second, found):
    assert sentences("selection", selection(second)) == [f"applications 2 (R3-002): {sentence}" for sentence in found]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"cutoff": 4}, "cutoff must be at least 5, not 4."),
        ({"cutoff": 21}, "cutoff must be at most 20, not 21."),
        ({"cutoff": 12.5}, "cutoff must be a whole number, not 12.5."),
        ({"cutoff": "12"}, 'cutoff must be a whole number, not "12".'),
        ({"max_places": 0}, "max_places must be at least 1, not 0."),
        ({"min_places": -1}, "min_places must be at least 0, not -1."),
        ({"applications": {}}, "applications must be a list, not an object."),
        ({"applications": ["R3-001"]}, 'applications: item 1 must be an object, not "R3-001".'),
        ({"applications": [SCORED]}, "applications 1: ref is missing."),
        ({"applications": [{"ref": 1} | SCORED]}, "applications 1: ref must be some text, not 1."),
        ({"applications": [{"ref": "A"} | SCORED] * 2}, 'The reference "A" is given twice.'),
        ({"places": 6}, "places is not a key that this kind knows."),
    ],
)
def test_a_selection_with_a_wrong_value_is_refused(changes, sentence):
    assert sentences("selection", SELECTION | changes) == [sentence]


@pytest.mark.parametrize("key", ["max_places", "min_places", "cutoff", "applications"])
def test_a_selection_with_a_missing_key_is_refused(key):
    case = {name: value for name, value in SELECTION.items() if name != key}

    assert sentences("selection", case) == [f"{key} is missing."]


@pytest.mark.parametrize("missing", [{}, {"draw_key": None}])
def test_a_key_is_needed_as_soon_as_equals_must_be_drawn(missing):
    tied = [{"ref": "R3-001"} | SCORED, {"ref": "R3-002"} | SCORED | {"2b": 3, "3c": 4}]
    case = SELECTION | {"max_places": 1, "applications": tied}
    del case["draw_key"]

    assert sentences("selection", case | missing) == [
        "draw_key is missing, and 2 applications with equal points, R3-001 among them, need a draw."
    ]


def test_keys_that_no_draw_needs_may_be_left_out():
    case = {name: value for name, value in SELECTION.items() if not name.endswith("_key")}

    assert answer("selection", json.dumps(case).encode())["proposed"] == ["R3-001", "R3-002"]


def test_every_problem_of_every_case_in_a_list_is_told_with_its_number():
    cases = [DRAW, DRAW | {"places": 9}, 7, DRAW | {"key": "", "extra": 1}]

    assert sentences("draw", cases) == [
        "case 2: The number of places must be from 0 to 3, the size of the pool.",
        "case 3: The case must be an object, not 7.",
        'case 4: key must be some text, not "".',
        "case 4: extra is not a key that this kind knows.",
    ]
    assert sentences("draw", '[{"pool": [], "pool": []}]') == ["case 1: pool is given twice."]


def test_a_list_of_cases_gives_a_list_of_results_in_order():
    assert answer("deadline", json.dumps([DEADLINE, DEADLINE | {"count": 1}]).encode()) == [
        {"due": "2026-12-30"},
        {"due": "2026-12-15"},
    ]
    assert answer("deadline", b"[]") == []


def told(kind, raw):
    """Give the sentences of a refusal, or none when there is a result that can be written as JSON."""
    try:
        json.dumps(answer(kind, raw))
    except BadInputError as refused:
        return [problem.sentence for problem in refused.problems] or ["refused without a word"]
    return []


ODD_VALUES = [None, True, 0, -1, 2.5, 10**17, "", "R3-001", "\u202e\x07", [], {}, [[]], {"ref": []}, [None], "9" * 600]


def mutated(value, chance):
    """Put something odd in one place of a copy: another value, another key, or nothing."""
    value = copy.deepcopy(value)
    whole = value
    while isinstance(value, (dict, list)) and value:
        place = chance.choice(list(value) if isinstance(value, dict) else range(len(value)))
        if chance.random() < 0.4 or not isinstance(value[place], (dict, list)) or not value[place]:
            if chance.random() < 0.2:
                del value[place]
            else:
                value[place] = copy.deepcopy(chance.choice(ODD_VALUES))
            if isinstance(value, dict) and chance.random() < 0.2:
                value[str(chance.choice(ODD_VALUES))] = 1
            return whole
        value = value[place]
    return whole


@pytest.mark.parametrize(("kind", "case"), [("draw", DRAW), ("selection", SELECTION), ("deadline", DEADLINE)])
def test_odd_values_in_any_place_give_a_result_or_plain_sentences(kind, case):
    chance = random.Random(kind)

    for _ in range(3_000):
        odd = mutated(mutated(case, chance), chance)
        assert all(
            sentence.isprintable() and sentence.endswith(".") for sentence in told(kind, json.dumps(odd).encode())
        )


@pytest.mark.parametrize(("kind", "case"), [("draw", DRAW), ("selection", SELECTION), ("deadline", DEADLINE)])
def test_damaged_bytes_give_a_result_or_plain_sentences(kind, case):
    chance = random.Random(kind)
    raw = json.dumps(case).encode()

    for _ in range(3_000):
        damaged = bytearray(raw)
        for _ in range(chance.randint(1, 4)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        assert all(sentence.isprintable() and sentence.endswith(".") for sentence in told(kind, bytes(damaged)))


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        ({}, ["The case must hold answers, or streams, and not both, not an object."]),
        ({"answers": {"Q1": "yes"}}, ["answers: Q2 is missing: the path leads there."]),
        (
            {"answers": {"Q1": "yes", "Q2": "unsure"}},
            ['answers: Q2 is answered with "unsure": the question is asked again.'],
        ),
        ({"answers": {"Q1": "maybe"}}, ['answers: Q1 must be one of yes, no, not "maybe".']),
        ({"answers": {"Q1": "no", "Q99": "yes"}}, ["answers: Q99 is not a question of version 1."]),
        ({"answers": []}, ["answers must be an object, not a list."]),
        ({"answers": {"Q1": "no"}, "version": 7}, ["There is no version 7 of the questions."]),
        ({"streams": [{"Q1": "no"}, {"Q1": {"a": 1}}]}, ["streams 2: Q1 must be one of yes, no, not an object."]),
        ({"streams": []}, None),
    ],
)
def test_bad_answers_about_scope_are_told(case, expected):
    found = sentences("scope", case)

    assert found == expected if expected else found
