"""What the database itself promises about the record of a visit: no word of it changes or goes."""

from django.db import migrations

ENTRIES_STAY = """
CREATE FUNCTION inspection_entries_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE'
       OR to_jsonb(NEW) - 'standing' IS DISTINCT FROM to_jsonb(OLD) - 'standing'
       OR (OLD.standing, NEW.standing) NOT IN (('stands', 'stands'), ('stands', 'earlier'), ('beside', 'settled'))
    THEN
        RAISE EXCEPTION 'what was written in the record of a visit stays as it was written'
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'entries_stay';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER entries_stay BEFORE UPDATE OR DELETE ON inspection_recordentry
    FOR EACH ROW EXECUTE FUNCTION inspection_entries_stay();
CREATE TRIGGER proof_of_entries_stays BEFORE UPDATE OR DELETE ON inspection_capturedentry
    FOR EACH ROW EXECUTE FUNCTION inspection_proof_stays();
"""
UNDO = """
DROP TRIGGER proof_of_entries_stays ON inspection_capturedentry;
DROP TRIGGER entries_stay ON inspection_recordentry;
DROP FUNCTION inspection_entries_stay();
"""


class Migration(migrations.Migration):
    dependencies = [("inspection", "0018_the_record_of_a_visit")]
    operations = [migrations.RunSQL(ENTRIES_STAY, UNDO)]
