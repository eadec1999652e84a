"""What the database itself promises about letters people publish, drafts that are closed, and withdrawals."""

from django.db import migrations

WORDS_STAY = """
CREATE OR REPLACE FUNCTION documents_used_words_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'used_when' = to_jsonb(OLD) - 'used_when' THEN RETURN NEW; END IF;
    IF OLD.published_at IS NOT NULL OR EXISTS (SELECT 1 FROM documents_issueddocument WHERE template_id = OLD.id) THEN
        RAISE EXCEPTION 'a letter that was used or published never changes; write a new version'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
"""

WORDS_STAYED = """
CREATE OR REPLACE FUNCTION documents_used_words_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM documents_issueddocument WHERE template_id = OLD.id) THEN
        RAISE EXCEPTION 'a letter that was used never changes; write a new version' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;
"""

CLOSED_DRAFTS_STAY = """
CREATE FUNCTION documents_closed_draft_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.closed_at IS NOT NULL THEN
        RAISE EXCEPTION 'a closed draft of a letter never changes' USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER closed_draft_stays BEFORE UPDATE OR DELETE ON documents_letterdraft
    FOR EACH ROW EXECUTE FUNCTION documents_closed_draft_stays();
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON documents_withdrawal
    FOR EACH ROW EXECUTE FUNCTION casework_refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON documents_withdrawal
    FOR EACH STATEMENT EXECUTE FUNCTION casework_refuse_change();
"""

DRAFTS_CHANGE = """
DROP TRIGGER refuse_truncate ON documents_withdrawal;
DROP TRIGGER refuse_change ON documents_withdrawal;
DROP TRIGGER closed_draft_stays ON documents_letterdraft;
DROP FUNCTION documents_closed_draft_stays;
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0003_versions_files_and_letter_drafts"), ("casework", "0002_triggers")]

    operations = [
        migrations.RunSQL(WORDS_STAY, WORDS_STAYED),
        migrations.RunSQL(CLOSED_DRAFTS_STAY, DRAFTS_CHANGE),
    ]
