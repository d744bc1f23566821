from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "opmodel.access"
    label = "access"
    verbose_name = "People and rights"
    default_auto_field = "django.db.models.BigAutoField"
