from django.apps import AppConfig


class TransitionConfig(AppConfig):
    name = "transition"
    default_auto_field = "django.db.models.BigAutoField"
