"""That an organisation wanted nobody to type for it, and until when, is kept as it was said."""

from django.db import migrations

REFUSALS_STAND = """
CREATE FUNCTION casework_assistance_refusal_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.lifted_at IS NOT NULL
        OR to_jsonb(NEW) - 'lifted_at' - 'lifted_by_id' IS DISTINCT FROM to_jsonb(OLD) - 'lifted_at' - 'lifted_by_id' THEN
        RAISE EXCEPTION 'who wanted nobody to type never changes; it is only lifted, once'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER assistance_refusal_stands BEFORE UPDATE ON casework_assistancerefusal
    FOR EACH ROW EXECUTE FUNCTION casework_assistance_refusal_stands();
CREATE TRIGGER refuse_delete BEFORE DELETE ON casework_assistancerefusal
    FOR EACH ROW EXECUTE FUNCTION casework_refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON casework_assistancerefusal
    FOR EACH STATEMENT EXECUTE FUNCTION casework_refuse_change();
"""

UNDO = """
DROP TRIGGER refuse_truncate ON casework_assistancerefusal;
DROP TRIGGER refuse_delete ON casework_assistancerefusal;
DROP TRIGGER assistance_refusal_stands ON casework_assistancerefusal;
DROP FUNCTION casework_assistance_refusal_stands;
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0011_email_as_one_word")]
    operations = [migrations.RunSQL(REFUSALS_STAND, UNDO)]
