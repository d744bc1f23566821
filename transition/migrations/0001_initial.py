import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('editions', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Figure',
            fields=[
                ('element', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, related_name='as_%(class)s', serialize=False, to='editions.element')),
                ('wording', models.CharField(blank=True, help_text='The figure as the source words it.', max_length=200)),
                ('amount', models.DecimalField(blank=True, decimal_places=4, max_digits=20, null=True)),
                ('unit', models.CharField(blank=True, max_length=40)),
            ],
            options={
                'verbose_name': 'figure',
                'ordering': ('position', 'key'),
                'abstract': False,
            },
            bases=('editions.element',),
        ),
        migrations.CreateModel(
            name='Principle',
            fields=[
                ('element', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, related_name='as_%(class)s', serialize=False, to='editions.element')),
                ('form', models.CharField(choices=[('purpose', 'Purpose'), ('role', 'Role'), ('aim', 'Aim'), ('value', 'Value'), ('engagement-principle', 'Engagement principle'), ('commissioning-principle', 'Strategic commissioning principle'), ('design-principle', 'Design principle')], default='design-principle', max_length=30)),
            ],
            options={
                'verbose_name': 'principle',
                'ordering': ('position', 'key'),
                'abstract': False,
            },
            bases=('editions.element',),
        ),
        migrations.CreateModel(
            name='HistoricalFigure',
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
                ('wording', models.CharField(blank=True, help_text='The figure as the source words it.', max_length=200)),
                ('amount', models.DecimalField(blank=True, decimal_places=4, max_digits=20, null=True)),
                ('unit', models.CharField(blank=True, max_length=40)),
                ('element', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, parent_link=True, related_name='+', to='editions.element')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('edition', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='editions.edition')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical figure',
                'verbose_name_plural': 'historical figures',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalPrinciple',
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
                ('form', models.CharField(choices=[('purpose', 'Purpose'), ('role', 'Role'), ('aim', 'Aim'), ('value', 'Value'), ('engagement-principle', 'Engagement principle'), ('commissioning-principle', 'Strategic commissioning principle'), ('design-principle', 'Design principle')], default='design-principle', max_length=30)),
                ('element', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, parent_link=True, related_name='+', to='editions.element')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('edition', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='editions.edition')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical principle',
                'verbose_name_plural': 'historical principles',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
    ]
