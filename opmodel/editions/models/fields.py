"""Fields that keep an edition's rows together."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    _ForeignKey = models.ForeignKey[Any, Any]
else:
    _ForeignKey = models.ForeignKey


def same_edition_sql(left: str, right: str) -> str:
    """SQL that is true when both ids belong to one edition (NULL passes, as in any CHECK)."""
    return f"substr(uuid_send({left}), 1, 8) = substr(uuid_send({right}), 1, 8)"


class Reference(_ForeignKey):
    """A foreign key to an element of the same edition; the database refuses any other.

    *kinds* names the kinds of element that may be referred to, where the target is `Element`
    because several kinds may stand there. A reference to one kind names that kind's model.
    *back* heads the list of these elements on the page of what they refer to.
    """

    def __init__(
        self,
        to: Any,
        on_delete: Any = models.RESTRICT,
        *,
        kinds: tuple[str, ...] = (),
        back: str = "",
        **kwargs: Any,
    ):
        self.kinds = tuple(kinds)
        self.back = back
        super().__init__(to, on_delete, **kwargs)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        if self.kinds:
            kwargs["kinds"] = self.kinds
        return name, path, args, kwargs

    def db_check(self, connection: Any) -> str | None:
        # The history's copies of this field have no constraint and another primary key.
        if not getattr(self, "db_constraint", True):
            return None
        quote = connection.ops.quote_name
        return same_edition_sql(quote(self.column), quote(self.model._meta.pk.column))

    def allowed_kinds(self) -> tuple[str, ...]:
        """The kinds that may stand here; empty where any element may."""
        if self.kinds:
            return self.kinds
        kind = getattr(self.related_model, "kind_name", None)
        return (kind,) if kind else ()
