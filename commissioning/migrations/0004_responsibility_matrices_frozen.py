"""Rows of published editions cannot change: those of responsibility matrices neither."""

from django.db import migrations

from opmodel.editions import database


class Migration(migrations.Migration):
    dependencies = [
        ("commissioning", "0003_auto_responsibility_matrices"),
        ("editions", "0002_frozen"),
    ]

    operations = [database.freeze_table("commissioning_responsibilitymatrix", "element_id")]
