"""What the database itself promises about the timeline, the stage of a case, and the outbox."""

from django.db import migrations

DIGEST = """
CREATE FUNCTION casework_event_digest(
    case_id uuid, sequence integer, verb text, from_stage text, to_stage text, by_id uuid, actor_kind text,
    at timestamptz, recorded_at timestamptz, note text, data jsonb, previous_hash text
) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT encode(
        sha256(
            convert_to(
                jsonb_build_array(
                    case_id, sequence, verb, from_stage, to_stage, by_id, actor_kind,
                    extract(epoch FROM at AT TIME ZONE 'UTC'), extract(epoch FROM recorded_at AT TIME ZONE 'UTC'),
                    note, data, previous_hash
                )::text,
                'UTF8'
            )
        ),
        'hex'
    )
$$;
"""

# The lock makes writers of one case queue up. It is not FOR UPDATE: that would collide with the key-share locks which
# foreign keys to the case take, and two transactions that both refer to the case would deadlock.
SEAL = """
CREATE FUNCTION casework_seal_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    previous record;
BEGIN
    PERFORM 1 FROM casework_case WHERE id = NEW.case_id FOR NO KEY UPDATE;
    SELECT sequence, hash INTO previous
        FROM casework_event WHERE case_id = NEW.case_id ORDER BY sequence DESC LIMIT 1;
    NEW.sequence := coalesce(previous.sequence, 0) + 1;
    NEW.previous_hash := coalesce(previous.hash, '');
    NEW.recorded_at := clock_timestamp();
    IF NEW.at > greatest(NEW.recorded_at, portal_now()) + interval '5 seconds' THEN
        RAISE EXCEPTION 'an event cannot be dated in the future' USING ERRCODE = 'check_violation';
    END IF;
    NEW.hash := casework_event_digest(
        NEW.case_id, NEW.sequence, NEW.verb, NEW.from_stage, NEW.to_stage, NEW.by_id, NEW.actor_kind,
        NEW.at, NEW.recorded_at, NEW.note, NEW.data, NEW.previous_hash
    );
    RETURN NEW;
END $$;

CREATE TRIGGER seal_event BEFORE INSERT ON casework_event
    FOR EACH ROW EXECUTE FUNCTION casework_seal_event();
"""

APPEND_ONLY = """
CREATE FUNCTION casework_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' AND current_setting('portal.allow_truncate', true) = 'on' THEN
        RETURN NULL;  -- the test runner empties its own database this way
    END IF;
    RAISE EXCEPTION '% on % is refused: rows are only ever added', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON casework_event
    FOR EACH ROW EXECUTE FUNCTION casework_refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON casework_event
    FOR EACH STATEMENT EXECUTE FUNCTION casework_refuse_change();
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON casework_auditanchor
    FOR EACH ROW EXECUTE FUNCTION casework_refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON casework_auditanchor
    FOR EACH STATEMENT EXECUTE FUNCTION casework_refuse_change();
"""

# Checked when the transaction ends, because the step writes its event just before it moves the case.
STAGE_HAS_ITS_EVENT = """
CREATE FUNCTION casework_stage_has_its_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    moved_case uuid;
    stage_now text;
    stage_told text;
BEGIN
    IF TG_TABLE_NAME = 'casework_case' THEN moved_case := NEW.id; ELSE moved_case := NEW.case_id; END IF;
    SELECT stage INTO stage_now FROM casework_case WHERE id = moved_case;
    SELECT to_stage INTO stage_told
        FROM casework_event WHERE case_id = moved_case AND to_stage <> '' ORDER BY sequence DESC LIMIT 1;
    IF stage_now IS NOT NULL AND stage_now IS DISTINCT FROM stage_told THEN
        RAISE EXCEPTION 'case % is at % but its newest step led to %', moved_case, stage_now, coalesce(stage_told, 'nowhere')
            USING ERRCODE = 'check_violation', CONSTRAINT = 'stage_has_its_event';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER stage_has_its_event AFTER INSERT OR UPDATE OF stage ON casework_case
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION casework_stage_has_its_event();
CREATE CONSTRAINT TRIGGER event_moves_its_case AFTER INSERT ON casework_event
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.to_stage <> '')
    EXECUTE FUNCTION casework_stage_has_its_event();
"""

WAKE_THE_RELAY = """
CREATE FUNCTION casework_wake_relay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('outbox', '');
    RETURN NULL;
END $$;

CREATE TRIGGER wake_relay AFTER INSERT OR UPDATE OF held, due_at ON casework_outboxentry
    FOR EACH STATEMENT EXECUTE FUNCTION casework_wake_relay();
"""

UNDO = """
DROP TRIGGER wake_relay ON casework_outboxentry;
DROP TRIGGER event_moves_its_case ON casework_event;
DROP TRIGGER stage_has_its_event ON casework_case;
DROP TRIGGER refuse_truncate ON casework_auditanchor;
DROP TRIGGER refuse_change ON casework_auditanchor;
DROP TRIGGER refuse_truncate ON casework_event;
DROP TRIGGER refuse_change ON casework_event;
DROP TRIGGER seal_event ON casework_event;
DROP FUNCTION casework_wake_relay, casework_stage_has_its_event, casework_refuse_change, casework_seal_event,
    casework_event_digest;
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0001_initial"), ("people", "0003_portal_now")]

    operations = [
        migrations.RunSQL([DIGEST, SEAL, APPEND_ONLY, STAGE_HAS_ITS_EVENT, WAKE_THE_RELAY], UNDO),
    ]
