from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class AccessConfig(AppConfig):
    name = "opmodel.access"
    label = "access"
    verbose_name = "People and rights"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import checks, sessions  # noqa: F401, PLC0415 (no models before apps)

        sessions.connect()
        post_migrate.connect(_follow_the_table_of_roles, dispatch_uid="follow_the_table_of_roles")


def _follow_the_table_of_roles(
    sender: AppConfig,
    apps: Any = apps,  # as they are after the migration: it may stop before grants are there
    **_: Any,
) -> None:
    """A new version may give a role other rights. After the last app's permissions are there."""
    from .grants import bring_all_into_line  # noqa: PLC0415 (no models before apps)

    there = {(model._meta.app_label, model._meta.model_name) for model in apps.get_models()}
    if sender == _last_with_models() and ("access", "grant") in there:
        bring_all_into_line()


def _last_with_models() -> AppConfig:
    return [config for config in apps.get_app_configs() if config.models_module is not None][-1]
