"""Rows of published editions cannot change; appointments change what the public is told."""

from django.db import migrations

from opmodel.editions import database


class Migration(migrations.Migration):
    dependencies = [("directorates", "0004_auto_deciding"), ("editions", "0002_frozen")]

    operations = [
        database.freeze_table("directorates_roleclass", "element_id"),
        database.raise_generation_on("directorates_appointment"),
    ]
