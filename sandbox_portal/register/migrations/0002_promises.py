"""What the database itself promises: entries are only added, at its own time, and services carry their owner's name."""

from django.db import migrations

ENTRIES_STAY = """
CREATE FUNCTION register_stamp_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.recorded_at := portal_now();
    IF NEW.corrects_id IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM register_statusentry wrong
        WHERE wrong.id = NEW.corrects_id AND wrong.service_id = NEW.service_id
          AND wrong.scheme = NEW.scheme AND wrong.part = NEW.part
    ) THEN
        RAISE EXCEPTION 'a correction speaks of the same service, scheme and part' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER stamp_entry BEFORE INSERT ON register_statusentry
    FOR EACH ROW EXECUTE FUNCTION register_stamp_entry();
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON register_statusentry
    FOR EACH ROW EXECUTE FUNCTION casework_refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON register_statusentry
    FOR EACH STATEMENT EXECUTE FUNCTION casework_refuse_change();
"""

NAMES_FOLLOW = """
CREATE FUNCTION register_copy_organisation_name() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT name INTO NEW.organisation_name FROM people_organisation WHERE id = NEW.organisation_id;
    RETURN NEW;
END $$;
CREATE TRIGGER copy_organisation_name BEFORE INSERT OR UPDATE ON register_service
    FOR EACH ROW EXECUTE FUNCTION register_copy_organisation_name();
CREATE FUNCTION register_follow_organisation_name() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE register_service SET organisation_name = NEW.name WHERE organisation_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER follow_in_register AFTER UPDATE OF name ON people_organisation
    FOR EACH ROW WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION register_follow_organisation_name();
"""

UNDO = """
DROP TRIGGER follow_in_register ON people_organisation;
DROP FUNCTION register_follow_organisation_name();
DROP TRIGGER copy_organisation_name ON register_service;
DROP FUNCTION register_copy_organisation_name();
DROP TRIGGER refuse_truncate ON register_statusentry;
DROP TRIGGER refuse_change ON register_statusentry;
DROP TRIGGER stamp_entry ON register_statusentry;
DROP FUNCTION register_stamp_entry();
"""


class Migration(migrations.Migration):
    dependencies = [("register", "0001_initial"), ("casework", "0002_triggers"), ("people", "0003_portal_now")]
    operations = [migrations.RunSQL(ENTRIES_STAY + NAMES_FOLLOW, UNDO)]
