"""Which statement has evidence of which category: numbers of a plan on paper (R-373)."""

from inspection.rulebook.coverage import Cell, State, Use, Wanted, matrix

SAFE = Wanted("safe.learning", "Learning", "Safe", frozenset({"people", "staff"}))
LED = Wanted("well_led.direction", "Direction", "Well-led", frozenset({"staff"}))


def found(*uses: Use, planned: tuple[tuple[str, str], ...] = ()):
    return matrix([SAFE, LED], ["people", "staff"], uses, planned)


def test_a_required_cell_without_evidence_is_a_gap():
    assert found().gaps == (
        ("safe.learning", "people"),
        ("safe.learning", "staff"),
        ("well_led.direction", "staff"),
    )


def test_what_is_planned_is_no_gap_but_still_missing():
    covered = found(planned=(("safe.learning", "people"),))

    assert covered.gaps == (("safe.learning", "staff"), ("well_led.direction", "staff"))
    assert ("safe.learning", "people") in covered.missing


def test_one_item_used_for_two_statements_counts_once():
    covered = found(Use(1, "staff", "safe.learning"), Use(1, "staff", "well_led.direction"))

    assert (covered.items, covered.again, [row.items for row in covered.rows]) == (1, 1, [1, 1])


def test_the_same_use_told_twice_counts_once():
    assert found(Use(1, "staff", "safe.learning"), Use(1, "staff", "safe.learning")).rows[0].cells[1].items == 1


def test_extra_evidence_of_a_category_that_is_not_required_is_covered():
    assert found(Use(1, "people", "well_led.direction")).rows[1].cells[0].state is State.COVERED


def test_a_cell_that_nobody_asks_for_is_not_needed():
    assert found().rows[1].cells == (Cell("people", 0, 0, False), Cell("staff", 0, 0, True))
    assert found().rows[1].cells[0].state is State.NOT_NEEDED


def test_evidence_for_a_statement_out_of_scope_is_not_counted():
    assert found(Use(1, "staff", "caring.kindness")).items == 0
