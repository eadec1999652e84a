"""The one clock of the portal, as a function of the database."""

from django.db import migrations

CREATE = """
CREATE FUNCTION portal_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$
  SELECT clock_timestamp()
       + coalesce(nullif(current_setting('portal.clock_offset', true), '')::interval, interval '0')
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0002_cache_entry")]
    operations = [migrations.RunSQL(CREATE, "DROP FUNCTION portal_now()")]
