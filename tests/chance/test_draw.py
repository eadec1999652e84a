"""The vectors printed in RFC 3797 and by those who used it, and the profile's own (R-180)."""

from collections import Counter
from itertools import permutations

import pytest

from sandbox_portal.chance.draw import (
    DrawRefusedError,
    draw,
    drawn_positions,
    sorted_pool,
    source_string,
    source_values,
)

RFC_KEY = "9319./2.5.8.10.12./9.18.26.34.41.45./"
KEY_2012 = "17.20.22.35.36.38.48./90193202./55598744./9.10.11.17.21.48.50./"
KEY_2013 = "7.8.11.17.19.25.46./8285182./60115701./2.3.18.26.32.33.42./"
KEY_2022 = "7.8.11.18.28.40.48./15.16.21.31.36.65./8.12.13.17.21.26.35.42./1.5.10.13.14.16.21.25.27./"
RFC_ORDER = [17, 7, 2, 16, 25, 23, 8, 24, 19, 13, 22, 5, 18, 9, 1, 4, 12, 15, 20, 14, 11, 3, 6, 21, 10]
SHA_ORDER = [20, 23, 1, 14, 17, 9, 11, 15, 7, 13, 21, 10, 22, 12, 6, 16, 4, 5, 2, 24, 8, 25, 3, 18, 19]
CHI_SQUARE_LIMIT = 20.5  # five degrees of freedom, 99.9 %


@pytest.mark.parametrize(
    ("size", "key", "first_drawn"),
    [
        (25, RFC_KEY, RFC_ORDER),
        (134, KEY_2012, [90, 25, 92, 126, 24, 31, 122, 96, 81, 132, 2, 41]),
        (154, KEY_2013, [138, 151, 89, 112, 117, 145, 118, 143, 144, 122, 95, 139]),
        (267, KEY_2022, [171, 245, 68, 190, 70, 126, 110, 128, 138, 173]),
    ],
)
def test_published_md5_vectors_are_replayed(size, key, first_drawn):
    assert drawn_positions(size, key, hash_name="md5")[: len(first_drawn)] == first_drawn


def test_sha256_gives_the_full_order_printed_in_the_method():
    assert drawn_positions(25, RFC_KEY) == SHA_ORDER


@pytest.mark.parametrize(
    ("pool", "key", "places", "order"),
    [
        ("005 006 007", "R3-DRAW-002", 2, "006 007 005"),
        ("001 002 003 004 005 006 007 008 009", "R3-DRAW-001", 6, "005 004 009 002 007 006 008 001 003"),
        ("002 004", "R3-DRAW-003", 1, "002 004"),
        ("003 004 005 006 007 008", "R3-DRAW-004", 4, "007 003 005 006 004 008"),
        ("002 003", "R3-REVIEW-001", 0, "003 002"),
    ],
)
def test_keys_of_the_worked_examples_give_their_orders(pool, key, places, order):
    drawn = draw([f"R3-{number}" for number in pool.split()], key=key, places=places)

    expected = tuple(f"R3-{number}" for number in order.split())
    assert (drawn.order, drawn.placed, drawn.reserve) == (expected, expected[:places], expected[places:])


def test_the_order_in_which_the_pool_is_given_does_not_matter():
    results = {draw(pool, key="a key", places=1) for pool in permutations(["R3-010", "R3-002", "R3-001"])}

    assert len(results) == 1
    assert results.pop().pool == ("R3-001", "R3-002", "R3-010")


def test_integers_sort_as_numbers_and_references_as_text():
    assert sorted_pool([10, 9, 100]) == (9, 10, 100)
    assert sorted_pool(["10", "9", "100"]) == ("10", "100", "9")


def test_the_largest_pool_is_drawn_and_one_more_is_refused():
    assert sorted(drawn_positions(3_000, "a key")) == list(range(1, 3_001))
    assert len(sorted_pool(range(65_535))) == 65_535
    with pytest.raises(DrawRefusedError, match="at most 65535"):
        sorted_pool(range(65_536))


@pytest.mark.parametrize(
    ("pool", "key", "places", "hash_name", "sentence"),
    [
        ([], "key", 0, "sha256", "The pool is empty, so there is nobody to draw."),
        (["A", "A"], "key", 1, "sha256", "The pool names a member twice."),
        (["A", 1], "key", 1, "sha256", "The pool mixes references and numbers; use only one sort."),
        (["A", "B"], "", 1, "sha256", "The key is empty."),
        (["A", "B"], "key", 3, "sha256", "The number of places must be from 0 to 2, the size of the pool."),
        (["A", "B"], "key", -1, "sha256", "The number of places must be from 0 to 2, the size of the pool."),
        (["A", "B"], "key", 1, "sha1", "The hash must be one of sha256, md5."),
    ],
)
def test_a_draw_that_makes_no_sense_is_refused_in_one_sentence(pool, key, places, hash_name, sentence):
    with pytest.raises(DrawRefusedError) as refused:
        draw(pool, key=key, places=places, hash_name=hash_name)

    assert str(refused.value) == sentence


def test_three_members_come_out_in_every_order_equally_often_over_60000_keys():
    orders = Counter(tuple(drawn_positions(3, f"fairness {number}")) for number in range(60_000))

    chi_square = sum((orders[order] - 10_000) ** 2 / 10_000 for order in permutations((1, 2, 3)))
    assert sum(orders.values()) == 60_000
    assert chi_square < CHI_SQUARE_LIMIT


def test_sources_are_sorted_and_lose_leading_zeros():
    assert source_string([[9319], [2, 5, 12, 8, 10], [9, 18, 26, 34, 41, 45]]) == RFC_KEY
    assert source_string([source_values("08285182")]) == "8285182./"
    assert source_string([source_values("000 1")]) == "0.1./"


@pytest.mark.parametrize("values", [[], [1.5], ["7"], [True], [-1], [None]])
def test_a_source_value_that_is_no_whole_number_is_refused(values):
    with pytest.raises(DrawRefusedError):
        source_string([values])


def test_typed_source_values_may_be_parted_by_spaces_commas_and_lines():
    assert source_values(" 7, 11 23,31\n40  45, ") == (7, 11, 23, 31, 40, 45)


@pytest.mark.parametrize("text", ["", "  ", "1.5", "-3", "seven", "٧", "1" * 41, "0x1f", "1e3", "7\x00"])
def test_typed_source_values_that_are_no_whole_numbers_are_refused(text):
    with pytest.raises(DrawRefusedError, match="is not a whole number"):
        source_values(text)
