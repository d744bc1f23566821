"""Rows of published editions cannot change: the same for the alternatives of a seat."""

from django.db import migrations

from opmodel.editions import database


class Migration(migrations.Migration):
    dependencies = [("governance", "0003_auto_five_documents"), ("editions", "0002_frozen")]

    operations = [database.freeze_table("governance_seatalternative", "id")]
