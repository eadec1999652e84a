"""What the database promises: particulars are only ever added, and every change of the register has an edition."""

from django.db import migrations

PARTICULARS_STAY = """
CREATE FUNCTION register_stamp_particulars() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.recorded_at := portal_now();
    RETURN NEW;
END $$;
CREATE TRIGGER stamp_particulars BEFORE INSERT ON register_particulars
    FOR EACH ROW EXECUTE FUNCTION register_stamp_particulars();
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON register_particulars
    FOR EACH ROW EXECUTE FUNCTION casework_refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON register_particulars
    FOR EACH STATEMENT EXECUTE FUNCTION casework_refuse_change();
"""

# Deferred, so that the row is locked for the length of a commit alone and always as the last one.
EDITIONS_GROW = """
CREATE FUNCTION register_count_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO register_edition AS edition (id, number, changed_at) VALUES (1, 1, portal_now())
    ON CONFLICT (id) DO UPDATE SET number = edition.number + 1, changed_at = portal_now();
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER count_edition AFTER INSERT OR UPDATE OR DELETE ON register_service
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION register_count_edition();
CREATE CONSTRAINT TRIGGER count_edition AFTER INSERT ON register_statusentry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION register_count_edition();
CREATE CONSTRAINT TRIGGER count_edition AFTER INSERT ON register_particulars
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION register_count_edition();
"""

UNDO = """
DROP TRIGGER count_edition ON register_particulars;
DROP TRIGGER count_edition ON register_statusentry;
DROP TRIGGER count_edition ON register_service;
DROP FUNCTION register_count_edition();
DROP TRIGGER refuse_truncate ON register_particulars;
DROP TRIGGER refuse_change ON register_particulars;
DROP TRIGGER stamp_particulars ON register_particulars;
DROP FUNCTION register_stamp_particulars();
"""


class Migration(migrations.Migration):
    dependencies = [("register", "0003_particulars")]
    operations = [migrations.RunSQL(PARTICULARS_STAY + EDITIONS_GROW, UNDO)]
