"""What the application's database role may do: read and write rows, and no more.

It owns nothing, so it cannot drop a trigger or a constraint, nor empty a table. Recorded history
it may only add to. Granted after every migration, so that new tables follow.
"""

from typing import Any

from django.conf import settings
from django.db import connections
from psycopg import sql


def grant_to_application(using: str = "default", **_: Any) -> None:
    """Grants the role its rights; does nothing where the owner and the application are one role."""
    connection = connections[using]
    role = settings.DATABASE_ROLE
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        if not role or cursor.fetchone()[0] == role:
            return
        application = sql.Identifier(role)
        for statement in (
            "GRANT USAGE ON SCHEMA public TO {role}",
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
            "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
            "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}",
        ):
            cursor.execute(sql.SQL(statement).format(role=application))
        for table in _history_tables():
            cursor.execute(
                sql.SQL("REVOKE UPDATE, DELETE ON {table} FROM {role}").format(
                    table=sql.Identifier(table), role=application
                )
            )


def _history_tables() -> list[str]:
    from simple_history.models import registered_models  # noqa: PLC0415 (no models before apps)

    return [
        model.history.model._meta.db_table
        for model in registered_models.values()
        if hasattr(model, "history")
    ]
