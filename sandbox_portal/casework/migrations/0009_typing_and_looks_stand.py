"""What the database itself promises about typing on behalf, about who looked, and about more time."""

from django.db import migrations

ASSISTANCE_STANDS = """
CREATE FUNCTION casework_assistance_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.over_at IS NOT NULL
        OR to_jsonb(NEW) - 'over_at' - 'ended_by_id' - 'ending'
        IS DISTINCT FROM to_jsonb(OLD) - 'over_at' - 'ended_by_id' - 'ending' THEN
        RAISE EXCEPTION 'who typed for whom never changes; it only ends, once' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER assistance_stands BEFORE UPDATE ON casework_assistance
    FOR EACH ROW EXECUTE FUNCTION casework_assistance_stands();
CREATE TRIGGER refuse_delete BEFORE DELETE ON casework_assistance
    FOR EACH ROW EXECUTE FUNCTION casework_refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON casework_assistance
    FOR EACH STATEMENT EXECUTE FUNCTION casework_refuse_change();
"""

# Two years is what content/retention.yaml keeps; a younger record cannot be taken away by anybody.
LOOKS_STAND = """
CREATE FUNCTION casework_old_looks_alone_go() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.at > portal_now() - interval '730 days' THEN
        RAISE EXCEPTION 'who looked is kept for two years' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
END $$;

CREATE TRIGGER refuse_update BEFORE UPDATE ON casework_accessrecord
    FOR EACH ROW EXECUTE FUNCTION casework_refuse_change();
CREATE TRIGGER old_looks_alone_go BEFORE DELETE ON casework_accessrecord
    FOR EACH ROW EXECUTE FUNCTION casework_old_looks_alone_go();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON casework_accessrecord
    FOR EACH STATEMENT EXECUTE FUNCTION casework_refuse_change();
"""

MORE_TIME_STANDS = """
CREATE FUNCTION casework_more_time_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state <> 'waiting'
        OR (NEW.deadline_id, NEW.case_id, NEW.due_at, NEW.wanted_on, NEW.reason, NEW.asked_at, NEW.asked_by_id)
        IS DISTINCT FROM
        (OLD.deadline_id, OLD.case_id, OLD.due_at, OLD.wanted_on, OLD.reason, OLD.asked_at, OLD.asked_by_id) THEN
        RAISE EXCEPTION 'a question for more time is answered once' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER more_time_stands BEFORE UPDATE ON casework_moretime
    FOR EACH ROW EXECUTE FUNCTION casework_more_time_stands();
"""

UNDO = """
DROP TRIGGER more_time_stands ON casework_moretime;
DROP TRIGGER refuse_truncate ON casework_accessrecord;
DROP TRIGGER old_looks_alone_go ON casework_accessrecord;
DROP TRIGGER refuse_update ON casework_accessrecord;
DROP TRIGGER refuse_truncate ON casework_assistance;
DROP TRIGGER refuse_delete ON casework_assistance;
DROP TRIGGER assistance_stands ON casework_assistance;
DROP FUNCTION casework_more_time_stands, casework_old_looks_alone_go, casework_assistance_stands;
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0008_on_behalf_looks_and_more_time"), ("people", "0003_portal_now")]

    operations = [migrations.RunSQL([ASSISTANCE_STANDS, LOOKS_STAND, MORE_TIME_STANDS], UNDO)]
