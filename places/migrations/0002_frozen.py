"""Rows of published editions cannot change."""

from django.db import migrations

from opmodel.editions import database


class Migration(migrations.Migration):
    dependencies = [("places", "0001_initial"), ("editions", "0002_frozen")]

    operations = [
        database.freeze_table("places_place", "element_id"),
        database.freeze_table("places_body", "element_id"),
        database.freeze_table("places_partnership", "element_id"),
        database.freeze_table("places_collaborative", "element_id"),
        database.freeze_table("places_membership", "element_id"),
        database.freeze_table("places_priority", "element_id"),
        database.raise_generation_on("places_level"),
    ]
