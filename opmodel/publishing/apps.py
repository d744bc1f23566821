from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "opmodel.publishing"
    label = "publishing"
    verbose_name = "Pages, charts, matrices and downloads"
