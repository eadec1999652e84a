"""What the database itself promises about the record of people, and about the owners of an organisation."""

from django.db import migrations

DIGEST = """
CREATE FUNCTION people_event_digest(
    chain uuid, sequence integer, verb text, person_id uuid, organisation_id uuid, by_id uuid,
    at timestamptz, recorded_at timestamptz, note text, data jsonb, previous_hash text
) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT encode(
        sha256(
            convert_to(
                jsonb_build_array(
                    chain, sequence, verb, person_id, organisation_id, by_id,
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

# A chain has no row of its own that could be locked, so writers of one chain queue up at an advisory lock.
SEAL = """
CREATE FUNCTION people_seal_event() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    previous record;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('people_personevent ' || NEW.chain::text, 0));
    SELECT sequence, hash INTO previous
        FROM people_personevent WHERE chain = NEW.chain ORDER BY sequence DESC LIMIT 1;
    NEW.sequence := coalesce(previous.sequence, 0) + 1;
    NEW.previous_hash := coalesce(previous.hash, '');
    NEW.recorded_at := clock_timestamp();
    IF NEW.at > greatest(NEW.recorded_at, portal_now()) + interval '5 seconds' THEN
        RAISE EXCEPTION 'an event cannot be dated in the future' USING ERRCODE = 'check_violation';
    END IF;
    NEW.hash := people_event_digest(
        NEW.chain, NEW.sequence, NEW.verb, NEW.person_id, NEW.organisation_id, NEW.by_id,
        NEW.at, NEW.recorded_at, NEW.note, NEW.data, NEW.previous_hash
    );
    RETURN NEW;
END $$;

CREATE TRIGGER seal_event BEFORE INSERT ON people_personevent
    FOR EACH ROW EXECUTE FUNCTION people_seal_event();
"""

APPEND_ONLY = """
CREATE FUNCTION people_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' AND current_setting('portal.allow_truncate', true) = 'on' THEN
        RETURN NULL;  -- the test runner empties its own database this way
    END IF;
    RAISE EXCEPTION '% on % is refused: rows are only ever added', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON people_personevent
    FOR EACH ROW EXECUTE FUNCTION people_refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON people_personevent
    FOR EACH STATEMENT EXECUTE FUNCTION people_refuse_change();
"""

# Looked at when the transaction ends, so that one owner may hand over to another in it. The lock makes two people who
# leave at the same moment come one after the other, and the second then sees what the first left behind.
LAST_OWNER = """
CREATE FUNCTION people_an_owner_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM people_organisation WHERE id = OLD.organisation_id FOR NO KEY UPDATE;
    IF FOUND AND NOT EXISTS (
        SELECT 1 FROM people_membership
        WHERE organisation_id = OLD.organisation_id AND place = 'owner' AND ended_at IS NULL
    ) THEN
        RAISE EXCEPTION 'organisation % would be left without an owner', OLD.organisation_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'an_owner_stays';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER an_owner_stays AFTER UPDATE OF place, ended_at, organisation_id OR DELETE ON people_membership
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.place = 'owner' AND OLD.ended_at IS NULL)
    EXECUTE FUNCTION people_an_owner_stays();
"""

UNDO = """
DROP TRIGGER an_owner_stays ON people_membership;
DROP TRIGGER refuse_truncate ON people_personevent;
DROP TRIGGER refuse_change ON people_personevent;
DROP TRIGGER seal_event ON people_personevent;
DROP FUNCTION people_an_owner_stays, people_refuse_change, people_seal_event, people_event_digest;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0004_history_invitations_and_resets")]

    operations = [migrations.RunSQL([DIGEST, SEAL, APPEND_ONLY, LAST_OWNER], UNDO)]
