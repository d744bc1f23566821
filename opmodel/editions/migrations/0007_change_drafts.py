"""A right of its own for changing drafts in the browser."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("editions", "0006_write_scenarios")]

    operations = [
        migrations.AlterModelOptions(
            name="organisation",
            options={
                "ordering": ("name",),
                "permissions": (
                    ("view_drafts", "Can see the organisation's drafts"),
                    ("write_scenarios", "Can write scenarios of the organisation"),
                    ("change_drafts", "Can change the organisation's drafts"),
                ),
            },
        ),
    ]
