"""The published record of a draw names roles, so the roles are kept with the draw and frozen with it."""

from django.db import migrations, models

CHANGEABLE_UNTIL_HELD = """
DROP TRIGGER the_frozen_draw_stands ON selection_draw;
CREATE TRIGGER the_frozen_draw_stands BEFORE UPDATE ON selection_draw
  FOR EACH ROW WHEN (OLD.drawn_at IS NULL)
  EXECUTE FUNCTION selection_only_these_columns('source_values', 'entered_at', 'entered_by_id', 'confirmed_by_id',
    'operator', 'confirmer', 'reveal', 'key', 'drawn_at', 'sealed_secret', 'voided_at', 'voided_by_id', 'void_reason');
"""


class Migration(migrations.Migration):
    dependencies = [("selection", "0003_scales")]
    operations = [
        migrations.AddField("draw", "operator", models.CharField(default="Chair of the panel", max_length=60)),
        migrations.AddField("draw", "confirmer", models.CharField(blank=True, max_length=60)),
        migrations.RunSQL(CHANGEABLE_UNTIL_HELD, migrations.RunSQL.noop),
    ]
