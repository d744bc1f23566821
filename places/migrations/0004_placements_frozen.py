"""Rows of published editions cannot change: the same for levels of functions and new links."""

from django.db import migrations

from opmodel.editions import database


class Migration(migrations.Migration):
    dependencies = [("places", "0003_auto_five_documents"), ("editions", "0002_frozen")]

    operations = [
        database.freeze_table("places_placement", "element_id"),
        database.freeze_table("places_bodyplace", "id"),
        database.freeze_table("places_partnershipauthority", "id"),
    ]
