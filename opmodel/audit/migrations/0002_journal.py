"""The journal, written by the database."""

from django.db import migrations

from opmodel.audit.database import DROP_JOURNAL_SQL, JOURNAL_SQL


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [migrations.RunSQL(JOURNAL_SQL, DROP_JOURNAL_SQL)]
