"""Nobody can choose the key: the chain of secrets and the witnesses (R-181)."""

import hashlib

import pytest

from sandbox_portal.chance.commitment import (
    Witness,
    canonical_json,
    commitment_of,
    hash_chain,
    new_secret,
    new_witness_value,
    opens,
    pool_hash,
    refusal_to_reveal,
    reveal_of,
    witness_commitment,
    witness_values,
)
from sandbox_portal.chance.draw import DrawRefusedError, drawn_positions, source_string

SECRET = b"example secret, do not use"
H2 = "24161076e68ef4ab01c582e541c37fe4791155870e8d534b66fe7871a7ca7ff0"
H3 = "cda01864f4fd15351d454f10d0c31817196b0af1ceb4d7e02a0fb08de99a4c66"
CHAIR_VALUE = "000102030405060708090a0b0c0d0e0f"
OBSERVER_VALUE = "ffeeddccbbaa99887766554433221100"


def chair(**changes):
    return Witness(**{"name": "chair", "commitment": witness_commitment(CHAIR_VALUE), "value": CHAIR_VALUE} | changes)


def observer(**changes):
    known = {"name": "observer", "commitment": witness_commitment(OBSERVER_VALUE), "value": OBSERVER_VALUE}
    return Witness(**known | changes)


def test_the_chain_of_the_published_example_commits_to_h3_and_reveals_h2():
    assert hash_chain(SECRET, length=3)[1:] == (H2, H3)
    assert opens(H3, H2)
    assert opens(H3, H2.upper())


@pytest.mark.parametrize(("size", "first_drawn"), [(2, [1, 2]), (4, [3, 2, 4, 1]), (25, [5, 18, 3, 10, 4])])
def test_the_key_of_the_published_example_gives_its_orders(size, first_drawn):
    key = source_string([[9319], [2, 5, 8, 10, 12], [9, 18, 26, 34, 41, 45]]) + H2.upper() + "./"

    assert key == (
        "9319./2.5.8.10.12./9.18.26.34.41.45./24161076E68EF4AB01C582E541C37FE4791155870E8D534B66FE7871A7CA7FF0./"
    )
    assert drawn_positions(size, key)[:5] == first_drawn


def test_each_attempt_reveals_what_the_next_attempt_is_committed_to():
    secret = new_secret()
    chain = hash_chain(secret)

    assert len(secret) == 32
    assert [commitment_of(secret, attempt=attempt) for attempt in (1, 2, 7)] == [chain[7], chain[6], chain[1]]
    assert [reveal_of(secret, attempt=attempt) for attempt in (1, 2, 7)] == [chain[6], chain[5], chain[0]]
    assert all(opens(commitment_of(secret, attempt=n), reveal_of(secret, attempt=n)) for n in range(1, 8))


@pytest.mark.parametrize("attempt", [0, 8, -1])
def test_a_chain_never_reveals_its_secret(attempt):
    with pytest.raises(DrawRefusedError):
        reveal_of(SECRET, attempt=attempt)


@pytest.mark.parametrize("reveal", [H3, "", "not hexadecimal", H2[:-2], H2 + "00"])
def test_another_value_does_not_open_the_commitment(reveal):
    assert not opens(H3, reveal)


def test_witnesses_who_have_all_committed_and_revealed_become_one_whole_number_each():
    assert witness_values([chair(), observer()]) == ((int(CHAIR_VALUE, 16),), (int(OBSERVER_VALUE, 16),))


@pytest.mark.parametrize(
    ("witnesses", "sentence"),
    [
        ([chair()], "A draw without a public source needs at least 2 witnesses."),
        (
            [chair(), observer(commitment=None)],
            "Nobody may reveal until every witness has committed. Still waiting for: observer.",
        ),
        (
            [chair(), chair(name="observer")],
            "Two witnesses committed to the same value; each must choose their own.",
        ),
        ([chair(value=None), observer(value=None)], None),
    ],
)
def test_nobody_reveals_before_every_witness_has_committed(witnesses, sentence):
    assert refusal_to_reveal(witnesses) == sentence


@pytest.mark.parametrize(
    ("late", "words"),
    [
        (observer(value=None), "observer has not revealed"),
        (observer(value=CHAIR_VALUE), "not the one they committed to"),
        (observer(value="short"), "32 hexadecimal digits"),
    ],
)
def test_a_witness_who_refuses_or_changes_the_value_makes_the_draw_void(late, words):
    with pytest.raises(DrawRefusedError, match=words):
        witness_values([chair(), late])


def test_a_new_witness_value_has_128_bits():
    assert len(bytes.fromhex(new_witness_value())) == 16
    assert new_witness_value() != new_witness_value()


def test_the_pool_hash_is_that_of_the_canonical_json():
    text = '{"places":2,"pool":["R3-005","R3-006","R3-007"],"purpose":"Places at 15 points","round":"R3"}'

    found = pool_hash(round_name="R3", purpose="Places at 15 points", pool=["R3-005", "R3-006", "R3-007"], places=2)

    assert found == hashlib.sha256(text.encode()).hexdigest()
    assert canonical_json({"b": 1, "a": "é"}) == '{"a":"é","b":1}'.encode()
