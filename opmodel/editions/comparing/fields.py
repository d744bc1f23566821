"""A field that does not say the same in both editions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models

from .marks import Mark, marked

if TYPE_CHECKING:
    from .entries import Thing


@dataclass(frozen=True, slots=True)
class Change:
    """What a field said before and says now.

    Values are as the database holds them; what stands outside editions (a level, an organisation)
    is the object itself, and elements that are referred to are `things_before` and `things_after`.
    `spec` is None where the kind of the element itself changed.
    """

    name: str
    label: str
    spec: models.Field[Any, Any] | None
    before: Any
    after: Any
    things_before: tuple[Thing, ...] = ()
    things_after: tuple[Thing, ...] = ()
    items: tuple[Mark, ...] = ()

    @property
    def is_text(self) -> bool:
        """Whether it is running text, whose words are compared one by one."""
        return isinstance(self.spec, models.CharField | models.TextField) and not self.spec.choices

    @property
    def is_list(self) -> bool:
        return bool(self.items)

    def marks(self) -> tuple[Mark, ...]:
        """A text word by word, a list entry by entry; nothing for other values."""
        if self.is_text:
            return marked(self.before or "", self.after or "")
        return self.items
