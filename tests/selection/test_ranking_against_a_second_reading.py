"""A second, short reading of D.6 and D.9 agrees with the rulebook on random rounds, and what-if with the ranking."""

import hashlib
import random
import time

from selection.ranking import Limits, WhatIf, draw_groups, rank, what_if

ROUNDS = 2_000


def second_reading(totals, cutoff, most, fewest, key):
    """Sort by total, then by the turn in which RFC 3797 draws a member out of all with that total."""

    def turn(reference):
        left = sorted(other for other in totals if totals[other] == totals[reference])
        for number in range(len(left)):
            counter = number.to_bytes(2, "big")
            picked = int(hashlib.sha256(counter + key.encode() + counter).hexdigest(), 16) % len(left)
            if left.pop(picked) == reference:
                return number
        raise AssertionError(reference)

    drawn = sorted((ref for ref in totals if totals[ref] >= cutoff), key=lambda ref: (-totals[ref], turn(ref)))
    proposed, reserve = drawn[:most], drawn[most:]
    cut_through = totals[reserve[0]] if reserve and totals[proposed[-1]] == totals[reserve[0]] else None
    listed = []  # a group that fits needs no draw and is listed by reference
    for total in dict.fromkeys(totals[ref] for ref in proposed):
        group = [ref for ref in proposed if totals[ref] == total]
        listed += group if total == cut_through else sorted(group)
    return listed, reserve, len(proposed) < fewest


def random_round(chance):
    totals = {
        f"R9-{number:03}": chance.randint(5, 20) for number in chance.sample(range(1, 400), chance.randint(0, 40))
    }
    if chance.random() < 0.3:
        totals = {reference: chance.choice((12, 13)) for reference in totals}
    most = chance.randint(1, 8)
    return totals, chance.randint(5, 20), most, chance.randint(0, most), f"R9-DRAW-{chance.randint(1, 10**6)}"


def ranked(totals, cutoff, most, fewest, key):
    limits = Limits(most=most, fewest=fewest)
    first = rank(totals, cutoff=cutoff, limits=limits)
    return rank(totals, cutoff=cutoff, limits=limits, draws=draw_groups(first.to_draw, key=key))


def test_a_second_reading_agrees_on_2000_random_rounds():
    chance = random.Random(166177)

    for _ in range(ROUNDS):
        case = random_round(chance)
        found = ranked(*case)
        assert (list(found.proposed), list(found.reserve), found.below_minimum) == second_reading(*case)
        assert found.to_draw == ()
        assert sorted(found.proposed + found.reserve + found.below_cutoff) == sorted(case[0])


def test_the_order_in_which_applications_come_does_not_matter():
    chance = random.Random(177166)

    for _ in range(200):
        totals, *rest = random_round(chance)
        shuffled = dict(chance.sample(sorted(totals.items()), len(totals)))
        assert ranked(shuffled, *rest) == ranked(totals, *rest)


def test_what_if_tells_the_same_as_the_ranking_for_every_cutoff():
    chance = random.Random(174)

    for _ in range(300):
        totals, _, most, fewest, key = random_round(chance)
        told = what_if(totals.values(), cutoffs=range(5, 21), limits=Limits(most=most, fewest=fewest))
        for line in told:
            found = ranked(totals, line.cutoff, most, fewest, key)
            for_places = [drawn for drawn in found.draws if drawn.places]
            assert line == WhatIf(
                cutoff=line.cutoff,
                eligible=len(found.proposed) + len(found.reserve),
                proposed=len(found.proposed),
                reserve=len(found.reserve),
                below_cutoff=len(found.below_cutoff),
                drawn_for=sum(drawn.places for drawn in for_places),
                drawn_among=sum(len(drawn.pool) for drawn in for_places),
                below_minimum=found.below_minimum,
            )


def test_what_if_over_all_cutoffs_takes_a_moment_with_100000_applications():
    chance = random.Random(5)
    totals = [chance.randint(5, 20) for _ in range(100_000)]

    started = time.perf_counter()
    what_if(totals, cutoffs=range(5, 21))

    assert time.perf_counter() - started < 0.5
