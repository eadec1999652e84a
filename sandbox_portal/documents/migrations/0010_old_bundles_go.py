"""What a bundle held may be erased a year after it was made (content/retention.yaml, “work”); it still never changes."""

from django.db import migrations

GO = """
CREATE FUNCTION documents_old_bundle_goes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND OLD.made_at < portal_now() - interval '365 days' THEN RETURN OLD; END IF;
    RAISE EXCEPTION 'what a bundle held stays for a year, and never changes' USING ERRCODE = 'restrict_violation';
END $$;
DROP TRIGGER refuse_change ON documents_bundle;
CREATE TRIGGER old_bundle_goes BEFORE UPDATE OR DELETE ON documents_bundle
    FOR EACH ROW EXECUTE FUNCTION documents_old_bundle_goes();
"""

STAY = """
DROP TRIGGER old_bundle_goes ON documents_bundle;
DROP FUNCTION documents_old_bundle_goes;
CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE ON documents_bundle
    FOR EACH ROW EXECUTE FUNCTION casework_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0009_quarantine"), ("people", "0003_portal_now")]

    operations = [migrations.RunSQL(GO, STAY)]
