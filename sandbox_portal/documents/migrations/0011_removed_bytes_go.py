"""Bytes go when a virus was found in them, or when nobody holds them any more: the database looks itself."""

from django.db import migrations

HELD_BYTES_STAY = """
CREATE FUNCTION documents_held_bytes_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.bytes_removed_at IS NULL OR NEW.scan_state = 'refused' THEN
        RETURN NEW;
    END IF;
    IF EXISTS (SELECT 1 FROM documents_attachment WHERE evidence_file_id = NEW.id AND removed_at IS NULL)
        OR EXISTS (SELECT 1 FROM documents_messagefile WHERE evidence_file_id = NEW.id) THEN
        RAISE EXCEPTION 'a file that stands somewhere keeps its bytes' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER held_bytes_stay BEFORE INSERT OR UPDATE ON documents_evidencefile
    FOR EACH ROW EXECUTE FUNCTION documents_held_bytes_stay();
"""

BACK = """
DROP TRIGGER held_bytes_stay ON documents_evidencefile;
DROP FUNCTION documents_held_bytes_stay();
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0010_old_bundles_go")]

    operations = [
        migrations.RunSQL(HELD_BYTES_STAY, BACK),
        migrations.RemoveConstraint(model_name="evidencefile", name="only_refused_bytes_are_removed"),
    ]
