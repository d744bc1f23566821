"""Waivers and counts change what the public is told."""

from django.db import migrations

from opmodel.editions import database


class Migration(migrations.Migration):
    dependencies = [("findings", "0001_initial"), ("editions", "0002_frozen")]

    operations = [
        database.raise_generation_on("findings_waiver"),
        database.raise_generation_on("findings_findingcount"),
    ]
