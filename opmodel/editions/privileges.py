"""What the application's database role may do: read and write rows, and no more.

It owns nothing, so it cannot drop a trigger or a constraint, nor empty a table. Recorded history
it may only add to, and what the database writes by itself (models that say so by
`written_by_the_database`) only read. Granted after every migration, so that new tables follow.
"""

from typing import Any

from django.apps import apps
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
        refused = {"UPDATE, DELETE": _history_tables(), "INSERT, UPDATE, DELETE": _read_only()}
        for rights, tables in refused.items():
            for table in tables:
                cursor.execute(
                    sql.SQL("REVOKE {rights} ON {table} FROM {role}").format(
                        rights=sql.SQL(rights), table=sql.Identifier(table), role=application
                    )
                )


def _history_tables() -> list[str]:
    from .models.history import history_of, tracked_models  # noqa: PLC0415 (no models before apps)

    return [history_of(model)._meta.db_table for model in tracked_models()]


def _read_only() -> list[str]:
    models = apps.get_models()
    return [each._meta.db_table for each in models if hasattr(each, "written_by_the_database")]
