from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AuditConfig(AppConfig):
    name = "opmodel.audit"
    label = "audit"
    verbose_name = "The journal of changes"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from .installing import journal_every_history  # noqa: PLC0415 (no models before apps)

        # After the tables of all apps are there: one that is new is journalled from its first row.
        post_migrate.connect(journal_every_history, sender=self, dispatch_uid="journal")
