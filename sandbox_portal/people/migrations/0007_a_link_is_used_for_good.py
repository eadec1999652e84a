"""How a one-time link was used stays as it is (B10)."""

from django.db import migrations

STAYS = """
CREATE TRIGGER link_use_stays BEFORE UPDATE OR DELETE ON people_linkuse
    FOR EACH ROW EXECUTE FUNCTION people_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0006_one_time_links")]
    operations = [migrations.RunSQL(STAYS, "DROP TRIGGER link_use_stays ON people_linkuse")]
