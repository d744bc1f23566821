from django.apps import AppConfig


class TransitionConfig(AppConfig):
    name = "transition"
    verbose_name = "Principles and figures"
    default_auto_field = "django.db.models.BigAutoField"
