import datetime
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.comparison
import uuid
from django.conf import settings
from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0004_words_that_stand'),
        ('people', '0003_portal_now'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        TrigramExtension(),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('queue', models.CharField(max_length=40)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('assigned_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-assigned_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Batch',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('given_at', models.DateTimeField()),
                ('reason', models.CharField(max_length=300)),
                ('undone_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name_plural': 'batches',
                'ordering': ['-given_at'],
            },
        ),
        migrations.CreateModel(
            name='Flag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40)),
                ('reason', models.CharField(max_length=300)),
                ('raised_at', models.DateTimeField()),
                ('lowered_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-raised_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Hold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=40)),
                ('told', models.CharField(max_length=500)),
                ('staff_reason', models.CharField(blank=True, max_length=500)),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('ended_on', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['-since', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='StaffNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('written_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-written_at', '-pk'],
            },
        ),
        migrations.AddField(
            model_name='case',
            name='due_order',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Coalesce('due_at', models.Value(datetime.datetime(9999, 12, 31, 0, 0, tzinfo=datetime.timezone.utc))), output_field=models.DateTimeField()),
        ),
        migrations.AddField(
            model_name='case',
            name='flags',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, db_default=[], default=list, size=None),
        ),
        migrations.AddField(
            model_name='case',
            name='held_for',
            field=models.DurationField(db_default=datetime.timedelta(0), default=datetime.timedelta),
        ),
        migrations.AddField(
            model_name='case',
            name='held_since',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='case',
            name='hold_until',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='case',
            name='organisation_name',
            field=models.CharField(blank=True, db_default='', editable=False, max_length=200),
        ),
        migrations.AddField(
            model_name='case',
            name='person_wanted_by',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='case',
            name='trouble_since',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='case',
            name='usual_until',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='case',
            name='stuck_from',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Least('usual_until', 'person_wanted_by', 'due_at', 'hold_until', 'trouble_since'), output_field=models.DateTimeField(null=True)),
        ),
        # PostgreSQL cannot change the expression of a generated column, so it is made anew.
        migrations.RemoveIndex(model_name='case', name='case_by_words'),
        migrations.RemoveField(model_name='case', name='words'),
        migrations.AddField(
            model_name='case',
            name='words',
            field=models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.SearchVector('reference', 'title', 'organisation_name', config='simple'), output_field=django.contrib.postgres.search.SearchVectorField()),
        ),
        migrations.AddIndex(
            model_name='case',
            index=django.contrib.postgres.indexes.GinIndex(models.F('words'), name='case_by_words'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(models.F('due_order'), models.F('id'), condition=models.Q(('closed_at', None)), name='case_by_due'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(models.F('stuck_from'), models.F('id'), condition=models.Q(('closed_at', None)), name='case_by_stuck'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(models.F('owner'), models.F('stage_since'), models.F('id'), condition=models.Q(('closed_at', None)), name='case_by_owner'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(models.F('owner_role'), models.F('stage_since'), models.F('id'), condition=models.Q(('closed_at', None), ('held_since', None), ('owner', None)), name='case_waiting'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(models.F('kind'), models.F('stage_since'), models.F('id'), condition=models.Q(('closed_at', None)), name='case_by_kind_and_age'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(models.F('organisation'), models.F('stage_since'), models.F('id'), name='case_by_organisation_and_age'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(models.F('held_since'), models.F('id'), condition=models.Q(('held_since__isnull', False)), name='case_held'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=django.contrib.postgres.indexes.GinIndex(models.F('flags'), name='case_by_flags'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass('organisation_name', name='gin_trgm_ops'), name='case_by_similar_name'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('held_since', None), ('hold_until', None)), models.Q(('held_since__isnull', False), ('hold_until__isnull', False)), _connector='OR'), name='a_held_case_says_until_when'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.CheckConstraint(condition=models.Q(('closed_at', None), ('held_since', None), _connector='OR'), name='an_ended_case_is_not_held'),
        ),
        migrations.AddField(
            model_name='assignment',
            name='assigned_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='assignment',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='casework.case'),
        ),
        migrations.AddField(
            model_name='assignment',
            name='from_person',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='assignment',
            name='to_person',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='batch',
            name='given_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='batch',
            name='given_to',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='batch',
            name='undone_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='assignment',
            name='batch',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='casework.batch'),
        ),
        migrations.AddField(
            model_name='flag',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='raised_flags', to='casework.case'),
        ),
        migrations.AddField(
            model_name='flag',
            name='lowered_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='flag',
            name='raised_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='hold',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='holds', to='casework.case'),
        ),
        migrations.AddField(
            model_name='hold',
            name='ended_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='hold',
            name='set_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='staffnote',
            name='case',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='staff_notes', to='casework.case'),
        ),
        migrations.AddField(
            model_name='staffnote',
            name='corrects',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by_note', to='casework.staffnote'),
        ),
        migrations.AddField(
            model_name='staffnote',
            name='written_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='batch',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('undone_at__isnull', True), ('undone_by__isnull', True)), models.Q(('undone_at__isnull', False), ('undone_by__isnull', False)), _connector='OR'), name='batch_undone_by_somebody'),
        ),
        migrations.AddIndex(
            model_name='assignment',
            index=models.Index(fields=['case', '-assigned_at'], name='assignment_by_case'),
        ),
        migrations.AddConstraint(
            model_name='flag',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('lowered_at__isnull', True), ('lowered_by__isnull', True)), models.Q(('lowered_at__isnull', False), ('lowered_by__isnull', False)), _connector='OR'), name='flag_lowered_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='flag',
            constraint=models.UniqueConstraint(models.F('case'), models.F('code'), condition=models.Q(('lowered_at', None)), name='one_flag_of_a_code_on_a_case'),
        ),
        migrations.AddConstraint(
            model_name='hold',
            constraint=models.UniqueConstraint(models.F('case'), condition=models.Q(('ended_on', None)), name='one_hold_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='hold',
            constraint=models.CheckConstraint(condition=models.Q(('until__gt', models.F('since'))), name='hold_ends_after_it_begins'),
        ),
        migrations.AddConstraint(
            model_name='hold',
            constraint=models.CheckConstraint(condition=models.Q(('ended_on', None), ('ended_on__gte', models.F('since')), _connector='OR'), name='hold_ended_after_it_began'),
        ),
        migrations.AddConstraint(
            model_name='hold',
            constraint=models.CheckConstraint(condition=models.Q(('ended_on__isnull', False), ('ended_by', None), _connector='OR'), name='only_an_ended_hold_has_an_ender'),
        ),
        migrations.AddIndex(
            model_name='staffnote',
            index=models.Index(fields=['case', '-written_at'], name='staff_note_by_case'),
        ),
        migrations.AddConstraint(
            model_name='staffnote',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='a_note_says_something'),
        ),
    ]
