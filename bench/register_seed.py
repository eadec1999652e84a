"""Fill the register with services of many kinds, towns and statuses; used by bench.register."""

from typing import Any

from django.db import connection

from sandbox_portal.register.models import Service

# One service in fifty is called after a river, every one is a team; one in a hundred is suspended.
COPY = """
    WITH made AS (
        INSERT INTO people_organisation (id, name, legal_form, company_number, charity_number, provider_number, town,
            summary)
        SELECT gen_random_uuid(), 'Valley Teams ' || lpad(n::text, 6, '0'), 'company', '', '', '', '', ''
        FROM generate_series(1, %(count)s) n
        RETURNING id, name, substring(name from 14)::integer AS n
    ), services AS (
        INSERT INTO register_service (id, organisation_id, organisation_name, name, kind, town, postcode, summary,
            is_listed, opened_at)
        SELECT gen_random_uuid(), id, name, CASE WHEN n %% 50 = 7 THEN 'River ' ELSE '' END || name,
            (ARRAY['home_care', 'shared_lives', 'supported_living', 'extra_care'])[1 + n %% 4],
            (ARRAY['Saltby', 'Harrowby', 'Dunmere', 'Thornwick', 'Millbrook'])[1 + n %% 5],
            chr(65 + n %% 20) || chr(65 + n / 20 %% 6) || (1 + n %% 9) || ' ' || (n %% 9) || 'AB', '', true, now()
        FROM made
        RETURNING id, substring(organisation_name from 14)::integer AS n
    ), particulars AS (
        INSERT INTO register_particulars (id, service_id, from_day, reference, legal_form, service_types, activities,
            managers, nominated_individual, locations, contact, trial_round, reason, is_public, recorded_at)
        SELECT gen_random_uuid(), id, date '2020-01-01' + n %% 900, 'REG-' || n, 'Company', '["Care at home"]', '[]',
            jsonb_build_array('Manager ' || n), '', '[]', '{}', '', '', true, now()
        FROM services
    )
    INSERT INTO register_statusentry (id, service_id, scheme, part, status, from_day, reason, conditions, is_public,
        correction_note, recorded_at)
    SELECT gen_random_uuid(), id, scheme, '', status, from_day, '', '[]', true, '', now()
    FROM services, LATERAL (VALUES
        ('registration', 'registered', date '2020-01-01' + n %% 900),
        ('registration', CASE WHEN n %% 100 = 3 THEN 'suspended' ELSE 'conditions' END, date '2024-01-01' + n %% 300),
        ('rating', 'good', date '2025-01-01')
    ) told (scheme, status, from_day) WHERE status <> 'conditions' OR n %% 10 = 5"""


def fill(count: int) -> dict[str, Any]:
    """This many listed services, each with its particulars and two or three statuses."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(COPY, {"count": count})
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("VACUUM (ANALYZE, SKIP_LOCKED)")
    last = Service.objects.order_by("-name", "-pk")[30]
    return {"last_mark": f"0~{last.pk}~{last.name}", "service": str(last.pk)}
