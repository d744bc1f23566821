"""Rows of published editions cannot change."""

from django.db import migrations

from opmodel.editions import database


class Migration(migrations.Migration):
    dependencies = [("governance", "0001_initial"), ("editions", "0002_frozen")]

    operations = [
        database.freeze_table("governance_committee", "element_id"),
        database.freeze_table("governance_seat", "element_id"),
        database.freeze_table("governance_delegation", "element_id"),
    ]
