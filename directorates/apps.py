from django.apps import AppConfig


class DirectoratesConfig(AppConfig):
    name = "directorates"
    default_auto_field = "django.db.models.BigAutoField"
