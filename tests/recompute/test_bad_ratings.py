"""A rating is not computed from what cannot be."""

import json

import pytest

from sandbox_portal.recompute.answers import answer
from sandbox_portal.recompute.problems import BadInputError

SAFE = {"level": "key_question", "question": "safe", "scores": {f"S{number}": 3 for number in range(1, 9)}}
FIVE = dict.fromkeys(("safe", "effective", "caring", "responsive", "well_led"), "good")
COUNCIL = {"level": "local_authority", "framework": "LA-SAF-1"}


def sentences(case):
    with pytest.raises(BadInputError) as refused:
        answer("rating", json.dumps(case).encode())
    return [problem.sentence for problem in refused.value.problems]


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (
            {"level": "theme"},
            [
                "level must be 'statement', 'key_question', 'provider', 'local_authority' or 'assessment',"
                ' not "theme".'
            ],
        ),
        ({"scores": {}}, ["level is missing."]),
        ({"level": "statement", "scores": {"PE": 5}}, ["scores: PE must be at most 4, not 5."]),
        ({"level": "statement", "scores": {"PE": 0}}, ["scores: PE must be at least 1, not 0."]),
        ({"level": "statement", "scores": {"PE": 3.0}}, ["scores: PE must be a whole number, not 3.0."]),
        ({"level": "statement", "scores": {"PE": 3}, "mode": 1}, ["mode is not a key that this kind knows."]),
        (
            {"level": "statement", "scores": {"PE": 3}, "not_sought": {"PE": "Nobody was there."}},
            ["not_sought: PE has a score and is marked as not sought."],
        ),
        (
            {"level": "statement", "scores": {}, "not_sought": {"FP": " "}},
            ['not_sought: FP must be some text, not " ".'],
        ),
        (SAFE | {"scores": {**SAFE["scores"], "E1": 3}}, ["scores: E1 is not a statement of safe."]),
        (
            SAFE | {"scores": {"S1": 3}, "not_applicable": ["S2", "S3", "S4", "S5", "S6", "S9"]},
            [
                "scores: S7 is missing.",
                "scores: S8 is missing.",
                'not_applicable: item 6 is "S9", which is not a statement of safe.',
            ],
        ),
        (SAFE | {"not_applicable": ["S1"]}, ["scores: S1 has a score and is marked as not applicable."]),
        (
            SAFE | {"scores": {}, "not_applicable": list(SAFE["scores"])},
            ["No statement of safe counts, so there is nothing to rate."],
        ),
        (SAFE | {"well_led_caps": ["WELL_LED_PIR"]}, ["well_led_caps limit well_led alone, not safe."]),
        (
            SAFE | {"framework": "PROV-1"},
            [
                'There is no framework "PROV-1"; the frameworks are ASC-2026-DRAFT, LA-2022, LA-SAF-1, LA-SAF-2, '
                "PROV-SAF-1, PROV-SAF-2, UB-TEST-1."
            ],
        ),
        (SAFE | {"framework": "LA-SAF-1"}, ["LA-SAF-1 does not rate safe."]),
        (
            SAFE | {"framework": "ASC-2026-DRAFT"},
            ["ASC-2026-DRAFT gives no scores, so there is nothing to compute below a provider."],
        ),
        (
            {"level": "provider", "key_questions": {"safe": "good", "caring": "good"}},
            [
                "key_questions: effective is missing.",
                "key_questions: responsive is missing.",
                "key_questions: well_led is missing.",
            ],
        ),
        (
            {"level": "provider", "key_questions": FIVE | {"safe": "poor"}},
            [
                "key_questions: safe must be 'inadequate', 'requires improvement', 'good' or 'outstanding', "
                'not "poor".'
            ],
        ),
        (COUNCIL | {"framework": "PROV-SAF-1", "scores": {}}, ["PROV-SAF-1 is no framework for local authorities."]),
        (
            COUNCIL | {"framework": "LA-2022", "scores": dict.fromkeys(("T1.1", "T1.3"), 3)},
            [
                "scores: T1.2 is missing.",
                'scores: "T1.3" is not a statement of LA-2022.',
                "scores: T2.1 is missing.",
                "scores: T2.2 is missing.",
                "scores: T3.1 is missing.",
                "scores: T3.2 is missing.",
                "scores: T4.1 is missing.",
                "scores: T4.2 is missing.",
            ],
        ),
    ],
)
def test_what_cannot_be_rated_is_refused_with_its_place(case, expected):
    assert sorted(sentences(case)) == sorted(expected)


def test_in_a_list_of_cases_the_case_is_named():
    assert sentences([SAFE, SAFE | {"scores": {}, "not_applicable": list(SAFE["scores"])}]) == [
        "case 2: No statement of safe counts, so there is nothing to rate."
    ]
