"""How many applications of a round stand where, and what each member has said of them: sums of what triggers keep."""

from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection

from sandbox_portal.casework.looks import once_a_look
from sandbox_portal.people.statements import Statement

COLUMNS = "round_id, member_id, stage, sent, said, clear, finished"
SUMS = "sum(sent)::int, sum(said)::int, sum(clear)::int, sum(finished)::int"
SOMETHING = "HAVING (sum(sent), sum(said), sum(clear), sum(finished)) <> (0, 0, 0, 0)"
# What every row must add up to; migration 0008 began with the same.
TRUTH = """
SELECT application.round_id, NULL::uuid AS member_id, c.stage, count(*)::int AS sent, 0 AS said, 0 AS clear,
    0 AS finished
  FROM selection_application application JOIN casework_case c ON c.id = application.case_id
  WHERE application.submitted_at IS NOT NULL GROUP BY 1, 3
UNION ALL
SELECT application.round_id, word.member_id, c.stage, 0, count(*)::int,
    (count(*) FILTER (WHERE NOT word.has_conflict))::int, count(sheet.id)::int
  FROM selection_conflictdeclaration word
  JOIN selection_application application ON application.case_id = word.application_id
  JOIN casework_case c ON c.id = application.case_id
  LEFT JOIN selection_submittedsheet sheet ON sheet.member_id = word.member_id
    AND sheet.application_id = word.application_id AND 'step' || sheet.step = c.stage
  GROUP BY 1, 2, 3
"""
KEPT = f"""
SELECT round_id, member_id, stage, {SUMS} FROM selection_tally GROUP BY 1, 2, 3 {SOMETHING}
"""  # noqa: S608 - our own words
OF_A_ROUND = Statement(
    f"""
SELECT member_id, stage, {SUMS}, (SELECT closes_at <= portal_now() FROM programme_round WHERE case_id = $1)
FROM selection_tally WHERE round_id = $1 GROUP BY 1, 2 {SOMETHING}
""",  # noqa: S608 - our own words
    ("uuid",),
    about="selection_tally",
)
ASTRAY = f"""
SELECT DISTINCT round_id FROM (({KEPT} EXCEPT ({TRUTH})) UNION ALL (({TRUTH}) EXCEPT {KEPT})) wrong
"""  # noqa: S608 - our own words


@dataclass(frozen=True)
class Numbers:
    """Of one stage: how many were sent, and what one member has said of them and finished."""

    sent: int = 0
    said: int = 0
    clear: int = 0
    finished: int = 0


NONE = Numbers()


@dataclass(frozen=True)
class Tallies:
    """The numbers of a round by member (None: whoever it is) and stage, and whether its window has closed."""

    is_closed: bool = False
    numbers: dict[UUID | None, dict[str, Numbers]] = field(default_factory=dict)

    def at(self, member: UUID | None, stage: str) -> Numbers:
        return self.numbers.get(member, {}).get(stage, NONE)

    def stages(self, member: UUID | None) -> dict[str, Numbers]:
        """The numbers of one member by stage, of the stages where there is something."""
        return self.numbers.get(member, {})


@once_a_look
def tallies_of(round_id: UUID) -> Tallies:
    """The numbers of a round; one question, whatever its size."""
    with connection.cursor() as cursor:
        cursor.execute(*OF_A_ROUND.asked_with([round_id]))
        rows = cursor.fetchall()
    found: dict[UUID | None, dict[str, Numbers]] = {}
    for member, stage, sent, said, clear, finished, _is_closed in rows:
        found.setdefault(member, {})[stage] = Numbers(sent, said, clear, finished)
    return Tallies(bool(rows and rows[0][-1]), found)


def rounds_gone_astray() -> list[UUID]:
    """Rounds whose numbers are not those of their rows; there should be none."""
    with connection.cursor() as cursor:
        cursor.execute(ASTRAY)
        return [row[0] for row in cursor.fetchall()]
