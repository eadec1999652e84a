"""The trigger that keeps the history of rows. Which tables have it is said in watched.py; later tables come by later
migrations with `watch`."""

from django.db import migrations

# SECURITY DEFINER: the program may change a watched row without being able to write, change or forge its history.
RECORD = """
CREATE FUNCTION operations_record_row_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    old_row jsonb;
    new_row jsonb;
    whole jsonb;
    hidden text[] := string_to_array(TG_ARGV[1], ',');
    acting jsonb := coalesce(nullif(current_setting('portal.acting', true), '')::jsonb, '{}');
BEGIN
    IF TG_OP <> 'INSERT' THEN old_row := to_jsonb(OLD) - hidden; END IF;
    IF TG_OP <> 'DELETE' THEN new_row := to_jsonb(NEW) - hidden; END IF;
    whole := coalesce(new_row, old_row);
    IF TG_OP = 'UPDATE' THEN
        SELECT jsonb_object_agg(key, value) INTO new_row FROM jsonb_each(new_row) WHERE old_row -> key <> value;
        IF new_row IS NULL THEN RETURN NULL; END IF;
        SELECT jsonb_object_agg(key, value) INTO old_row FROM jsonb_each(old_row) WHERE new_row ? key;
    END IF;
    INSERT INTO operations_rowchange (
        at, table_name, row_id, operation, before, after, case_id, by_id, acted_as, reference, reason, transaction_id,
        database_user
    ) VALUES (
        clock_timestamp(), TG_TABLE_NAME, coalesce(whole ->> 'id', whole ->> 'case_id'), lower(TG_OP), old_row, new_row,
        nullif(whole ->> TG_ARGV[0], '')::uuid, nullif(acting ->> 'by_id', '')::uuid,
        coalesce(acting ->> 'acted_as', 'outside'), coalesce(left(acting ->> 'reference', 20), ''),
        coalesce(left(acting ->> 'reason', 200), ''), txid_current(), session_user
    );
    RETURN NULL;
END $$;

DO $$ BEGIN
    EXECUTE format('ALTER FUNCTION operations_record_row_change() SET search_path = %I, pg_temp', current_schema());
END $$;

CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON operations_rowchange
    FOR EACH ROW EXECUTE FUNCTION casework_refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON operations_rowchange
    FOR EACH STATEMENT EXECUTE FUNCTION casework_refuse_change();
"""
UNDO = """
DROP TRIGGER refuse_truncate ON operations_rowchange;
DROP TRIGGER refuse_change ON operations_rowchange;
DROP FUNCTION operations_record_row_change CASCADE;
"""

TABLES = [
    ("people_user", "", "password,last_login"),
    ("people_organisation", "", ""),
    ("people_membership", "", ""),
    ("people_rolegrant", "", ""),
    ("casework_case", "id", "words,due_order,stuck_from"),
    ("casework_deadline", "case_id", ""),
    ("casework_hold", "case_id", ""),
    ("casework_assignment", "case_id", ""),
    ("casework_decision", "case_id", ""),
    ("questions_response", "case_id", "given"),
    ("documents_attachment", "case_id", ""),
    ("documents_issueddocument", "case_id", "data"),
    ("documents_lettertemplate", "", ""),
    ("programme_round", "case_id", "document"),
    ("programme_panelmember", "round_id", ""),
    ("programme_phase", "round_id", ""),
    ("programme_keydate", "round_id", ""),
    ("programme_pause", "round_id", ""),
    ("selection_application", "case_id", "submission_key"),
    ("selection_conflictdeclaration", "application_id", ""),
    ("selection_memberscore", "application_id", ""),
    ("selection_submittedsheet", "application_id", ""),
    ("selection_consensus", "application_id", ""),
    ("selection_promotion", "application_id", ""),
    ("selection_cutoff", "selection_id", ""),
    ("selection_proposal", "selection_id", "snapshot"),
    ("selection_draw", "selection_id", "sealed_secret,reveal,key"),
]


def watch(table, case_column, hidden):
    return migrations.RunSQL(
        f"""CREATE TRIGGER record_row_change AFTER INSERT OR UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION operations_record_row_change('{case_column}', '{hidden}')""",
        f"DROP TRIGGER record_row_change ON {table}",
    )


class Migration(migrations.Migration):
    dependencies = [
        ("operations", "0001_initial"),
        ("casework", "0006_what_lists_read"),
        ("documents", "0001_initial"),
        ("people", "0003_portal_now"),
        ("programme", "0001_initial"),
        ("questions", "0001_initial"),
        ("selection", "0001_initial"),
    ]

    operations = [migrations.RunSQL(RECORD, UNDO), *(watch(*table) for table in TABLES)]
