"""Fill a database with open cases of every age for the queue, the search and the stuck list; used by bench.casework."""

from datetime import timedelta
from typing import Any

from django.db import connection
from django.test import Client

from sandbox_portal.casework.models import Case
from sandbox_portal.people.choices import Role
from sandbox_portal.people.clock import database_now
from tests.factories.people import make_staff
from tests.factories.selection import make_selection
from tests.signing_in import sign_in

STUCK_EVERY = 10  # one case in so many is past its usual time
ROWS_BEHIND = 26  # rows behind the mark at which the last page begins, where there are as many

COPY = """
    WITH made AS (
        INSERT INTO people_organisation (id, name, legal_form, company_number, charity_number, provider_number, town,
            summary)
        SELECT gen_random_uuid(), 'Valley Teams ' || n, 'company', '', '', '', '', ''
        FROM generate_series(1, %(count)s) n
        RETURNING id, name, substring(name from 14)::integer AS n
    ), cases AS (
        INSERT INTO casework_case (id, kind, reference, organisation_id, organisation_name, title, stage, stage_since,
            owner_role, opened_at, due_at, usual_until, held_for)
        SELECT gen_random_uuid(), kind, 'R99-' || n, made.id, made.name, made.name || ': application', stage,
            now() - make_interval(secs => n * 30), owner_role, now(),
            CASE WHEN n %% 3 = 0 THEN now() + make_interval(secs => n * 20 + 3600) END,
            now() + CASE WHEN n %% %(stuck)s = 0 THEN -make_interval(secs => n) ELSE interval '9 days' END,
            interval '0'
        FROM made, casework_case first WHERE first.id = %(first)s
        RETURNING id, organisation_id, substring(reference from 5)::integer AS n
    )
    INSERT INTO selection_application (case_id, round_id, organisation_id, number, summary, submitted_at,
        submitted_by_id, name_consent)
    SELECT cases.id, first.round_id, cases.organisation_id, NULL, '', NULL, NULL, false
    FROM cases, selection_application first WHERE first.case_id = %(first)s"""


def fill(count: int) -> dict[str, Any]:
    """This many sent applications beside a real one, and a programme lead who sees them all."""
    _selection, (first,) = make_selection(1)
    Case.objects.filter(pk=first.pk).update(stage_since=database_now() - timedelta(days=1))
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(COPY, {"count": count, "first": first.pk, "stuck": STUCK_EVERY})
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("VACUUM (ANALYZE, SKIP_LOCKED)")
    lead = make_staff(Role.PROGRAMME_LEAD)
    *_later, last = Case.objects.filter(closed_at=None).order_by("-stage_since", "-pk")[:ROWS_BEHIND]
    stuck = Case.objects.filter(stuck_from__lte=database_now())
    *_later, last_stuck = stuck.order_by("-stuck_from", "-pk")[:ROWS_BEHIND]
    return {
        "lead": sign_in(Client(), lead).cookies["sessionid"].value,
        "last_mark": f"{last.stage_since.isoformat()}~{last.pk}",
        "last_stuck": f"{last_stuck.stuck_from.isoformat()}~{last_stuck.pk}",
    }
