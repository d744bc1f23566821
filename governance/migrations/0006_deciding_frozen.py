"""Rows of published editions cannot change: the same for what deciding rests on."""

from django.db import migrations

from opmodel.editions import database


class Migration(migrations.Migration):
    dependencies = [("governance", "0005_auto_deciding"), ("editions", "0002_frozen")]

    operations = [
        *(
            database.freeze_table(f"governance_{kind}", "element_id")
            for kind in ("agreement", "clause", "decision", "instrument", "legalbasis", "limit")
        ),
        *(
            database.freeze_table(f"governance_{link}", "id")
            for link in ("agreementparty", "delegationplace", "delegationservice")
        ),
        database.raise_generation_on("governance_category"),
        database.raise_generation_on("governance_transaction"),
    ]
