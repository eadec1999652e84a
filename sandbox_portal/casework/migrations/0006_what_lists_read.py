"""What the database itself keeps for the lists: names and flags beside the case, trouble in the background, and that
notes and assignments are only ever added."""

from django.db import migrations

NAME = """
CREATE FUNCTION casework_name_the_organisation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.organisation_name := coalesce((SELECT name FROM people_organisation WHERE id = NEW.organisation_id), '');
    RETURN NEW;
END $$;

CREATE TRIGGER name_the_organisation BEFORE INSERT OR UPDATE OF organisation_id, organisation_name ON casework_case
    FOR EACH ROW EXECUTE FUNCTION casework_name_the_organisation();

CREATE FUNCTION casework_organisation_is_renamed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE casework_case SET organisation_name = NEW.name WHERE organisation_id = NEW.id;
    RETURN NULL;
END $$;

CREATE TRIGGER rename_on_cases AFTER UPDATE OF name ON people_organisation
    FOR EACH ROW WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION casework_organisation_is_renamed();

UPDATE casework_case SET organisation_name = '';
"""

FLAGS = """
CREATE FUNCTION casework_flags_that_are_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.flags := coalesce(
        (SELECT array_agg(code ORDER BY code) FROM casework_flag WHERE case_id = NEW.id AND lowered_at IS NULL), '{}'
    );
    RETURN NEW;
END $$;

CREATE TRIGGER flags_that_are_up BEFORE INSERT OR UPDATE OF flags ON casework_case
    FOR EACH ROW EXECUTE FUNCTION casework_flags_that_are_up();

CREATE FUNCTION casework_show_flags() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE casework_case SET flags = flags WHERE id = coalesce(NEW.case_id, OLD.case_id);
    RETURN NULL;
END $$;

CREATE TRIGGER show_flags AFTER INSERT OR UPDATE OR DELETE ON casework_flag
    FOR EACH ROW EXECUTE FUNCTION casework_show_flags();
"""

# A wing's noun has the id of its case, so whatever background work names in its key or payload leads to the case.
TROUBLE = """
CREATE INDEX outbox_given_up ON casework_outboxentry (given_up_at) WHERE given_up_at IS NOT NULL AND finished_at IS NULL;

CREATE FUNCTION casework_show_trouble() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE casework_case SET trouble_since = (
        SELECT min(given_up_at) FROM casework_outboxentry entry
        WHERE given_up_at IS NOT NULL AND finished_at IS NULL
        AND position(casework_case.id::text IN entry.key || entry.payload::text) > 0
    ) WHERE id IN (
        SELECT named.parts[1]::uuid FROM regexp_matches(
            NEW.key || ' ' || NEW.payload::text,
            '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}', 'g'
        ) AS named(parts)
    );
    RETURN NULL;
END $$;

CREATE TRIGGER show_trouble AFTER UPDATE OF given_up_at, finished_at ON casework_outboxentry
    FOR EACH ROW WHEN (
        OLD.given_up_at IS DISTINCT FROM NEW.given_up_at
        OR (NEW.given_up_at IS NOT NULL AND OLD.finished_at IS DISTINCT FROM NEW.finished_at)
    )
    EXECUTE FUNCTION casework_show_trouble();
"""

ONLY_ADDED = """
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON casework_staffnote
    FOR EACH ROW EXECUTE FUNCTION casework_refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON casework_staffnote
    FOR EACH STATEMENT EXECUTE FUNCTION casework_refuse_change();
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON casework_assignment
    FOR EACH ROW EXECUTE FUNCTION casework_refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON casework_assignment
    FOR EACH STATEMENT EXECUTE FUNCTION casework_refuse_change();
"""

UNDO = """
DROP TRIGGER refuse_truncate ON casework_assignment;
DROP TRIGGER refuse_change ON casework_assignment;
DROP TRIGGER refuse_truncate ON casework_staffnote;
DROP TRIGGER refuse_change ON casework_staffnote;
DROP TRIGGER show_trouble ON casework_outboxentry;
DROP INDEX outbox_given_up;
DROP TRIGGER show_flags ON casework_flag;
DROP TRIGGER flags_that_are_up ON casework_case;
DROP TRIGGER rename_on_cases ON people_organisation;
DROP TRIGGER name_the_organisation ON casework_case;
DROP FUNCTION casework_show_trouble, casework_show_flags, casework_flags_that_are_up,
    casework_organisation_is_renamed, casework_name_the_organisation;
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0005_queues")]

    operations = [migrations.RunSQL([NAME, FLAGS, TROUBLE, ONLY_ADDED], UNDO)]
