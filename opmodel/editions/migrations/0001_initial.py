import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import opmodel.editions.models.element
import opmodel.editions.models.fields
import simple_history.models
from django.conf import settings
from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension
from django.db import migrations, models

from opmodel.editions import database


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        TrigramExtension(),
        UnaccentExtension(),
        migrations.RunSQL(database.SEARCH_SQL, database.DROP_SEARCH_SQL),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('slug', models.CharField(help_text='The name in addresses. It never changes.', max_length=60, primary_key=True, serialize=False, validators=[django.core.validators.RegexValidator('\\A[a-z0-9]+(-[a-z0-9]+)*\\Z', 'Use lower-case letters and digits, with single hyphens between words.')])),
                ('name', models.CharField(max_length=200)),
                ('short_name', models.CharField(blank=True, max_length=60)),
                ('kind', models.CharField(choices=[('icb', 'Integrated Care Board'), ('ics', 'Integrated Care System'), ('icp', 'Integrated Care Partnership'), ('ccg', 'Clinical Commissioning Group'), ('nhs-trust', 'NHS trust'), ('nhs-foundation-trust', 'NHS foundation trust'), ('local-authority', 'Local authority'), ('national-body', 'National body'), ('region', 'NHS England region'), ('alliance', 'Alliance'), ('network', 'Network'), ('commissioning-support-unit', 'Commissioning support unit'), ('voluntary', 'Voluntary, community or social enterprise'), ('independent', 'Independent provider'), ('other', 'Other body')], max_length=40)),
                ('summary', models.TextField(blank=True)),
                ('legal_from', models.DateField(blank=True, null=True)),
                ('legal_until', models.DateField(blank=True, help_text='The last day on which it existed.', null=True)),
                ('operational_from', models.DateField(blank=True, null=True)),
                ('operational_until', models.DateField(blank=True, null=True)),
                ('sample', models.BooleanField(default=False, help_text='Invented for demonstration.')),
            ],
            options={
                'ordering': ('name',),
                'permissions': (('view_drafts', "Can see the organisation's drafts"),),
            },
        ),
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('slug', models.CharField(max_length=80, unique=True, validators=[django.core.validators.RegexValidator('\\A[a-z0-9]+(-[a-z0-9]+)*\\Z', 'Use lower-case letters and digits, with single hyphens between words.')])),
                ('title', models.CharField(max_length=200)),
                ('label', models.CharField(help_text='How people refer to it, such as “September 2024”.', max_length=80)),
                ('summary', models.TextField(blank=True)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('in-review', 'In review'), ('adopted', 'Adopted'), ('not-adopted', 'Published, never adopted'), ('withdrawn', 'Withdrawn')], default='draft', max_length=20)),
                ('published_on', models.DateField(blank=True, null=True)),
                ('published_precision', models.CharField(choices=[('day', 'Day'), ('month', 'Month'), ('quarter', 'Quarter'), ('year', 'Year')], default='day', max_length=10)),
                ('effective_from', models.DateField(blank=True, null=True)),
                ('effective_precision', models.CharField(choices=[('day', 'Day'), ('month', 'Month'), ('quarter', 'Quarter'), ('year', 'Year')], default='day', max_length=10)),
                ('recorded_at', models.DateTimeField(blank=True, help_text="When its adoption became known to the registry's readers.", null=True)),
                ('adopted_by', models.CharField(blank=True, max_length=200)),
                ('meeting_on', models.DateField(blank=True, null=True)),
                ('minute', models.CharField(blank=True, max_length=80)),
                ('adoption_note', models.TextField(blank=True)),
                ('digest', models.CharField(blank=True, editable=False, max_length=64)),
                ('based_on', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='descendants', to='editions.edition')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='editions.organisation')),
            ],
            options={
                'ordering': ('organisation_id', '-effective_from', '-recorded_at', 'slug'),
            },
        ),
        migrations.CreateModel(
            name='Element',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=120, validators=[django.core.validators.RegexValidator('\\A[a-z0-9]+(-[a-z0-9]+)*\\Z', 'Use lower-case letters and digits, with single hyphens between words.')])),
                ('kind', models.CharField(editable=False, max_length=40)),
                ('name', models.CharField(max_length=300)),
                ('also_known_as', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), blank=True, default=list, help_text='Abbreviations and other names people search for.', size=None)),
                ('summary', models.TextField(blank=True)),
                ('position', models.PositiveIntegerField(default=0, help_text='Its place among its kind, as in the source.')),
                ('standing', models.CharField(choices=[('in-force', 'In force'), ('agreed', 'Agreed'), ('proposed', 'Proposed'), ('draft', 'Draft'), ('work-in-progress', 'Work in progress'), ('to-be-confirmed', 'To be confirmed'), ('question', 'Question'), ('delivered', 'Delivered')], default='in-force', max_length=20)),
                ('reading', models.TextField(blank=True, help_text='What here is an interpretation, and why. Empty: the source says so.')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('search', models.GeneratedField(db_persist=True, expression=models.Func(models.F('name'), models.F('also_known_as'), models.F('summary'), function='element_search'), output_field=django.contrib.postgres.search.SearchVectorField())),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='elements', to='editions.edition')),
            ],
            options={
                'ordering': ('kind', 'position', 'key'),
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Generation',
            fields=[
                ('id', models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('number', models.BigIntegerField(default=1)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='one_generation')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalElement',
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
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('edition', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='editions.edition')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical element',
                'verbose_name_plural': 'historical elements',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=80, validators=[django.core.validators.RegexValidator('\\A[a-z0-9]+(-[a-z0-9]+)*\\Z', 'Use lower-case letters and digits, with single hyphens between words.')])),
                ('title', models.CharField(max_length=300)),
                ('publisher', models.CharField(blank=True, max_length=200)),
                ('published_on', models.DateField(blank=True, null=True)),
                ('published_precision', models.CharField(choices=[('day', 'Day'), ('month', 'Month'), ('quarter', 'Quarter'), ('year', 'Year')], default='day', max_length=10)),
                ('address', models.URLField(blank=True)),
                ('note', models.TextField(blank=True)),
                ('position', models.PositiveIntegerField(default=0)),
                ('edition', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='sources', to='editions.edition')),
            ],
            options={
                'ordering': ('position', 'key'),
                'base_manager_name': 'objects',
            },
        ),
        migrations.AddField(
            model_name='organisation',
            name='source',
            field=models.ForeignKey(blank=True, help_text='Where its dates come from.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='organisations_described', to='editions.source'),
        ),
        migrations.CreateModel(
            name='Identifier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scheme', models.CharField(choices=[('ods', 'ODS code'), ('ons', 'ONS code')], max_length=10)),
                ('value', models.CharField(max_length=20)),
                ('valid_from', models.DateField(blank=True, null=True)),
                ('valid_until', models.DateField(blank=True, null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='identifiers', to='editions.organisation')),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='editions.source')),
            ],
            options={
                'ordering': ('scheme', 'valid_from', 'value'),
            },
        ),
        migrations.CreateModel(
            name='HistoricalSourceNote',
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
                ('source', opmodel.editions.models.fields.Reference(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='editions.source')),
            ],
            options={
                'verbose_name': 'historical source note',
                'verbose_name_plural': 'historical source notes',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Citation',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('heading', models.CharField(blank=True, max_length=300)),
                ('page', models.CharField(blank=True, max_length=20)),
                ('note', models.TextField(blank=True)),
                ('position', models.PositiveIntegerField(default=0)),
                ('element', opmodel.editions.models.fields.Reference(on_delete=django.db.models.deletion.CASCADE, related_name='citations', to='editions.element')),
                ('source', opmodel.editions.models.fields.Reference(on_delete=django.db.models.deletion.RESTRICT, related_name='citations', to='editions.source')),
            ],
            options={
                'ordering': ('position',),
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Succession',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('merger', 'Merger'), ('split', 'Split'), ('rename', 'Rename'), ('boundary-change', 'Boundary change'), ('transfer', 'Functions transferred')], max_length=20)),
                ('effective_on', models.DateField(help_text='The first day under the successor.')),
                ('note', models.TextField(blank=True)),
                ('predecessor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='became', to='editions.organisation')),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to='editions.source')),
                ('successor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='came_from', to='editions.organisation')),
            ],
            options={
                'ordering': ('effective_on', 'predecessor_id', 'successor_id'),
            },
        ),
        migrations.CreateModel(
            name='Word',
            fields=[
                ('word', models.TextField(primary_key=True, serialize=False)),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GistIndex(fields=['word'], name='word_spelling', opclasses=('gist_trgm_ops',))],
            },
        ),
        migrations.CreateModel(
            name='SourceNote',
            fields=[
                ('element', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, related_name='as_%(class)s', serialize=False, to='editions.element')),
                ('source', opmodel.editions.models.fields.Reference(blank=True, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='notes', to='editions.source')),
            ],
            options={
                'verbose_name': 'source note',
                'ordering': ('position', 'key'),
                'abstract': False,
            },
            bases=('editions.element',),
        ),
        migrations.AddIndex(
            model_name='element',
            index=models.Index(fields=['edition', 'kind', 'position'], name='element_list'),
        ),
        migrations.AddIndex(
            model_name='element',
            index=django.contrib.postgres.indexes.GinIndex(fields=['search'], name='element_words'),
        ),
        migrations.AddConstraint(
            model_name='element',
            constraint=models.UniqueConstraint(fields=('edition', 'key'), name='element_key_unique_in_edition', violation_error_message='This edition already has an element with that key.'),
        ),
        migrations.AddConstraint(
            model_name='element',
            constraint=models.CheckConstraint(condition=models.Q(('key__regex', '^[a-z0-9]+(-[a-z0-9]+)*$')), name='element_key_form'),
        ),
        migrations.AddConstraint(
            model_name='element',
            constraint=models.CheckConstraint(condition=opmodel.editions.models.element.SameEdition(models.F('id'), models.F('edition_id')), name='element_id_of_its_edition'),
        ),
        migrations.AddIndex(
            model_name='edition',
            index=models.Index(fields=['organisation', 'state', 'effective_from', 'recorded_at'], name='editions_ed_organis_7def4e_idx'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Substr(models.Func(models.F('id'), function='uuid_send'), models.Value(1), models.Value(8)), name='edition_head_unique'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.CheckConstraint(condition=models.Q(('slug__regex', '^[a-z0-9]+(-[a-z0-9]+)*$')), name='edition_slug_form'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'adopted'), _negated=True), models.Q(('effective_from__isnull', False), ('recorded_at__isnull', False)), _connector='OR'), name='edition_adopted_has_effect_and_record', violation_error_message='An adopted edition needs the day it has effect from and the moment its adoption was recorded.'),
        ),
        migrations.AddConstraint(
            model_name='edition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('adopted', 'not-adopted')), _negated=True), ('digest__regex', '^[0-9a-f]{64}$'), _connector='OR'), name='edition_published_has_digest'),
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=models.UniqueConstraint(fields=('edition', 'key'), name='source_key_unique_in_edition'),
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=models.UniqueConstraint(condition=models.Q(('edition__isnull', True)), fields=('key',), name='source_key_unique_outside_editions'),
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=models.CheckConstraint(condition=models.Q(('edition__isnull', True), opmodel.editions.models.element.SameEdition(models.F('id'), models.F('edition_id')), _connector='OR'), name='source_id_of_its_edition'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(('slug__regex', '^[a-z0-9]+(-[a-z0-9]+)*$')), name='organisation_slug_form'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(('slug__in', ('about', 'accessibility', 'api', 'decide', 'healthz', 'readyz', 'search', 'sign-in', 'sign-out', 'sources', 'static')), _negated=True), name='organisation_slug_not_reserved', violation_error_message="This address is the registry's own. Choose another."),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(('legal_until__isnull', True), ('legal_from__isnull', True), ('legal_until__gte', models.F('legal_from')), _connector='OR'), name='organisation_legal_dates_in_order', violation_error_message='An organisation cannot end before it began.'),
        ),
        migrations.AddConstraint(
            model_name='identifier',
            constraint=models.UniqueConstraint(fields=('scheme', 'value', 'organisation'), name='identifier_once_per_organisation'),
        ),
        migrations.AddConstraint(
            model_name='identifier',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('scheme', 'ods'), _negated=True), ('value__regex', '^[A-Z0-9]{3,6}$'), _connector='OR'), name='identifier_ods_form', violation_error_message='An ODS code has 3 to 6 capital letters and digits.'),
        ),
        migrations.AddConstraint(
            model_name='succession',
            constraint=models.UniqueConstraint(fields=('predecessor', 'successor', 'kind', 'effective_on'), name='succession_recorded_once'),
        ),
        migrations.AddConstraint(
            model_name='succession',
            constraint=models.CheckConstraint(condition=models.Q(('predecessor', models.F('successor')), _negated=True), name='succession_between_two', violation_error_message='An organisation cannot succeed itself.'),
        ),
    ]
