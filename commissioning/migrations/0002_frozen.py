"""Rows of published editions cannot change."""

from django.db import migrations

from opmodel.editions import database


class Migration(migrations.Migration):
    dependencies = [("commissioning", "0001_initial"), ("editions", "0002_frozen")]

    operations = [
        database.freeze_table("commissioning_cycle", "element_id"),
        database.freeze_table("commissioning_stage", "element_id"),
        database.freeze_table("commissioning_responsibility", "element_id"),
        database.freeze_table("commissioning_responsibilitystage", "id"),
    ]
