from django.apps import AppConfig


class DirectoratesConfig(AppConfig):
    name = "directorates"
    verbose_name = "Structure"
    default_auto_field = "django.db.models.BigAutoField"
