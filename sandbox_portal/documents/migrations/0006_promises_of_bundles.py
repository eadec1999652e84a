"""What the database itself promises about files of messages and about bundles."""

from django.db import migrations

PROMISES = """
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON documents_messagefile
    FOR EACH ROW EXECUTE FUNCTION casework_refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON documents_messagefile
    FOR EACH STATEMENT EXECUTE FUNCTION casework_refuse_change();

CREATE FUNCTION documents_bundle_only_goes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(NEW) - 'removed_at' IS DISTINCT FROM to_jsonb(OLD) - 'removed_at' OR OLD.removed_at IS NOT NULL THEN
        RAISE EXCEPTION 'a bundle never changes; it goes when its time is over' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER bundle_only_goes BEFORE UPDATE ON documents_bundle
    FOR EACH ROW EXECUTE FUNCTION documents_bundle_only_goes();
CREATE TRIGGER refuse_delete BEFORE DELETE ON documents_bundle
    FOR EACH ROW EXECUTE FUNCTION casework_refuse_change();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON documents_bundle
    FOR EACH STATEMENT EXECUTE FUNCTION casework_refuse_change();
"""

UNDO = """
DROP TRIGGER refuse_truncate ON documents_bundle;
DROP TRIGGER refuse_delete ON documents_bundle;
DROP TRIGGER bundle_only_goes ON documents_bundle;
DROP TRIGGER refuse_truncate ON documents_messagefile;
DROP TRIGGER refuse_change ON documents_messagefile;
DROP FUNCTION documents_bundle_only_goes;
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0005_bundles_and_files_of_messages"), ("casework", "0004_words_that_stand")]

    operations = [migrations.RunSQL([PROMISES], UNDO)]
