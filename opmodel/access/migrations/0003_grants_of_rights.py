"""A grant's unit is one of its organisation; and what people might do before grants were recorded
becomes grants.

Rights that django-guardian held for the roles of reader and officer become roles of reader and
editor. `bring_all_into_line`, which follows every migration, gives the rights anew.
"""

from django.conf import settings
from django.db import migrations
from django.utils import timezone

REASON = "Held before grants were recorded."


def make_grants(apps, _):
    right = apps.get_model("guardian", "UserObjectPermission")
    held = {}
    rows = right.objects.filter(
        content_type__app_label="editions", content_type__model="organisation"
    ).values_list("user_id", "object_pk", "permission__codename")
    for user, organisation, codename in rows:
        held.setdefault((user, organisation), set()).add(codename)
    users = apps.get_model("access", "User")
    for (user, organisation), codenames in sorted(held.items()):
        _grant(apps, user, organisation, "editor" if "change_drafts" in codenames else "reader")
    for user in users.objects.filter(is_superuser=True).order_by("pk"):
        _grant(apps, user.pk, None, "administrator")
    right.objects.filter(
        content_type__app_label="editions", content_type__model="organisation"
    ).delete()


def _grant(apps, user, organisation, role):
    now = timezone.now()
    values = {
        "user_id": user,
        "organisation_id": organisation,
        "role": role,
        "granted_at": now,
        "since": timezone.localdate(now),
        "reason": REASON,
    }
    made = apps.get_model("access", "Grant").objects.create(**values)
    apps.get_model("access", "HistoricalGrant").objects.create(
        id=made.pk,
        history_date=now,
        history_type="+",
        history_change_reason=REASON,
        **values,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0002_auto_grants"),
        ("guardian", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE access_grant ADD CONSTRAINT grant_unit_of_its_organisation "
            "FOREIGN KEY (unit_id, organisation_id) REFERENCES access_unit (id, organisation_id)",
            "ALTER TABLE access_grant DROP CONSTRAINT grant_unit_of_its_organisation",
        ),
        migrations.RunPython(make_grants, migrations.RunPython.noop),
    ]
