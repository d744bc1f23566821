"""What is kept of every change: who, why, in which request, and how the row read after it."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.apps import apps
from django.conf import settings
from django.db import models
from django.dispatch import receiver
from simple_history.models import HistoricalRecords
from simple_history.signals import pre_create_historical_record

from opmodel.editions.querysets import SilentWriteRefused


class Recorded(models.Model):
    """What every record of a history has besides the row: the request that wrote it.

    Records of one request belong together: one form, one paste, one workbook. Null where a command
    wrote it.
    """

    request = models.UUIDField(null=True, editable=False)

    class Meta:
        abstract = True


class History(HistoricalRecords):  # type: ignore[misc]  # it has no types
    """A history that cannot be switched off: not by a setting, not for one row, not for one save.

    A model that has one takes its `objects` from `ShutQuerySet` and names it as its base manager;
    a test walks all of them. Fields that hold what people are called, or what they wrote, are named
    in the model's `personal`: they can be redacted later without breaking the audit's chain.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(bases=(Recorded,), **kwargs)

    def add_extra_methods(self, cls: type[models.Model]) -> None:
        def save_without_historical_record(*_: Any, **__: Any) -> None:
            raise SilentWriteRefused("Nothing is saved without its history.")

        cls.save_without_historical_record = save_without_historical_record  # type: ignore[attr-defined]

    def post_save(
        self, instance: models.Model, created: bool, using: str | None = None, **_: Any
    ) -> None:
        self.create_historical_record(instance, "+" if created else "~", using=using)

    def post_delete(self, instance: models.Model, using: str | None = None, **_: Any) -> None:
        self.create_historical_record(instance, "-", using=using)

    def _get_history_change_reason_field(self) -> models.TextField[Any, Any]:
        return models.TextField(null=True)  # Reasons are sentences.

    def _get_history_user_fields(self) -> dict[str, Any]:
        # An account that wrote something can be closed, and not taken out of what it wrote.
        user: Any = models.ForeignKey(
            settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
        )
        return {"history_user": user}


def request_id(request: Any) -> UUID:
    """The id of a request: the same for all that it writes."""
    asked = getattr(request, "_request", request)  # The API wraps the request of the server.
    if not hasattr(asked, "history_id"):
        asked.history_id = uuid4()
    identifier: UUID = asked.history_id
    return identifier


@receiver(pre_create_historical_record)
def _note_the_request(history_instance: Any, instance: models.Model, **_: Any) -> None:
    noted = getattr(instance, "_history_request", None)
    asked = getattr(HistoricalRecords.context, "request", None)
    if noted is None and asked is not None:
        noted = request_id(asked)
    if isinstance(history_instance, Recorded):
        history_instance.request = noted


def tracked_models() -> list[type[models.Model]]:
    """Every model that has a history."""
    return [
        model
        for model in apps.get_models()
        if hasattr(model._meta, "simple_history_manager_attribute")
    ]


def history_of(model: type[models.Model]) -> Any:
    """The model of the records of *model*'s history."""
    return model.history.model  # type: ignore[attr-defined]
