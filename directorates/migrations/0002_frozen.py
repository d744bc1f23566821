"""Rows of published editions cannot change."""

from django.db import migrations

from opmodel.editions import database


class Migration(migrations.Migration):
    dependencies = [("directorates", "0001_initial"), ("editions", "0002_frozen")]

    operations = [
        database.freeze_table("directorates_directorate", "element_id"),
        database.freeze_table("directorates_team", "element_id"),
        database.freeze_table("directorates_remit", "element_id"),
        database.freeze_table("directorates_service", "element_id"),
        database.freeze_table("directorates_function", "element_id"),
        database.freeze_table("directorates_post", "element_id"),
    ]
