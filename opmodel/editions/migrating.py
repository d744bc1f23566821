"""Migrations of many models in seconds.

Django renders every model that is related to one that changes anew, after each operation; all kinds
are related through Element, and so a migration of sixty operations took ten seconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class Together(Operation):
    """Operations after which models are rendered once, as they are after all of them.

    A table made here is made whole: what is added to it in the same migration is in it already. No
    operation may depend on an intermediate state, so nothing is added and renamed, or altered
    twice, together.
    """

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = operations

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__qualname__, [list(self.operations)], {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.__dict__.pop("apps", None)  # Rendered again when it is asked for.
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for operation in self._on_the_database():
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for operation in reversed(self._on_the_database()):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return "; ".join(operation.describe() for operation in self.operations)

    def _on_the_database(self) -> list[Operation]:
        made = {each.name_lower for each in self.operations if isinstance(each, CreateModel)}
        return [
            operation
            for operation in self.operations
            if not (
                isinstance(operation, AddField | AddConstraint | AddIndex)
                and operation.model_name_lower in made
            )
        ]
