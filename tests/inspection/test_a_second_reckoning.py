"""The same ratings worked out a second time, by 20 lines that share nothing with the rulebook: 10,000 random cases."""

import random
from decimal import ROUND_HALF_UP, Decimal

from inspection.rulebook.given import WELL_LED_LIMITERS, Given
from inspection.rulebook.rating import rate

from .ratings import directly, shipped

CASES = 10_000
WORDS = ["inadequate", "requires_improvement", "good", "outstanding"]


def level(scores):
    """From 0 to 3, by the share of what could be had."""
    share = (Decimal(25) * sum(scores) / len(scores)).quantize(Decimal(1), ROUND_HALF_UP)
    return (share > 38) + (share > 62) + (share > 87)


def again(areas, *, caps, breach):
    """What each area and the whole should be, for scores by area; `caps` are areas that may not be good."""
    levels = []
    for name, scores in areas.items():
        found = level(scores)
        if (found == 2 and 1 in scores) or (found == 3 and min(scores) < 3):
            found -= 1
        levels.append(min(found, 1) if name in caps else found)
    if levels.count(0) > 1:
        whole = 0
    elif 0 in levels or levels.count(1) > 1 or breach:
        whole = 1
    else:
        whole = 3 if levels.count(3) > 1 and 1 not in levels else 2
    return [WORDS[each] for each in levels], WORDS[whole]


def of_categories(scores):
    """The score of each statement from those of its kinds of evidence."""
    return [level(each) + 1 for each in scores]


def any_scores(chance, number):
    """Scores of a service that is mixed, good, excellent or poor."""
    weights = chance.choice(((1, 1, 1, 1), (1, 2, 8, 8), (0, 1, 9, 30), (9, 5, 2, 1)))
    return chance.choices((1, 2, 3, 4), weights=weights, k=number)


def test_both_ways_agree_on_providers_scored_by_statement():
    framework, chance = shipped()["PROV-SAF-2"], random.Random(20260912)
    for number in range(CASES * 6 // 10):
        areas = {area.key: any_scores(chance, len(area.statements)) for area in framework.areas}
        breaches = frozenset(chance.sample(list(areas), chance.choice((0, 0, 0, 1, 2))))
        led = frozenset(chance.sample(WELL_LED_LIMITERS, chance.choice((0, 0, 1))))
        keys = [each.key for each in framework.statements()]
        scores = dict(zip(keys, [score for each in areas.values() for score in each], strict=True))

        rated = rate(framework, Given(statement_scores=scores, breaches=breaches, well_led=led))

        expected = again(areas, caps={*breaches, *(["well_led"] if led else [])}, breach=bool(breaches))
        assert ([area.final for area in rated.areas], rated.overall.final) == expected, (number, areas)


def test_both_ways_agree_on_providers_scored_by_evidence():
    framework, chance = shipped()["PROV-SAF-1"], random.Random(34)
    for number in range(CASES // 10):
        given = {
            each.key: dict(zip(each.required, any_scores(chance, len(each.required)), strict=True))
            for each in framework.statements()
        }
        areas = {
            area.key: of_categories([list(given[each.key].values()) for each in area.statements])
            for area in framework.areas
        }

        rated = rate(framework, Given(category_scores=given))

        expected = again(areas, caps=set(), breach=False)
        assert ([area.final for area in rated.areas], rated.overall.final) == expected, (number, given)


def test_both_ways_agree_on_councils():
    framework, chance = directly(shipped()["LA-SAF-1"]), random.Random(9)
    keys = [each.key for each in framework.statements()]
    for number in range(CASES * 3 // 10):
        scores = any_scores(chance, len(keys))

        rated = rate(framework, Given(statement_scores=dict(zip(keys, scores, strict=True))))

        themes = [WORDS[level(part)] for part in (scores[:3], scores[3:5], scores[5:7], scores[7:])]
        assert ([area.final for area in rated.areas], rated.overall.final) == (themes, WORDS[level(scores)]), number
