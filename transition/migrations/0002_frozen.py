"""Rows of published editions cannot change."""

from django.db import migrations

from opmodel.editions import database


class Migration(migrations.Migration):
    dependencies = [("transition", "0001_initial"), ("editions", "0002_frozen")]

    operations = [
        database.freeze_table("transition_principle", "element_id"),
        database.freeze_table("transition_figure", "element_id"),
    ]
