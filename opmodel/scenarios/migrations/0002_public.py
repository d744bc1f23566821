"""Answers kept for the public follow scenarios, as they do all that stands outside editions."""

from django.db import migrations

from opmodel.editions import database


class Migration(migrations.Migration):
    dependencies = [("scenarios", "0001_initial"), ("editions", "0002_frozen")]

    operations = [
        database.raise_generation_on("scenarios_scenario"),
        database.raise_generation_on("scenarios_scenariostep"),
    ]
