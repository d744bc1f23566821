"""A right of its own for writing scenarios."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("editions", "0005_search")]

    operations = [
        migrations.AlterModelOptions(
            name="organisation",
            options={
                "ordering": ("name",),
                "permissions": (
                    ("view_drafts", "Can see the organisation's drafts"),
                    ("write_scenarios", "Can write scenarios of the organisation"),
                ),
            },
        ),
    ]
