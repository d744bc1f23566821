"""Whether values satisfy a constraint of the database, without asking it once for each row.

The database has the last word when rows are written; this tells beforehand, in a preview.
"""

from __future__ import annotations

import operator
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

_COMPARED: Final = {
    "exact": operator.eq,
    "gte": operator.ge,
    "gt": operator.gt,
    "lte": operator.le,
    "lt": operator.lt,
}


class _NotSimple(Exception):
    """A condition that only the database can tell."""


def broken(constraint: models.CheckConstraint, instance: models.Model) -> str:
    """What is wrong, in the constraint's own words; empty where it is satisfied."""
    try:
        satisfied = _holds(constraint.condition, instance) is not False
    except (_NotSimple, TypeError):
        try:
            constraint.validate(type(instance), instance)
        except ValidationError as error:
            return " ".join(error.messages)
        return ""
    return "" if satisfied else str(constraint.violation_error_message)


def _holds(condition: Any, instance: models.Model) -> bool | None:
    """True, false, or unknown as in SQL: a comparison with nothing is neither."""
    if not isinstance(condition, Q):
        raise _NotSimple
    parts = [
        _lookup(part, instance) if isinstance(part, tuple) else _holds(part, instance)
        for part in condition.children
    ]
    if condition.connector == Q.AND:
        found = False if False in parts else None if None in parts else True
    elif condition.connector == Q.OR:
        found = True if True in parts else None if None in parts else False
    else:
        raise _NotSimple
    return found if not condition.negated or found is None else not found


def _lookup(part: tuple[str, Any], instance: models.Model) -> bool | None:
    name, _, lookup = part[0].partition("__")
    wanted = part[1]
    value = _value(name, instance)
    if lookup == "isnull":
        return (value is None) == wanted
    if lookup not in (*_COMPARED, "") or (isinstance(wanted, models.expressions.Combinable) and not
                                          isinstance(wanted, F)):  # fmt: skip
        raise _NotSimple
    other = _value(str(getattr(wanted, "name", "")), instance) if isinstance(wanted, F) else wanted
    if value is None or other is None:
        return None
    return bool(_COMPARED[lookup or "exact"](value, other))


def _value(name: str, instance: models.Model) -> Any:
    """A field's value as the database would compare it."""
    spec = instance._meta.get_field(name)
    if not isinstance(spec, models.Field):
        raise _NotSimple
    return spec.to_python(getattr(instance, spec.attname))
