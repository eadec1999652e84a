"""A visit, whom it met and what was typed of it belong to a case of any kind. The key of an assessment is that of its
case, so every row keeps what it names."""

import django.db.models.deletion
from django.db import migrations, models

CASE_OF = {"on_delete": django.db.models.deletion.PROTECT, "to": "casework.case"}


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0012_refusals_of_typing_stand"),
        ("inspection", "0024_a_section_knows_its_open_page"),
        ("operations", "0008_history_of_assessments"),
    ]

    operations = [
        migrations.RemoveConstraint("assessmentvisit", "one_visit_of_a_number"),
        migrations.RenameField("assessmentvisit", "assessment", "case"),
        migrations.AlterField("assessmentvisit", "case", models.ForeignKey(related_name="visits", **CASE_OF)),
        migrations.AddConstraint(
            "assessmentvisit", models.UniqueConstraint("case", "number", name="one_visit_of_a_number")
        ),
        migrations.RemoveConstraint("personmet", "one_person_of_a_code"),
        migrations.AlterModelOptions("personmet", {}),
        migrations.RenameField("personmet", "assessment", "case"),
        migrations.AlterField("personmet", "case", models.ForeignKey(related_name="people_met", **CASE_OF)),
        migrations.AlterModelOptions("personmet", {"ordering": ["case", "kind", "number"]}),
        migrations.AddConstraint(
            "personmet", models.UniqueConstraint("case", "kind", "number", name="one_person_of_a_code")
        ),
        migrations.RemoveConstraint("typeddraft", "one_draft_of_a_page"),
        migrations.RenameField("typeddraft", "assessment", "case"),
        migrations.AlterField("typeddraft", "case", models.ForeignKey(related_name="+", **CASE_OF)),
        migrations.AddConstraint(
            "typeddraft", models.UniqueConstraint("case", "person", "page", name="one_draft_of_a_page")
        ),
        migrations.RemoveField("packtaken", "assessment"),
    ]
