from django.apps import AppConfig


class DraftingConfig(AppConfig):
    name = "opmodel.drafting"
    label = "drafting"
    verbose_name = "Drafts"
    default_auto_field = "django.db.models.BigAutoField"
