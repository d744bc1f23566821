"""What search looks into is kept apart, and what words mean is data."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models

from opmodel.editions import database


class Migration(migrations.Migration):
    dependencies = [("editions", "0004_lineage_public")]

    operations = [
        migrations.CreateModel(
            name="SearchableEdition",
            fields=[
                (
                    "edition",
                    models.UUIDField(db_column="edition_id", primary_key=True, serialize=False),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Synonym",
            fields=[
                ("term", models.CharField(max_length=80, primary_key=True, serialize=False)),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("abbreviation", "Abbreviation"),
                            ("wording", "Another wording"),
                            ("asking", "A phrase that asks for a kind of thing"),
                            ("filler", "Says nothing"),
                        ],
                        default="abbreviation",
                        max_length=20,
                    ),
                ),
                (
                    "words",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200),
                        blank=True,
                        default=list,
                        help_text="What it stands for: one or several. "
                        "None where it asks or says nothing.",
                        size=None,
                    ),
                ),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        help_text="The kinds of thing that a phrase asks for.",
                        size=None,
                    ),
                ),
                ("note", models.TextField(help_text="Where this comes from.")),
            ],
            options={"ordering": ("term",)},
        ),
        migrations.CreateModel(
            name="Searchable",
            fields=[
                (
                    "element",
                    models.UUIDField(db_column="element_id", primary_key=True, serialize=False),
                ),
                ("edition", models.UUIDField(db_column="edition_id")),
                ("kind", models.CharField(max_length=40)),
                ("standing", models.CharField(max_length=20)),
                (
                    "labels",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(),
                        help_text="Its name and other names, in plain letters.",
                        size=None,
                    ),
                ),
                (
                    "length",
                    models.PositiveIntegerField(help_text="Letters of the shortest of its names."),
                ),
                (
                    "title",
                    django.contrib.postgres.search.SearchVectorField(
                        help_text="The words of its name that say something."
                    ),
                ),
                (
                    "names",
                    django.contrib.postgres.search.SearchVectorField(
                        help_text="Of its search words, those of its name and other names."
                    ),
                ),
                (
                    "words",
                    django.contrib.postgres.search.SearchVectorField(
                        help_text="All its search words."
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["names"], name="searchable_names"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["words"], name="searchable_words"
                    ),
                    models.Index(fields=["edition", "kind"], name="searchable_list"),
                ],
            },
        ),
        migrations.RunSQL(database.QUESTION_SQL, database.DROP_QUESTION_SQL),
        migrations.RunSQL(database.SEARCHABLE_SQL, database.DROP_SEARCHABLE_SQL),
        database.raise_generation_on("editions_synonym"),
    ]
