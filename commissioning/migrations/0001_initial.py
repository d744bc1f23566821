import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import opmodel.editions.models.fields
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('editions', '0001_initial'),
        ('places', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Cycle',
            fields=[
                ('element', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, related_name='as_%(class)s', serialize=False, to='editions.element')),
                ('published_by', opmodel.editions.models.fields.Reference(blank=True, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='cycles_published', to='places.body')),
            ],
            options={
                'verbose_name': 'commissioning cycle',
                'ordering': ('position', 'key'),
                'abstract': False,
            },
            bases=('editions.element',),
        ),
        migrations.CreateModel(
            name='HistoricalCycle',
            fields=[
                ('id', models.UUIDField(db_index=True, editable=False)),
                ('key', models.CharField(max_length=120, validators=[django.core.validators.RegexValidator('\\A[a-z0-9]+(-[a-z0-9]+)*\\Z', 'Use lower-case letters and digits, with single hyphens between words.')])),
                ('kind', models.CharField(editable=False, max_length=40)),
                ('name', models.CharField(max_length=300)),
                ('also_known_as', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), blank=True, default=list, help_text='Abbreviations and other names people search for.', size=None)),
                ('summary', models.TextField(blank=True)),
                ('position', models.PositiveIntegerField(default=0, help_text='Its place among its kind, as in the source.')),
                ('standing', models.CharField(choices=[('in-force', 'In force'), ('agreed', 'Agreed'), ('proposed', 'Proposed'), ('draft', 'Draft'), ('work-in-progress', 'Work in progress'), ('to-be-confirmed', 'To be confirmed'), ('question', 'Question'), ('delivered', 'Delivered')], default='in-force', max_length=20)),
                ('reading', models.TextField(blank=True, help_text='What here is an interpretation, and why. Empty: the source says so.')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('element', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, parent_link=True, related_name='+', to='editions.element')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('edition', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='editions.edition')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('published_by', opmodel.editions.models.fields.Reference(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='places.body')),
            ],
            options={
                'verbose_name': 'historical commissioning cycle',
                'verbose_name_plural': 'historical commissioning cycles',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalResponsibility',
            fields=[
                ('id', models.UUIDField(db_index=True, editable=False)),
                ('key', models.CharField(max_length=120, validators=[django.core.validators.RegexValidator('\\A[a-z0-9]+(-[a-z0-9]+)*\\Z', 'Use lower-case letters and digits, with single hyphens between words.')])),
                ('kind', models.CharField(editable=False, max_length=40)),
                ('name', models.CharField(max_length=300)),
                ('also_known_as', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), blank=True, default=list, help_text='Abbreviations and other names people search for.', size=None)),
                ('summary', models.TextField(blank=True)),
                ('position', models.PositiveIntegerField(default=0, help_text='Its place among its kind, as in the source.')),
                ('standing', models.CharField(choices=[('in-force', 'In force'), ('agreed', 'Agreed'), ('proposed', 'Proposed'), ('draft', 'Draft'), ('work-in-progress', 'Work in progress'), ('to-be-confirmed', 'To be confirmed'), ('question', 'Question'), ('delivered', 'Delivered')], default='in-force', max_length=20)),
                ('reading', models.TextField(blank=True, help_text='What here is an interpretation, and why. Empty: the source says so.')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('part', models.CharField(blank=True, choices=[('accountable', 'Accountable'), ('responsible', 'Responsible'), ('consulted', 'Consulted'), ('informed', 'Informed')], max_length=20)),
                ('element', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, parent_link=True, related_name='+', to='editions.element')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('cycle', opmodel.editions.models.fields.Reference(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='commissioning.cycle')),
                ('edition', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='editions.edition')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('holder', opmodel.editions.models.fields.Reference(blank=True, db_constraint=False, kinds=('body', 'directorate', 'team', 'post', 'committee', 'partnership', 'collaborative'), null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='editions.element')),
            ],
            options={
                'verbose_name': 'historical responsibility',
                'verbose_name_plural': 'historical responsibilities',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalStage',
            fields=[
                ('id', models.UUIDField(db_index=True, editable=False)),
                ('key', models.CharField(max_length=120, validators=[django.core.validators.RegexValidator('\\A[a-z0-9]+(-[a-z0-9]+)*\\Z', 'Use lower-case letters and digits, with single hyphens between words.')])),
                ('kind', models.CharField(editable=False, max_length=40)),
                ('name', models.CharField(max_length=300)),
                ('also_known_as', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), blank=True, default=list, help_text='Abbreviations and other names people search for.', size=None)),
                ('summary', models.TextField(blank=True)),
                ('position', models.PositiveIntegerField(default=0, help_text='Its place among its kind, as in the source.')),
                ('standing', models.CharField(choices=[('in-force', 'In force'), ('agreed', 'Agreed'), ('proposed', 'Proposed'), ('draft', 'Draft'), ('work-in-progress', 'Work in progress'), ('to-be-confirmed', 'To be confirmed'), ('question', 'Question'), ('delivered', 'Delivered')], default='in-force', max_length=20)),
                ('reading', models.TextField(blank=True, help_text='What here is an interpretation, and why. Empty: the source says so.')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('element', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, parent_link=True, related_name='+', to='editions.element')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('cycle', opmodel.editions.models.fields.Reference(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='commissioning.cycle')),
                ('edition', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='editions.edition')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical stage',
                'verbose_name_plural': 'historical stages',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Responsibility',
            fields=[
                ('element', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, related_name='as_%(class)s', serialize=False, to='editions.element')),
                ('part', models.CharField(blank=True, choices=[('accountable', 'Accountable'), ('responsible', 'Responsible'), ('consulted', 'Consulted'), ('informed', 'Informed')], max_length=20)),
                ('cycle', opmodel.editions.models.fields.Reference(on_delete=django.db.models.deletion.RESTRICT, related_name='entries', to='commissioning.cycle')),
                ('holder', opmodel.editions.models.fields.Reference(kinds=('body', 'directorate', 'team', 'post', 'committee', 'partnership', 'collaborative'), on_delete=django.db.models.deletion.RESTRICT, related_name='responsibilities', to='editions.element')),
            ],
            options={
                'verbose_name': 'responsibility',
                'verbose_name_plural': 'responsibilities',
                'ordering': ('position', 'key'),
                'abstract': False,
            },
            bases=('editions.element',),
        ),
        migrations.CreateModel(
            name='Stage',
            fields=[
                ('element', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, related_name='as_%(class)s', serialize=False, to='editions.element')),
                ('cycle', opmodel.editions.models.fields.Reference(on_delete=django.db.models.deletion.RESTRICT, related_name='cycle_stages', to='commissioning.cycle')),
            ],
            options={
                'verbose_name': 'stage',
                'ordering': ('position', 'key'),
                'abstract': False,
            },
            bases=('editions.element',),
        ),
        migrations.CreateModel(
            name='ResponsibilityStage',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('position', models.PositiveIntegerField(default=0)),
                ('responsibility', opmodel.editions.models.fields.Reference(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='commissioning.responsibility')),
                ('stage', opmodel.editions.models.fields.Reference(on_delete=django.db.models.deletion.RESTRICT, related_name='+', to='commissioning.stage')),
            ],
            options={
                'ordering': ('position',),
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='responsibility',
            name='stages',
            field=models.ManyToManyField(related_name='covered_by', through='commissioning.ResponsibilityStage', to='commissioning.stage'),
        ),
        migrations.AddConstraint(
            model_name='responsibilitystage',
            constraint=models.UniqueConstraint(fields=('responsibility', 'stage'), name='responsibility_stage_once'),
        ),
    ]
