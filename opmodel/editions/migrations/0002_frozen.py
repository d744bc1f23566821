"""Published editions cannot change; what is published has a generation number; words are noted."""

from django.db import migrations

from opmodel.editions import database


class Migration(migrations.Migration):
    dependencies = [("editions", "0001_initial")]

    operations = [
        migrations.RunSQL(database.FREEZE_SQL, database.DROP_FREEZE_SQL),
        migrations.RunSQL(database.GENERATION_SQL, database.DROP_GENERATION_SQL),
        migrations.RunSQL(database.WORDS_SQL, database.DROP_WORDS_SQL),
        database.freeze_table("editions_source", "id"),
        database.freeze_table("editions_element", "id"),
        database.freeze_table("editions_citation", "id"),
        database.freeze_table("editions_sourcenote", "element_id"),
        database.raise_generation_on("editions_organisation"),
        database.raise_generation_on("editions_identifier"),
        database.raise_generation_on("editions_succession"),
        database.raise_generation_on("editions_edition"),
        database.raise_generation_on_sources(),
    ]
