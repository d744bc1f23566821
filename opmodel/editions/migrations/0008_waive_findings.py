"""A right of its own for living with what checks find."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("editions", "0007_change_drafts")]

    operations = [
        migrations.AlterModelOptions(
            name="organisation",
            options={
                "ordering": ("name",),
                "permissions": (
                    ("view_drafts", "Can see the organisation's drafts"),
                    ("write_scenarios", "Can write scenarios of the organisation"),
                    ("change_drafts", "Can change the organisation's drafts"),
                    ("waive_findings", "Can waive what checks find about the organisation"),
                ),
            },
        ),
    ]
