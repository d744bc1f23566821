"""Answers kept for the public follow lineage, as they do all that stands outside editions."""

from django.db import migrations

from opmodel.editions import database


class Migration(migrations.Migration):
    dependencies = [("editions", "0003_auto_five_documents")]

    operations = [database.raise_generation_on("editions_lineage", each="ROW")]
