"""Rows of published editions cannot change: the same for the kinds of a programme."""

from django.db import migrations

from opmodel.editions import database


class Migration(migrations.Migration):
    dependencies = [("transition", "0003_auto_five_documents"), ("editions", "0002_frozen")]

    operations = [
        database.freeze_table(f"transition_{kind}", "element_id")
        for kind in (
            "activity",
            "engagement",
            "greenpriority",
            "impact",
            "milestone",
            "mitigation",
            "omission",
            "outcome",
            "question",
            "risk",
            "scenariosource",
            "supportitem",
            "supportrequest",
            "transfer",
            "workstream",
        )
    ]
