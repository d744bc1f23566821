from django.apps import AppConfig
from django.db.models.signals import post_migrate


class EditionsConfig(AppConfig):
    name = "opmodel.editions"
    label = "editions"
    verbose_name = "About the sources"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from .privileges import grant_to_application  # noqa: PLC0415 (no models before apps)

        # After the last app's tables are there: every table is granted each time.
        post_migrate.connect(grant_to_application, dispatch_uid="grant_to_application")
