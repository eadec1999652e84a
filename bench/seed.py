"""Fill a migrated database with rounds of a given size; what comes back is what clients must know.

A few applications are taken through the real steps; the rest are copies of their rows, made in bulk. Triggers and
foreign keys rest meanwhile (they guard each step, and here no step is taken); every other constraint holds.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.test import Client

from programme.choices import RoundStage
from programme.models import Round
from sandbox_portal.casework.models import Case
from sandbox_portal.people.clock import database_now
from sandbox_portal.people.models import Organisation
from sandbox_portal.people.queries import people_of
from selection.actions.sift import start_sift
from selection.actions.tallies import recount
from selection.models import Application
from tests.factories.rounds import round_at
from tests.factories.selection import (
    answer_everything,
    chair_of,
    declare_all,
    make_draft,
    make_selection,
    members_of,
    work_sift,
)
from tests.signing_in import sign_in

DRAFTS = 60  # each can be sent once, so this bounds how often sending is measured
COMPARED = 10  # rows of a comparison set; a real one grows with the square of the applications
MOST_IN_A_ROUND = 10_000  # what is more stands in further rounds: no round numbers its applications past 32,767
SCORED = 200  # applications of the scoring round on which others have scored already

COPIES = {
    "declarations": """
        INSERT INTO selection_conflictdeclaration (member_id, application_id, has_conflict, interest, declared_at)
        SELECT member.id, application.case_id, false, '', now()
        FROM selection_application application JOIN programme_panelmember member USING (round_id)
        WHERE round_id = %(round)s ON CONFLICT DO NOTHING""",
    "responses": """
        INSERT INTO questions_response (case_id, question_set_id, set_code, opened_at, opened_by_id, locked_at,
            locked_by_id, given, attempt)
        SELECT application.case_id, first.question_set_id, first.set_code, first.opened_at, first.opened_by_id,
            first.locked_at, first.locked_by_id, first.given, first.attempt
        FROM selection_application application, questions_response first
        WHERE application.round_id = %(round)s AND first.case_id = %(first)s ON CONFLICT DO NOTHING""",
    "answers": """
        INSERT INTO questions_answer (response_id, question_key, raw, version, answered_by_id, answered_at,
            kept_version, written_from)
        SELECT response.id, question_key, raw, answer.version, answered_by_id, answered_at, kept_version, ''
        FROM selection_application application JOIN questions_response response USING (case_id),
            questions_answer answer JOIN questions_response first ON first.id = answer.response_id
        WHERE application.round_id = %(round)s AND first.case_id = %(first)s ON CONFLICT DO NOTHING""",
    "scores": """
        INSERT INTO selection_memberscore (member_id, application_id, criterion, step, value, reason, saved_at,
            version, may_score)
        SELECT member.id, application.case_id, criterion, 1, 1, 'The answers show it.', now(), 1, true
        FROM selection_application application JOIN programme_panelmember member USING (round_id),
            unnest(ARRAY['1a', '1b']) criterion
        WHERE round_id = %(round)s AND member.position > 4 AND application.number > 1""",
    "sheets": """
        INSERT INTO selection_submittedsheet (member_id, application_id, step, submitted_at, submitted_by_id)
        SELECT member.id, application.case_id, 1, now(), member.user_id
        FROM selection_application application JOIN programme_panelmember member USING (round_id)
        WHERE round_id = %(round)s AND member.position > 4 AND application.number > 1""",
    "consensus": """
        INSERT INTO selection_consensus (id, application_id, criterion, value, reason, moderation_note, is_automatic,
            counted, decided_at, decided_by_id, settled, rescored_for_cut_off)
        SELECT gen_random_uuid(), application.case_id, first.criterion,
            CASE WHEN first.criterion IN ('1a', '1b', '2a') THEN 1
                ELSE 1 + (application.number * ascii(right(first.criterion, 1))
                    + application.number / 7 * ascii(first.criterion)) %% 4 END,
            first.reason, '', false, first.counted, first.decided_at, first.decided_by_id, '[]', false
        FROM selection_application application, selection_consensus first
        WHERE application.round_id = %(round)s AND first.application_id = %(first)s
        AND application.number > 2""",
    "comparisons": """
        INSERT INTO selection_comparisonmember (consensus_id, application_id)
        SELECT consensus.id, before.case_id
        FROM selection_application application
        JOIN selection_consensus consensus ON consensus.application_id = application.case_id AND criterion = '3a'
        JOIN selection_application before ON before.round_id = application.round_id
            AND before.number BETWEEN application.number - %(compared)s AND application.number - 1
        WHERE application.round_id = %(round)s AND application.number > 2""",
    "totals": """
        UPDATE selection_application SET total = sums.total, s2 = sums.s2 FROM (
            SELECT application_id, sum(value) AS total, sum(value) FILTER (WHERE criterion LIKE '2%%') AS s2
            FROM selection_consensus WHERE criterion NOT IN ('1a', '1b', '2a') GROUP BY application_id) sums
        WHERE sums.application_id = case_id AND round_id = %(round)s""",
}


def fill(count: int) -> dict[str, Any]:
    """One round being scored, one before its cut-off, one open with drafts to send, and further ones up to the size."""
    _statement("SET statement_timeout = 0")
    in_a_round = min(count, MOST_IN_A_ROUND)
    scoring, ranking, open_round = _scoring_round(in_a_round), _ranking_round(in_a_round), _open_round()
    for _number in range((count - in_a_round) // MOST_IN_A_ROUND):
        _further_round(MOST_IN_A_ROUND)
    recount(by=None, at=database_now())
    _statement("ANALYZE (SKIP_LOCKED)")  # one that PostgreSQL itself is counting is left to it
    return scoring | ranking | open_round


def _scoring_round(count: int) -> dict[str, Any]:
    selection, (first,) = make_selection(1)
    declare_all(selection)
    start_sift(selection, by=chair_of(selection), at=database_now())
    _copies_of_an_application(Application.objects.select_related("case").get(pk=first.pk), count)
    _copy(first, "declarations", "responses", "answers", "scores", "sheets")
    own = Application.objects.filter(round=selection.round_id).order_by("number").values_list("pk", flat=True)
    return {
        "member": _cookie(members_of(selection)[1].user),
        "scoring": str(selection.pk),
        "applications": [str(pk) for pk in own[: SCORED + 1]],
        "last_mark": count - 20,
    }


def _ranking_round(count: int) -> dict[str, Any]:
    gates = {"1a": 1, "1b": 1, "2a": 1}
    best = gates | dict.fromkeys(("2b", "2c", "3a", "3b", "3c"), 4)
    good = gates | dict.fromkeys(("2b", "2c", "3a", "3b", "3c"), 3)
    selection, (first, second) = make_selection(2)
    selection = work_sift(selection, {str(first.case.reference): best, str(second.case.reference): good})
    second = Application.objects.select_related("case").get(pk=second.pk)
    _copies_of_an_application(second, count)
    _copy(second, "declarations", "consensus", "comparisons", "totals")
    return {"chair": _cookie(chair_of(selection)), "ranking": str(selection.pk)}


def _further_round(count: int) -> None:
    """A round that nobody looks at, whose rows stand in the same tables."""
    _selection, (first,) = make_selection(1)
    _copies_of_an_application(Application.objects.select_related("case").get(pk=first.pk), count)
    _copy(first, "declarations", "responses")


def _open_round() -> dict[str, Any]:
    round_ = round_at(RoundStage.OPEN)
    drafts = []
    for _number in range(DRAFTS):
        draft = make_draft(round_)
        answer_everything(draft)
        drafts.append({"id": str(draft.pk), "cookie": _cookie(people_of(draft.organisation)[0])})
    return {"drafts": drafts}


def _copies_of_an_application(first: Any, count: int) -> None:
    """Organisations, cases and applications like this one, numbered on to `count`."""

    numbers = range(Application.objects.filter(round=first.round_id).count() + 1, count + 1)
    prefix = str(first.case.reference).split("-")[0]
    organisations = [Organisation(name=f"Valley Teams {prefix}-{n}", legal_form="company") for n in numbers]
    Organisation.objects.bulk_create(organisations, batch_size=2000)
    cases, applications = [], []
    for number, organisation in zip(numbers, organisations, strict=True):
        case = Case(
            kind=first.case.kind,
            reference=f"{prefix}-{number:03d}",
            organisation=organisation,
            title=f"{organisation.name}: application",
            stage=first.case.stage,
            stage_since=first.case.stage_since,
            owner_role=first.case.owner_role,
        )
        cases.append(case)
        applications.append(
            Application(
                case=case,
                round_id=first.round_id,
                organisation=organisation,
                number=number,
                summary=first.summary,
                submitted_at=first.submitted_at,
                submitted_by_id=first.submitted_by_id,
                review_position=number if first.review_position else None,
            )
        )
    with _triggers_at_rest():
        Case.objects.bulk_create(cases, batch_size=2000)
        Application.objects.bulk_create(applications, batch_size=2000)
        Round.objects.filter(pk=first.round_id).update(next_number=count + 1)


def _copy(first: Any, *names: str) -> None:
    values = {"round": first.round_id, "first": first.pk, "compared": COMPARED}
    with _triggers_at_rest():
        for name in names:
            _statement(COPIES[name], values)


def _statement(sql: str, values: dict[str, Any] | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


@contextmanager
def _triggers_at_rest() -> Iterator[None]:
    _statement("SET session_replication_role = replica")
    try:
        yield
    finally:
        _statement("SET session_replication_role = origin")


def _cookie(user: Any) -> str:

    return sign_in(Client(), user).cookies["sessionid"].value
