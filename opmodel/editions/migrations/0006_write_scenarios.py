"""A right of its own for writing scenarios, and an address of their own for them."""

from django.db import migrations, models

RESERVED = (
    "about",
    "accessibility",
    "api",
    "decide",
    "healthz",
    "readyz",
    "scenarios",
    "search",
    "sign-in",
    "sign-out",
    "sources",
    "static",
)


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
        migrations.RemoveConstraint("organisation", "organisation_slug_not_reserved"),
        migrations.AddConstraint(
            "organisation",
            models.CheckConstraint(
                condition=~models.Q(slug__in=RESERVED),
                name="organisation_slug_not_reserved",
                violation_error_message="This address is the registry's own. Choose another.",
            ),
        ),
    ]
